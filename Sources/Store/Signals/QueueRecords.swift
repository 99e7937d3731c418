import GRDB
package import Signals

/// Records of waiting signals that people put off or handed to somebody.
enum QueueRecords {
    static let tableSQL = """
        CREATE TABLE snooze (signal INTEGER PRIMARY KEY, until INTEGER NOT NULL, by TEXT NOT NULL);
        CREATE TABLE assignment (
            signal INTEGER PRIMARY KEY, assignee TEXT NOT NULL, by TEXT NOT NULL, at INTEGER NOT NULL
        );
        """

    /// Signals without the lines they were heard as.
    static let selectSQL = """
        SELECT signal.seq, signal.native, signal.kind, signal.author, signal.time, signal.heard, signal.text,
            signal.language, signal.url, signal.parent, signal.likes, signal.reposts, signal.replies, signal.relevance,
            signal.volatile, signal.topics, signal.judgement, NULL AS raw, signal.source, signal.thread, signal.news,
            signal.edited, signal.prior, signal.learned, signal.extra, \(SignalRecords.columnsBeside)
        FROM signal \(SignalRecords.joins)
        """

    static func signals(
        where condition: String,
        _ arguments: StatementArguments,
        in db: Database
    ) throws -> [KeptSignal] {
        let names = try TopicRecords.names(in: db)
        let statement = try db.cachedStatement(sql: "\(selectSQL) WHERE \(condition)")
        return try Row.fetchAll(statement, arguments: arguments).map { try SignalRecords.signal($0, topics: names) }
    }
}

/// A signal as far as its place in the queue depends on it.
package struct QueuedSignal: Sendable {
    package let sequence: Int64
    /// Its id, kind, author, time, title, text and address alone.
    package let signal: Signal
    package let judgement: Judgement
    /// Topics as of now.
    package let topics: [String]
    /// The number of the signal it is a copy of.
    package let original: Int64?
    package let heard: Timestamp
    /// True if it waits for a decision for as long as the queue keeps it: a person said it, and it is no old entry.
    package let waits: Bool
}

/// Reads many signals quickly: what a queue is made of.
struct QueueReader {
    private static let columns = """
        SELECT seq, source, native, kind, author, time, text, url, duplicate_of, relevance, volatile, topics, judgement,
            prior, learned, heard, news, CASE WHEN json_valid(extra) THEN extra ->> 'title' END FROM signal
        """

    private let statement: SQLStatement
    private let one: SQLStatement
    private let sources: [Int64: String]
    private let topics: [Int64: String]

    init(_ db: Database) throws {
        statement = try SQLStatement(db, "\(Self.columns) WHERE seq > ?1 ORDER BY seq LIMIT ?2")
        one = try SQLStatement(db, "\(Self.columns) WHERE seq = ?1")
        topics = try TopicRecords.names(in: db)
        let rows = try Row.fetchAll(db, sql: "SELECT id, name FROM source")
        sources = Dictionary(uniqueKeysWithValues: rows.map { ($0[0], $0[1]) })
    }

    func signals(after sequence: Int64, limit: Int) throws -> [QueuedSignal] {
        statement.bind(1, sequence)
        statement.bind(2, Int64(limit))
        return try statement.all(signal).map(readable)
    }

    /// The signals of some numbers; those that are gone are left out.
    func signals(numbered numbers: [Int64]) throws -> [QueuedSignal] {
        try numbers.compactMap { number in
            one.bind(1, number)
            return try one.first(signal).map(readable)
        }
    }

    private func readable(_ row: (sequence: Int64, signal: QueuedSignal?)) throws -> QueuedSignal {
        guard let signal = row.signal else { throw SignalRecords.unreadable(row.sequence) }
        return signal
    }

    private func signal(_ row: SQLStatement) -> (sequence: Int64, signal: QueuedSignal?) {
        let sequence = row.int(0)
        guard let judgement = judgement(row) else { return (sequence, nil) }
        let kind = Signal.Kind(rawValue: UInt8(truncatingIfNeeded: row.int(3))) ?? .post
        let news = News(rawValue: UInt8(truncatingIfNeeded: row.int(16))) ?? .live
        let signal = Signal(
            id: SignalID(source: sources[row.int(1)] ?? "", id: row.text(2)),
            kind: kind,
            author: row.optionalText(4),
            time: Timestamp(milliseconds: row.int(5)),
            title: row.optionalText(17),
            text: row.text(6),
            url: row.optionalText(7)
        )
        return (
            sequence,
            QueuedSignal(
                sequence: sequence,
                signal: signal,
                judgement: judgement,
                topics: TopicList.decode(row.blob(11)).compactMap { topics[$0] },
                original: row.optionalInt(8),
                heard: Timestamp(milliseconds: row.int(15)),
                waits: kind.traits.waits && news.isEvent
            )
        )
    }

