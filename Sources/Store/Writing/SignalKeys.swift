import GRDB
import Signals

/// Finds signals by their ids, and keeps the index over keys sound where signals leave it.
///
/// Two ids may share a key, which is the home of both; the second is at another key then, and its row says its home. Nobody
/// walks from one to the other, so that two sources may count up their ids from one side by side. While a signal has a home
/// elsewhere, that is taken: whoever finds a key free knows that no signal of its id is there.
struct SignalKeys {
    /// A condition on signals: that of the id with a key (?1), a native id (?2) and a source, which the caller adds.
    static let match = "(signal.key = ?1 OR signal.home = ?1) AND signal.native = ?2"

    private let findDisplaced: SQLStatement
    private let move: SQLStatement

    init(_ db: Database) throws {
        findDisplaced = try SQLStatement(db, "SELECT seq, key FROM signal WHERE home = ?1 LIMIT 1")
        move = try SQLStatement(db, "UPDATE signal SET key = ?2, home = NULL WHERE seq = ?1")
    }

    /// Binds an id to a statement that has `match`.
    static func bind(_ id: SignalID, to statement: SQLStatement) {
        statement.bind(1, id.key)
        statement.bind(2, id.native)
    }

    /// The key to try first for a signal whose own is taken; the next one follows.
    static func elsewhere(_ id: SignalID) -> Int64 {
        Int64(bitPattern: StableHash.hash(id.qualified, seed: 0x454C_5345_5748_4552) | 0x8000_0000_0000_0000)
    }

    /// Brings a signal home to a key that has become free, and so on with the key that it had.
    func close(_ key: Int64) throws {
        var gap = key
        while let (sequence, old) = try displaced(from: gap) {
            move.bind(1, sequence)
            move.bind(2, gap)
            try move.run()
            gap = old
        }
    }

    private func displaced(from home: Int64) throws -> (sequence: Int64, key: Int64)? {
        findDisplaced.bind(1, home)
        return try findDisplaced.first { ($0.int(0), $0.int(1)) }
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
