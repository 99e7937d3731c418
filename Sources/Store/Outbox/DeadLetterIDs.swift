import Foundation
import GRDB
import Signals

/// Tells which lines that could not be read state an id that a source takes back, without reading all of them each time.
///
/// Empty until a source takes something back for the first time.
struct DeadLetterIDs {
    /// Where there are more ids than this, the lines are read anew, for some will have left.
    private static let limit = 1_000_000

    /// Ids, without their source, by their hash; those of letters that have left are still in it.
    private var hashes: Set<UInt64>?

    /// Notes a line that was added.
    mutating func add(_ letter: DeadLetter) {
        guard hashes != nil, case .feed = letter.origin else { return }
        add(letter.payload)
    }

    private mutating func add(_ payload: [UInt8]) {
        guard hashes?.count ?? 0 <= Self.limit else { return }
        for id in StatedMembers(payload).ids {
            // An id may be written with its source before it.
            hashes?.insert(Self.hash(id))
            if let colon = id.firstIndex(of: ":") { hashes?.insert(Self.hash(String(id[colon...].dropFirst()))) }
        }
    }

    private func mayState(_ id: SignalID) -> Bool {
        guard let hashes else { return false }
        return hashes.count > Self.limit || hashes.contains(Self.hash(id.native))
    }

    /// The numbers of the letters that state one of some ids.
    ///
    /// A line that names no source is of the source that takes it back.
    mutating func letters(stating ids: [SignalID], in db: Database) throws -> [Int64] {
        if hashes.map({ $0.count > Self.limit }) ?? true {
            hashes = []
            try Self.lines(in: db) { _, payload in add(payload) }
        }
        let wanted = ids.filter(mayState)
        guard !wanted.isEmpty else { return [] }
        let (wantedIDs, sources) = (Set(wanted), Set(wanted.map(\.source)))
        var letters: [Int64] = []
        try Self.lines(in: db) { number, payload in
            let line = StatedMembers(payload)
            let sources = line.source.map { [$0] } ?? sources
            let isStated = line.ids.contains { id in
                sources.contains { wantedIDs.contains(SignalID(source: $0, id: id)) }
            }
            if isStated { letters.append(number) }
        }
        return letters
    }

    private static func lines(in db: Database, _ body: (Int64, [UInt8]) throws -> Void) throws {
        let rows = try Row.fetchCursor(db, sql: "SELECT id, payload FROM dead_letter WHERE feed IS NOT NULL")
        while let row = try rows.next() { try body(row[0], [UInt8](row[1] as Data)) }
    }

    private static func hash(_ id: String) -> UInt64 { StableHash.hash(id, seed: 0x4445_4144_4C45_5454) }
}