    private func judgement(_ row: SQLStatement) -> Judgement? {
        func score(_ value: Int64) -> Score { Score(tenThousandths: Int32(truncatingIfNeeded: value)) }
        return JudgementBlob.decode(
            row.blob(12),
            relevance: score(row.int(9)),
            prior: row.optionalInt(13).map(score),
            learnedFrom: row.optionalInt(14),
            isVolatile: row.int(10) != 0
        )
    }
}

/// Waiting signals that were put off or handed to somebody, by their numbers.
package struct QueueSettings: Hashable, Sendable {
    /// The times until which signals are put off.
    package var snoozed: [Int64: Timestamp] = [:]
    /// The people that signals were handed to.
    package var assigned: [Int64: String] = [:]

    package init() {}
}

extension Store {
    /// Signals heard after `sequence`, in the order heard.
    package func queued(after sequence: Int64, limit: Int) async throws -> [QueuedSignal] {
        try await pool.read { try QueueReader($0).signals(after: sequence, limit: limit) }
    }

    /// Waiting signals by their numbers; those that are gone are left out.
    package func queued(numbered numbers: [Int64]) async throws -> [QueuedSignal] {
        try await pool.read { try QueueReader($0).signals(numbered: numbers) }
    }

    /// Signals by their numbers, in that order; those that are gone are left out.
    package func signals(numbered sequences: [Int64]) async throws -> [KeptSignal] {
        try await pool.read { db in
            var found: [Int64: KeptSignal] = [:]
            for start in stride(from: 0, to: sequences.count, by: Self.rowsAtOnce) {
                let chunk = sequences[start..<min(start + Self.rowsAtOnce, sequences.count)]
                let marks = databaseQuestionMarks(count: chunk.count)
                let condition = "signal.seq IN (\(marks))"
                for signal in try QueueRecords.signals(where: condition, StatementArguments(chunk), in: db) {
                    found[signal.sequence] = signal
                }
            }
            return sequences.compactMap { found[$0] }
        }
    }

    /// A signal and its near-duplicates, the original first; of either.
    package func family(of sequence: Int64) async throws -> [KeptSignal] {
        try await pool.read { db in
            let sql = "SELECT coalesce(duplicate_of, seq) FROM signal WHERE seq = ?"
            guard let original = try Int64.fetchOne(db, sql: sql, arguments: [sequence]) else { return [] }
            return try QueueRecords.signals(
                where: "signal.seq = ?1 OR signal.duplicate_of = ?1 ORDER BY signal.seq <> ?1, signal.seq",
                [original],
                in: db
            )
        }
    }

    /// The number behind which the latest `count` signals are, and how many are before.
    package func start(ofLatest count: Int) async throws -> (number: Int64, earlier: Int) {
        try await pool.read { db in
            let sql = "SELECT seq FROM signal ORDER BY seq DESC LIMIT 1 OFFSET ?"
            guard let number = try Int64.fetchOne(db, sql: sql, arguments: [count]) else { return (0, 0) }
            let all = try Int.fetchOne(db, sql: "SELECT count(*) FROM signal") ?? 0
            return (number, all - count)
        }
    }

    package func queueSettings() async throws -> QueueSettings {
        try await pool.read { db in
            var settings = QueueSettings()
            for row in try Row.fetchAll(db, sql: "SELECT signal, until FROM snooze") {
                settings.snoozed[try row.decode(atIndex: 0)] = Timestamp(milliseconds: try row.decode(atIndex: 1))
            }
            for row in try Row.fetchAll(db, sql: "SELECT signal, assignee FROM assignment") {
                settings.assigned[try row.decode(atIndex: 0)] = try row.decode(String.self, atIndex: 1)
            }
            return settings
        }
    }

    /// Puts a signal off; nil brings it back.
    package func snooze(_ sequence: Int64, until time: Timestamp?, by person: String) async throws {
        try await pool.write { db in
            guard let time else {
                return try db.execute(sql: "DELETE FROM snooze WHERE signal = ?", arguments: [sequence])
            }
            try db.execute(
                sql: "INSERT OR REPLACE INTO snooze (signal, until, by) VALUES (?, ?, ?)",
                arguments: [sequence, time.milliseconds, person]
            )
        }
    }

    /// Hands a signal to somebody; nil to everybody.
    package func assign(_ sequence: Int64, to assignee: String?, by person: String, at time: Timestamp) async throws {
        try await pool.write { db in
            guard let assignee else {
                return try db.execute(sql: "DELETE FROM assignment WHERE signal = ?", arguments: [sequence])
            }
            try db.execute(
                sql: "INSERT OR REPLACE INTO assignment (signal, assignee, by, at) VALUES (?, ?, ?, ?)",
                arguments: [sequence, assignee, person, time.milliseconds]
            )
        }
    }
}
