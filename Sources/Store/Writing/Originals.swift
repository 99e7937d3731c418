import GRDB
import Signals

/// Finds the originals of reposts, and the reposts of an original that comes after them.
///
/// Used on the writer's queue only.
struct Originals {
    /// A repost that was kept before what it reposts.
    struct Repost {
        let sequence: Int64
        let duplicateOf: Int64?
        let time: Timestamp
        let topics: [Int64]
    }

    private let findFirst: SQLStatement
    private let findReposts: SQLStatement
    private let mark: SQLStatement
    private let lead: SQLStatement
    /// Whether any repost was kept: where there is none, none is looked for.
    private var hasReposts: Bool

    init(_ db: Database) throws {
        findFirst = try SQLStatement(db, "SELECT coalesce(duplicate_of, seq) FROM signal WHERE seq = ?1")
        findReposts = try SQLStatement(
            db,
            """
            SELECT seq, duplicate_of, time, topics FROM signal
            WHERE kind = \(Signal.Kind.repost.rawValue) AND parent IN (?1, ?2) AND source = ?3
            """
        )
        mark = try SQLStatement(db, "UPDATE signal SET duplicate_of = ?2 WHERE seq = ?1")
        lead = try SQLStatement(db, "UPDATE signal SET duplicate_of = ?2 WHERE duplicate_of = ?1")
        hasReposts =
            try Bool.fetchOne(
                db,
                sql:
                    "SELECT EXISTS (SELECT 1 FROM signal WHERE kind = \(Signal.Kind.repost.rawValue) AND parent IS NOT NULL)"
            ) ?? false
    }

    /// The first in the chain that a repost belongs to, whatever its text; nil where its parent was not kept.
    func original(of signal: Signal, _ lookup: SignalLookup) throws -> Int64? {
        guard signal.kind == .repost, let parent = signal.parent,
            let sequence = try lookup.sequence(of: SignalID(source: signal.id.source, id: parent))
        else { return nil }
        findFirst.bind(1, sequence)
        return try findFirst.first { $0.int(0) }
    }

    /// The reposts of a signal that were kept before it.
    ///
    /// `source`: the store's number of the signal's source.
    func reposts(of id: SignalID, source: Int64) throws -> [Repost] {
        guard hasReposts else { return [] }
        findReposts.bind(1, id.native)
        findReposts.bind(2, id.qualified)
        findReposts.bind(3, source)
        return try findReposts.all {
            Repost(
                sequence: $0.int(0),
                duplicateOf: $0.optionalInt(1),
                time: Timestamp(milliseconds: $0.int(2)),
                topics: TopicList.decode($0.blob(3))
            )
        }
    }

    /// Notes that a signal was kept.
    mutating func kept(_ signal: Signal) {
        if signal.kind == .repost, signal.parent != nil { hasReposts = true }
    }

    /// Marks a repost as a copy of `original`, and with it what was marked as a copy of the repost.
    func mark(_ repost: Repost, copyOf original: Int64) throws {
        for (statement, changed) in [(mark, true), (lead, repost.duplicateOf == nil)] where changed {
            statement.bind(1, repost.sequence)
            statement.bind(2, original)
            try statement.run()
        }
    }
}
