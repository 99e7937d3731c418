import Foundation
import GRDB
package import Signals

/// A signal as it is kept, with its judgement.
package struct KeptSignal: Sendable {
    package let sequence: Int64
    package let signal: Signal
    package let judgement: Judgement
    /// Topics as of now: those of its judgement and those it gained later.
    package let topics: [String]
    /// The signal it is a copy of.
    package let duplicateOf: SignalID?
    package let heard: Timestamp
    /// The source as a tag.
    package let sourceTag: String
    /// Which model judged it.
    package let revision: UInt64
    package let news: News
}

extension KeptSignal {
    /// The signal with nothing that was heard of it, nor who said it.
    package var withoutWords: KeptSignal {
        KeptSignal(
            sequence: sequence,
            signal: signal.withoutWords,
            judgement: judgement.withoutWords,
            topics: topics,
            duplicateOf: duplicateOf,
            heard: heard,
            sourceTag: sourceTag,
            revision: revision,
            news: news
        )
    }
}

/// Signals and their judgements.
enum SignalRecords {
    static let selectSQL = """
        SELECT signal.*, \(columnsBeside) FROM signal \(joins)
        """

    /// Columns of other tables that are read beside a signal's row.
    static let columnsBeside = """
        source.name AS source_name, model.revision AS revision, author_row.native AS author_native,
            original.native AS original_native, original_source.name AS original_source
        """

    /// The joins that `columnsBeside` are read through.
    static let joins = """
        JOIN source ON source.id = signal.source JOIN model ON model.id = signal.model
            LEFT JOIN author AS author_row ON author_row.id = signal.author_id
            LEFT JOIN signal AS original ON original.seq = signal.duplicate_of
            LEFT JOIN source AS original_source ON original_source.id = original.source
        """

    /// What is thrown where a judgement's bytes are of no known format.
    static func unreadable(_ sequence: Int64) -> DatabaseError {
        DatabaseError(resultCode: .SQLITE_CORRUPT, message: "the judgement of signal \(sequence) cannot be read")
    }

    /// Decodes every value: a row of a damaged page may lack any of them, which is no reason to end the program.
    static func signal(_ row: Row, topics names: [Int64: String]) throws -> KeptSignal {
        var original: SignalID?
        if let source: String = try row.decode(forColumn: "original_source"),
            let native: String = try row.decode(forColumn: "original_native")
        {
            original = SignalID(source: source, id: native)
        }
        let topics: Data = try row.decode(forColumn: "topics")
        return KeptSignal(
            sequence: try row.decode(forColumn: "seq"),
            signal: try signal(row),
            judgement: try judgement(row),
            topics: TopicList.decode([UInt8](topics)).compactMap { names[$0] },
            duplicateOf: original,
            heard: Timestamp(milliseconds: try row.decode(forColumn: "heard")),
            sourceTag: Store.tag(
                source: try row.decode(forColumn: "source_name"),
                number: try row.decode(forColumn: "source")
            ),
            revision: UInt64(bitPattern: try row.decode(forColumn: "revision")),
            news: News(rawValue: try row.decode(forColumn: "news")) ?? .live
        )
    }

    private static func signal(_ row: Row) throws -> Signal {
        let raw: Data? = try row.decode(forColumn: "raw")
        let editedAt: Int64? = try row.decode(forColumn: "edited")
        let extra: String? = try row.decode(forColumn: "extra")
        var signal = Signal(
            id: SignalID(source: try row.decode(forColumn: "source_name"), id: try row.decode(forColumn: "native")),
            kind: Signal.Kind(rawValue: try row.decode(forColumn: "kind")) ?? .post,
            author: try row.decode(forColumn: "author"),
            authorID: try row.decode(forColumn: "author_native"),
            time: Timestamp(milliseconds: try row.decode(forColumn: "time")),
            text: try row.decode(forColumn: "text"),
            language: try row.decode(forColumn: "language"),
            url: try row.decode(forColumn: "url"),
            parent: try row.decode(forColumn: "parent"),
            thread: try row.decode(forColumn: "thread"),
            editedAt: editedAt.map { Timestamp(milliseconds: $0) },
            engagement: Engagement(
                likes: try row.decode(forColumn: "likes"),
                reposts: try row.decode(forColumn: "reposts"),
                replies: try row.decode(forColumn: "replies")
            ),
            raw: raw.map { [UInt8]($0) }
        )
        extra.flatMap(SignalExtra.init(json:))?.apply(to: &signal)
        return signal
    }

    /// The judgement of a row that has its columns.
    static func judgement(_ row: Row) throws -> Judgement {
        let blob: Data = try row.decode(forColumn: "judgement")
        let prior: Int32? = try row.decode(forColumn: "prior")
        let judgement = JudgementBlob.decode(
            [UInt8](blob),
            relevance: Score(tenThousandths: try row.decode(forColumn: "relevance")),
            prior: prior.map(Score.init(tenThousandths:)),
            learnedFrom: try row.decode(forColumn: "learned"),
            isVolatile: try row.decode(forColumn: "volatile")
        )
        guard let judgement else { throw unreadable(try row.decode(forColumn: "seq")) }
        return judgement
    }
}

