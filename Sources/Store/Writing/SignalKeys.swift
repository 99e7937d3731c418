import GRDB
import Signals

/// Keeps the index over keys sound where signals leave it.
///
/// Two ids may share a key; the second is at the next free one. Look-ups walk from an id's own key, its home, to the first
/// gap, so that removing a signal must not leave a gap between another and its home.
struct SignalKeys {
    private let findDisplaced: SQLStatement
    private let move: SQLStatement

    init(_ db: Database) throws {
        findDisplaced = try SQLStatement(
            db,
            "SELECT seq, key, home FROM signal WHERE home IS NOT NULL AND key > ?1 AND home <= ?1 ORDER BY key LIMIT 1"
        )
        move = try SQLStatement(db, "UPDATE signal SET key = ?2, home = ?3 WHERE seq = ?1")
    }

    /// Closes the gap at a key that has become free.
    func close(_ key: Int64) throws {
        var gap = key
        while let (sequence, old, home) = try displaced(over: gap) {
            move.bind(1, sequence)
            move.bind(2, gap)
            move.bind(3, home == gap ? nil : home)
            try move.run()
            gap = old
        }
    }

    /// The first signal behind a gap whose home is before it.
    private func displaced(over gap: Int64) throws -> (sequence: Int64, key: Int64, home: Int64)? {
        findDisplaced.bind(1, gap)
        return try findDisplaced.first { ($0.int(0), $0.int(1), $0.int(2)) }
    }

    /// Notes the homes of signals that are not there, in a store that did not know them.
    static func noteDisplaced(in db: Database) throws {
        let home = DatabaseFunction("earshot_home", argumentCount: 2, pure: true) { values in
            guard let source = String.fromDatabaseValue(values[0]), let native = String.fromDatabaseValue(values[1])
            else {
                return nil
            }
            return SignalID(source: source, id: native).key
        }
        db.add(function: home)
        defer { db.remove(function: home) }
        try db.execute(
            sql: """
                UPDATE signal SET home = earshot_home(source.name, native) FROM source
                WHERE source.id = signal.source AND key <> earshot_home(source.name, native)
                """
        )
    }
}
