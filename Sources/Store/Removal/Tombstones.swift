import GRDB
import Signals

/// Signals that were forgotten and are not to come back, without a word of them.
///
/// Used on the writer's queue only.
struct Tombstones {
    /// A source takes back much that was never kept; so many of those are remembered, the latest.
    static let earlyLimit = 200_000

    private let find: SQLStatement
    private let insert: SQLStatement
    /// Whether nothing was ever forgotten: where that is so, nothing is looked for.
    private(set) var isEmpty: Bool

    init(_ db: Database) throws {
        find = try SQLStatement(db, "SELECT 1 FROM forgotten WHERE key = ?1 AND proof = ?2")
        insert = try SQLStatement(
            db,
            """
            INSERT INTO forgotten (key, proof, at, early) VALUES (?1, ?2, ?3, ?4)
            ON CONFLICT (key, proof) DO UPDATE SET early = min(early, excluded.early)
            """
        )
        isEmpty = try Bool.fetchOne(db, sql: "SELECT NOT EXISTS (SELECT 1 FROM forgotten)") ?? true
    }

    func hold(_ id: SignalID) throws -> Bool {
        guard !isEmpty else { return false }
        find.bind(1, id.key)
        find.bind(2, Self.proof(of: id))
        return try find.first { _ in true } ?? false
    }

    /// Whether a signal was forgotten, or only repeats one that was: a repost has no words of its own.
    func hold(_ signal: Signal) throws -> Bool {
        guard !isEmpty else { return false }
        if try hold(signal.id) { return true }
        guard signal.kind == .repost, let parent = signal.parent else { return false }
        return try hold(SignalID(source: signal.id.source, id: parent))
    }

    /// `isEarly`: whether it was never here.
    mutating func add(_ id: SignalID, at time: Timestamp, isEarly: Bool) throws {
        insert.bind(1, id.key)
        insert.bind(2, Self.proof(of: id))
        insert.bind(3, time.milliseconds)
        insert.bind(4, isEarly ? 1 : 0)
        try insert.run()
        isEmpty = false
    }

    /// Keys of two ids can be the same, and nothing is to be refused for another's sake.
    private static func proof(of id: SignalID) -> Int64 {
        Int64(bitPattern: StableHash.hash(id.qualified, seed: 0x464F_5247_4F54_5445))
    }

    /// Lets the oldest early ones go where there are many more than are to stay.
    static func trimEarly(in db: Database) throws {
        try db.execute(
            sql: """
                DELETE FROM forgotten WHERE early AND id <=
                    (SELECT id FROM forgotten WHERE early ORDER BY id DESC LIMIT 1 OFFSET ?)
                """,
            arguments: [earlyLimit]
        )
    }
}