extension Store {
    /// What a listing of signals covers.
    package struct Selection: Sendable {
        package var from: Timestamp?
        /// Exclusive.
        package var to: Timestamp?
        package var topic: String?

        package init(from: Timestamp? = nil, to: Timestamp? = nil, topic: String? = nil) {
            self.from = from
            self.to = to
            self.topic = topic
        }

        /// Whether a moment is in its span.
        package func holds(_ time: Timestamp) -> Bool {
            (from.map { $0 <= time } ?? true) && (to.map { time < $0 } ?? true)
        }

        /// Conditions on the columns of `signal`.
        var condition: (sql: String, arguments: StatementArguments) {
            var clauses = ["signal.seq > ?"]
            var arguments: StatementArguments = []
            if let from {
                clauses.append("signal.time >= ?")
                arguments += [from.milliseconds]
            }
            if let to {
                clauses.append("signal.time < ?")
                arguments += [to.milliseconds]
            }
            if let topic {
                clauses.append(
                    """
                    EXISTS (SELECT 1 FROM link JOIN topic ON topic.id = link.topic
                        WHERE topic.name = ? AND link.time = signal.time AND link.signal = signal.seq)
                    """
                )
                arguments += [topic]
            }
            return (clauses.joined(separator: " AND "), arguments)
        }
    }

    /// The keys of the ids of the latest `count` signals, the oldest first.
    package func latestKeys(_ count: Int) async throws -> [Int64] {
        try await pool.read { db in
            // The indices alone are read: they hold both columns, and the rows are large.
            let last = try Int64.fetchOne(db, sql: "SELECT max(seq) FROM signal") ?? 0
            return try Int64.fetchAll(
                db,
                sql: """
                    SELECT key FROM (SELECT seq, key FROM signal
                        UNION ALL SELECT seq, home FROM signal WHERE home IS NOT NULL) WHERE +seq > ? ORDER BY +seq
                    """,
                arguments: [last - Int64(count)]
            )
        }
    }

    /// Those of some keys of ids that a signal has.
    package func kept(among keys: [Int64]) async throws -> Set<Int64> {
        guard !keys.isEmpty else { return [] }
        return try await pool.read { db in
            let marks = databaseQuestionMarks(count: keys.count)
            let sql = "SELECT key FROM signal WHERE key IN (\(marks))"
            return try Int64.fetchSet(db, sql: sql, arguments: StatementArguments(keys))
        }
    }

    /// Signals in the order heard, at most `limit` after `sequence`.
    package func signals(
        _ selection: Selection = Selection(),
        after sequence: Int64 = 0,
        limit: Int
    ) async throws -> [KeptSignal] {
        try await pool.read { db in
            let names = try TopicRecords.names(in: db)
            let condition = selection.condition
            return try Row.fetchAll(
                db,
                sql: "\(SignalRecords.selectSQL) WHERE \(condition.sql) ORDER BY signal.seq LIMIT ?",
                arguments: [sequence] + condition.arguments + [limit]
            ).map { try SignalRecords.signal($0, topics: names) }
        }
    }

    /// Signals by relevance, the highest first, without copies of others.
    package func mostRelevant(_ limit: Int) async throws -> [KeptSignal] {
        try await pool.read { db in
            let names = try TopicRecords.names(in: db)
            return try Row.fetchAll(
                db,
                sql: """
                    \(SignalRecords.selectSQL) WHERE signal.duplicate_of IS NULL
                    ORDER BY signal.relevance DESC, signal.seq LIMIT ?
                    """,
                arguments: [limit]
            ).map { try SignalRecords.signal($0, topics: names) }
        }
    }

    /// The signals an id may mean: `source:native`, or the native id in whichever source has it.
    package func signals(id: String) async throws -> [KeptSignal] {
        try await pool.read { db in
            let names = try TopicRecords.names(in: db)
            let sources = try String.fetchAll(db, sql: "SELECT name FROM source")
            let candidates = Set(sources.map { SignalID(source: $0, id: id) })
            let lookup = try SignalLookup(db)
            return try candidates.sorted { $0.qualified < $1.qualified }.compactMap { candidate in
                try Self.row(candidate, lookup, in: db).map { try SignalRecords.signal($0, topics: names) }
            }
        }
    }

    /// The signal with this id; nil where it was not kept.
    package func signal(_ id: SignalID) async throws -> KeptSignal? {
        try await pool.read { db in
            let names = try TopicRecords.names(in: db)
            return try Self.row(id, SignalLookup(db), in: db).map { try SignalRecords.signal($0, topics: names) }
        }
    }

    private static func row(_ id: SignalID, _ lookup: SignalLookup, in db: Database) throws -> Row? {
        guard let sequence = try lookup.sequence(of: id) else { return nil }
        let statement = try db.cachedStatement(sql: "\(SignalRecords.selectSQL) WHERE signal.seq = ?")
        return try Row.fetchOne(statement, arguments: [sequence])
    }
}
