import GRDB
package import Signals

/// Readers of the outbox and their cursors.
enum ReaderRecords {
    /// A reader as its row says.
    struct Known {
        let id: Int64
        let start: OutboxReader.Start
        let position: OutboxPosition
        /// The streams it has cursors in.
        let streams: Set<OutboxStream>
        /// Entries that left before it came for them, and that nobody was told of yet.
        let expired: Int
    }

    /// Readers for which retention and the lists of removals and changes wait.
    static let pinning = "reader.pins AND reader.start = \(OutboxReader.Start.beginning.rawValue)"

    static func known(_ identity: String, in db: Database) throws -> Known? {
        let sql = "SELECT id, start, expired FROM reader WHERE identity = ?"
        guard let row = try Row.fetchOne(try db.cachedStatement(sql: sql), arguments: [identity]) else { return nil }
        var position = OutboxPosition()
        var streams: Set<OutboxStream> = []
        let cursors = "SELECT stream, position FROM cursor WHERE reader = ?"
        let id: Int64 = try row.decode(forColumn: "id")
        for cursor in try Row.fetchAll(try db.cachedStatement(sql: cursors), arguments: [id]) {
            let stream: OutboxStream = try cursor.decodeCase(forColumn: "stream")
            position[stream] = try cursor.decode(forColumn: "position")
            streams.insert(stream)
        }
        return Known(
            id: id,
            start: try row.decodeCase(forColumn: "start"),
            position: position,
            streams: streams,
            expired: try row.decode(forColumn: "expired")
        )
    }

    static func register(_ reader: OutboxReader, in db: Database) throws {
        try db.execute(
            sql: """
                INSERT INTO reader (identity, kind, label, start, removes, pins) VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT (identity) DO UPDATE SET kind = excluded.kind, label = excluded.label, start = excluded.start,
                    removes = excluded.removes, pins = excluded.pins
                """,
            arguments: [
                reader.identity, reader.kind, reader.label, reader.start.rawValue, reader.removal.rawValue, reader.pins,
            ]
        )
        guard let known = try known(reader.identity, in: db) else { return }
        for stream in reader.cursors where !known.streams.contains(stream) {
            let start = try Self.start(of: stream, for: reader, in: db)
            try db.execute(sql: "INSERT INTO cursor VALUES (?, ?, ?)", arguments: [known.id, stream.rawValue, start])
        }
        for stream in known.streams.subtracting(reader.cursors) {
            let sql = "DELETE FROM cursor WHERE reader = ? AND stream = ?"
            try db.execute(sql: sql, arguments: [known.id, stream.rawValue])
        }
    }

    /// Returns the number behind which a reader begins in a stream that it has not read before.
    ///
    /// A reader from the first signal on has nothing to remove, and reads each as it is by then.
    private static func start(of stream: OutboxStream, for reader: OutboxReader, in db: Database) throws -> Int64 {
        switch stream {
        case .removals, .changes: try last(of: stream, in: db)
        case .signals, .figures, .decisions: reader.start == .now ? try last(of: stream, in: db) : 0
        case .notices, .samples: 0
        }
    }

    /// The last number that was given in a stream.
    static func last(of stream: OutboxStream, in db: Database) throws -> Int64 {
        let sql =
            switch stream {
            case .removals: "SELECT seq FROM sqlite_sequence WHERE name = 'deletion'"
            case .changes: "SELECT seq FROM sqlite_sequence WHERE name = 'change'"
            case .signals: "SELECT max(coalesce((SELECT max(seq) FROM signal), 0), (SELECT signal FROM removed))"
            case .figures: "SELECT max(id) FROM relevance_figure"
            case .decisions: "SELECT max(id) FROM decision"
            case .notices, .samples: "SELECT 0"
            }
        return try Int64.fetchOne(try db.cachedStatement(sql: sql)) ?? 0
    }
}

extension Store {
    /// A sink as the store knows it.
    package struct SinkState: Hashable, Sendable {
        package let identity: String
        package let kind: String
        package let label: String
        package let start: OutboxReader.Start
        package let removal: OutboxReader.Removal
        /// True if retention waits for it.
        package let pins: Bool
        /// Signals and figures that it has still to read, or to remove.
        package let backlog: Int
        /// The time at which the oldest of them was kept; nil if there is none, or that is not known.
        package let oldest: Timestamp?
        /// The cause that it waits for; nil if it goes on.
        package let waiting: Cause?
    }

    /// Makes a reader known, in force from now on; one that is known keeps its place.
    package func register(_ reader: OutboxReader) async throws {
        try await pool.write { try ReaderRecords.register(reader, in: $0) }
    }

    /// Lets nothing wait any more for sinks that are not among these.
    package func unpinSinks(except identities: [String]) async throws {
        try await pool.write { db in
            let others = "kind <> ? AND identity NOT IN (\(databaseQuestionMarks(count: identities.count)))"
            let arguments = [OutboxReader.projection] + identities
            try db.execute(
                sql: "UPDATE reader SET pins = 0 WHERE pins AND \(others)",
                arguments: StatementArguments(arguments)
            )
        }
    }

    /// Lets go of a sink, of its dead letters and of what was kept for it alone.
    package func drop(sink: String, at now: Timestamp) async throws {
        try await pool.write { db in
            try db.execute(sql: "DELETE FROM dead_letter WHERE sink = ?", arguments: [sink])
            try db.execute(sql: "DELETE FROM reader WHERE identity = ?", arguments: [sink])
            try OutboxRecords.trim(db, at: now)
        }
    }

    /// The sinks that were ever registered, by identity.
    package func sinks() async throws -> [SinkState] {
        try await pool.read { try Self.sinks(in: $0) }
    }

    static func sinks(in db: Database) throws -> [SinkState] {
        let sql = "SELECT * FROM reader WHERE kind <> ? ORDER BY identity"
        return try Row.fetchAll(db, sql: sql, arguments: [OutboxReader.projection]).map { row in
            let identity: String = try row.decode(forColumn: "identity")
            let (backlog, oldest) = try OutboxRecords.backlog(of: identity, in: db)
            return SinkState(
                identity: identity,
                kind: try row.decode(forColumn: "kind"),
                label: try row.decode(forColumn: "label"),
                start: try row.decodeCase(forColumn: "start"),
                removal: try row.decodeCase(forColumn: "removes"),
                pins: try row.decode(forColumn: "pins"),
                backlog: backlog,
                oldest: oldest,
                waiting: try waiting(row)
            )
        }
    }

    private static func waiting(_ row: Row) throws -> Cause? {
        guard let ours: String = try row.decode(forColumn: "waiting") else { return nil }
        var code = Cause.Code.failed
        // A store of before there were codes has none.
        if try row.decode(String?.self, forColumn: "code") != nil { code = try row.decodeCase(forColumn: "code") }
        return Cause(code, ours, theirs: try row.decode(forColumn: "theirs"))
    }
}
