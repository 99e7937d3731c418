import GRDB
package import Signals

/// The backlogs of readers, and the removal of outbox entries that nobody waits for.
enum OutboxRecords {
    /// Removals and changes wait so long for readers that are not in force, or want no history.
    static let expiry: Int64 = 7 * 86_400_000
    /// Changes stay so long also where nobody waits, for queues that follow them without a cursor.
    private static let shortest: Int64 = 3_600_000

    /// A change that a reader is told of: for all or for it, of a signal that is there and was told before.
    ///
    /// A signal that was not told yet is told as it is by then.
    static let told = """
        change.id > ? AND (change.reader IS NULL OR change.reader = ?)
            AND EXISTS (SELECT 1 FROM signal WHERE signal.seq = change.signal AND signal.seq <= ?)
        """

    /// Returns the number of entries that a reader has still to deal with, and when the oldest was kept, if known.
    static func backlog(of reader: String, in db: Database) throws -> (count: Int, oldest: Timestamp?) {
        guard let known = try ReaderRecords.known(reader, in: db) else { return (0, nil) }
        var count = 0
        var oldest: Int64?
        func add(_ stream: OutboxStream, _ sql: String, _ arguments: StatementArguments) throws {
            guard known.streams.contains(stream), let row = try Row.fetchOne(db, sql: sql, arguments: arguments) else {
                return
            }
            count += try row.decode(Int.self, atIndex: 0)
            if let time = try row.decode(Int64?.self, atIndex: 1) { oldest = min(oldest ?? time, time) }
        }
        func position(_ stream: OutboxStream) -> Int64 { known.position[stream] }
        try add(.removals, "SELECT count(*), min(at) FROM deletion WHERE id > ?", [position(.removals)])
        try add(
            .signals,
            "SELECT count(*), (SELECT heard FROM signal WHERE seq > ?1 ORDER BY seq LIMIT 1) FROM signal WHERE seq > ?1",
            [position(.signals)]
        )
        let changes: StatementArguments = [position(.changes), known.id, position(.signals)]
        try add(.changes, "SELECT count(*), min(at) FROM change WHERE \(told)", changes)
        try add(.figures, "SELECT count(*), NULL FROM relevance_figure WHERE id > ?", [position(.figures)])
        try add(.decisions, "SELECT count(*), NULL FROM decision WHERE id > ?", [position(.decisions)])
        return (count, oldest.map(Timestamp.init(milliseconds:)))
    }

    /// Lets go of removals and changes that nobody waits for, and counts them for sinks that have not read them.
    static func trim(_ db: Database, at now: Timestamp) throws {
        func passed(_ stream: OutboxStream, _ condition: String) -> String {
            """
            (SELECT coalesce(min(position), 1 << 62) FROM cursor JOIN reader ON reader.id = cursor.reader
                WHERE stream = \(stream.rawValue) AND \(condition))
            """
        }
        func isDone(_ stream: OutboxStream) -> String {
            """
            id <= \(passed(stream, ReaderRecords.pinning))
                AND (id <= \(passed(stream, "NOT (\(ReaderRecords.pinning))")) OR at < ?)
            """
        }
        let expired = now.milliseconds - expiry
        let removals: StatementArguments = [expired]
        let changes: StatementArguments = [now.milliseconds - shortest, expired]
        let (removalsDone, changesDone) = (isDone(.removals), "at < ? AND \(isDone(.changes))")
        try ExpiredEntries.count(removals: (removalsDone, removals), changes: (changesDone, changes), in: db)
        try db.execute(sql: "DELETE FROM deletion WHERE \(removalsDone)", arguments: removals)
        try db.execute(sql: "DELETE FROM change WHERE \(changesDone)", arguments: changes)
        try db.execute(
            sql: """
                DELETE FROM memory WHERE removed IS NOT NULL
                    AND NOT EXISTS (SELECT 1 FROM deletion WHERE deletion.signal = memory.removed)
                """
        )
    }

    /// Moves a reader on from one position to another, except in streams in which it was moved back meanwhile.
    static func move(_ reader: Int64, from start: OutboxPosition, to end: OutboxPosition, in db: Database) throws {
        let statement = try db.cachedStatement(
            sql: "UPDATE cursor SET position = ? WHERE reader = ? AND stream = ? AND position = ?"
        )
        for stream in OutboxStream.allCases where start[stream] != end[stream] {
            try statement.execute(arguments: [end[stream], reader, stream.rawValue, start[stream]])
        }
    }
}

extension Store {
    /// Moves a sink on, and keeps what it could not tell and what it noted, in one transaction.
    ///
    /// A sink that was dropped meanwhile stays dropped. `expired`: entries that left before it came, and are told of now.
    package func advance(
        _ sink: String,
        from start: OutboxPosition,
        to end: OutboxPosition,
        expired: Int = 0,
        deadLetters: [DeadLetter] = [],
        memory: [ReaderMemory.Change] = [],
        at now: Timestamp
    ) async throws {
        try await pool.write { db in
            guard let known = try ReaderRecords.known(sink, in: db) else { return }
            try MemoryRecords.dropRemoved(of: known.id, from: start, to: end, in: db)
            try OutboxRecords.move(known.id, from: start, to: end, in: db)
            try MemoryRecords.apply(memory, of: known.id, in: db)
            try ExpiredEntries.settle(expired, of: known.id, in: db)
            try Self.wait(sink, nil, in: db)
            if start[.changes] != end[.changes] || start[.removals] != end[.removals] {
                try OutboxRecords.trim(db, at: now)
            }
            try Self.keep(deadLetters, at: now, in: db)
        }
    }

    private static func keep(_ letters: [DeadLetter], at now: Timestamp, in db: Database) throws {
        guard !letters.isEmpty else { return }
        let insert = try SQLStatement(db, DeadLetterRecords.insertSQL)
        for letter in letters where try isKept(letter.origin, in: db) {
            try DeadLetterRecords.bind(letter, at: now, to: insert).run()
        }
    }

    /// A signal that was forgotten while its points were on their way leaves no letter.
    private static func isKept(_ origin: DeadLetter.Origin, in db: Database) throws -> Bool {
        guard case .sink(_, let signal) = origin else { return true }
        let sql = "SELECT EXISTS (SELECT 1 FROM signal WHERE seq = ?)"
        return try Bool.fetchOne(db, sql: sql, arguments: [signal]) ?? false
    }

    /// Notes what a sink waits for; nil when it goes on.
    package func setWaiting(_ sink: String, _ cause: Cause?) async throws {
        try await pool.write { try Self.wait(sink, cause, in: $0) }
    }

    private static func wait(_ sink: String, _ cause: Cause?, in db: Database) throws {
        let sql = """
            UPDATE reader SET code = ?2, waiting = ?3, theirs = ?4
            WHERE identity = ?1 AND (code, waiting, theirs) IS NOT (?2, ?3, ?4)
            """
        try db.cachedStatement(sql: sql)
            .execute(arguments: [sink, cause?.code.rawValue, cause?.ours, cause?.theirs])
    }

    /// Returns the number of entries that a sink has still to deal with.
    package func backlog(of sink: String) async throws -> Int {
        try await pool.read { try OutboxRecords.backlog(of: sink, in: $0).count }
    }
}
