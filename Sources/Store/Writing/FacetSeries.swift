import GRDB
import Signals

/// The numbers of series that are facets of all signals: by source, kind and state.
///
/// Used on the writer's queue only.
struct FacetSeries {
    private struct Facet: Hashable {
        let source: Int64
        let kind: SignalKind
        let state: String
    }

    private let db: Database
    private var numbers: [Facet: Int64] = [:]
    /// The lowest number that is taken, also by a kind of a later version.
    private var lowest: Int64 = 0

    init(_ db: Database) throws {
        self.db = db
        for row in try Row.fetchAll(db, sql: "SELECT id, source, kind, state FROM series") {
            lowest = min(lowest, row[0])
            guard let kind = SignalKind(rawValue: row[2]) else { continue }
            numbers[Facet(source: row[1], kind: kind, state: row[3])] = row[0]
        }
    }

    /// The series of a signal's facet, which is made if there is none.
    ///
    /// States come from the closed list of the kind; any other counts as none.
    mutating func series(source: Int64, kind: SignalKind, state: String?) throws -> Int64 {
        let state = state.flatMap { kind.traits.states.contains($0) ? $0 : nil } ?? ""
        let facet = Facet(source: source, kind: kind, state: state)
        if let number = numbers[facet] { return number }
        let number = lowest - 1
        try db.execute(
            sql: "INSERT INTO series (id, source, kind, state) VALUES (?, ?, ?, ?)",
            arguments: [number, source, kind.rawValue, state]
        )
        (numbers[facet], lowest) = (number, number)
        return number
    }
}
