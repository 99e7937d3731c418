import Foundation
import GRDB
package import Signals

/// Sinks' cursors, and the signals behind them.
extension Store: Outbox {
    /// The first so many sources of a store have their name as tag, later ones share one: a tag has a bounded number of
    /// values.
    static let namedSources: Int64 = 64
    /// Entries are read until they hold this many bytes as heard.
    private static let rawLimit = 8 << 20

    /// A source as a tag.
    static func tag(source: String, number: Int64) -> String {
        number <= namedSources ? source : "other"
    }

    /// A sink is known from the first time it asks: what it has sent before it could say so is deleted there, too, when it
    /// is forgotten.
    package func position(of sink: String) async throws -> OutboxPosition {
        if let known = try await pool.read({ try Self.position(of: sink, in: $0) }) { return known }
        return try await pool.write { db in
            try db.execute(
                sql: """
                    INSERT OR IGNORE INTO sink (name, signal, relinked, deletion)
                    VALUES (?, 0, 0, (SELECT coalesce(max(id), 0) FROM deletion))
                    """,
                arguments: [sink]
            )
            return try Self.position(of: sink, in: db) ?? OutboxPosition()
        }
    }

    private static func position(of sink: String, in db: Database) throws -> OutboxPosition? {
        let sql = "SELECT signal, relinked, deletion, figure FROM sink WHERE name = ?"
        return try Row.fetchOne(db, sql: sql, arguments: [sink]).map {
            OutboxPosition(signal: $0[0], relinked: $0[1], deletion: $0[2], figure: $0[3])
        }
    }

    package func deletions(after position: OutboxPosition, limit: Int) async throws -> [PointDeletion] {
        try await pool.read { db in
            let sql = "SELECT id, instant, source FROM deletion WHERE id > ? ORDER BY id LIMIT ?"
            return try Row.fetchAll(db, sql: sql, arguments: [position.deletion, limit]).map { row in
                var place = position
                place.deletion = row[0]
                return PointDeletion(position: place, instant: row[1], sourceTag: row[2])
            }
        }
    }

    package func figures(after position: OutboxPosition, limit: Int) async throws -> [RelevanceFigure] {
        try await figures(after: position.figure, limit: limit)
    }

    package func entries(after position: OutboxPosition, limit: Int) async throws -> [OutboxEntry] {
        try await pool.read { db in
            let names = try TopicRecords.names(in: db)
            let fresh = try Self.entries(
                db,
                names,
                "signal.seq AS place FROM signal",
                "signal.seq > ? ORDER BY signal.seq LIMIT ?",
                [position.signal, limit]
            ) { place in
                var next = position
                next.signal = place
                return next
            }
            guard fresh.isEmpty else { return fresh }
            return try Self.entries(
                db,
                names,
                "relinked.id AS place FROM relinked JOIN signal ON signal.seq = relinked.signal",
                "relinked.id > ? ORDER BY relinked.id LIMIT ?",
                [position.relinked, limit]
            ) { place in
                var next = position
                next.relinked = place
                return next
            }
        }
    }

    private static func entries(
        _ db: Database,
        _ names: [Int64: String],
        _ from: String,
        _ condition: String,
        _ arguments: StatementArguments,
        position: (Int64) -> OutboxPosition
    ) throws -> [OutboxEntry] {
        let sql = """
            SELECT signal.seq, source.id, source.name, native, author, time, topics, relevance, sentiment, volatile, raw,
                judgement, \(from)
            JOIN source ON source.id = signal.source WHERE \(condition)
            """
        var entries: [OutboxEntry] = []
        let rows = try Row.fetchCursor(try db.cachedStatement(sql: sql), arguments: arguments)
        var rawBytes = 0
        while rawBytes < rawLimit, let row = try rows.next() {
            rawBytes += (row[10] as Data?)?.count ?? 0
            let topics: Data = row[6]
            let sentiment: Int32? = row[8]
            let raw: Data? = row[10]
            let judgement: Data = row[11]
            let sourceID: Int64 = row[1]
            guard let topicSentiments = JudgementBlob.topicSentiments([UInt8](judgement)) else {
                throw SignalRecords.unreadable(row[0])
            }
            entries.append(
                OutboxEntry(
                    position: position(row[12]),
                    sequence: row[0],
                    id: SignalID(source: row[2], id: row[3]),
                    sourceTag: tag(source: row[2], number: sourceID),
                    author: row[4],
                    time: Timestamp(milliseconds: row[5]),
                    topics: TopicList.decode([UInt8](topics)).compactMap { names[$0] },
                    relevance: Score(tenThousandths: row[7]),
                    sentiment: sentiment.map(Score.init(tenThousandths:)),
                    topicSentiments: topicSentiments.map(\.score),
                    isVolatile: row[9],
                    raw: raw.map { [UInt8]($0) }
                )
            )
        }
        return entries
    }

    package func advance(_ sink: String, to position: OutboxPosition, deadLetters: [DeadLetter]) async throws {
        try await pool.write { db in
            try db.cachedStatement(
                sql: """
                    INSERT INTO sink (name, signal, relinked, deletion, figure) VALUES (?, ?, ?, ?, ?)
                    ON CONFLICT (name) DO UPDATE SET signal = excluded.signal, relinked = excluded.relinked,
                        deletion = excluded.deletion, figure = excluded.figure, waiting = NULL
                    """
            ).execute(
                arguments: [sink, position.signal, position.relinked, position.deletion, position.figure]
            )
            if position.relinked > 0 || position.deletion > 0 { try Self.trim(db) }
            guard !deadLetters.isEmpty else { return }
            let insert = try SQLStatement(db, DeadLetterRecords.insertSQL)
            let now = Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
            for letter in deadLetters where try Self.isKept(letter.origin, in: db) {
                try DeadLetterRecords.bind(letter, at: now, to: insert).run()
            }
        }
    }

    /// A signal that was forgotten while its points were on their way leaves no letter.
    private static func isKept(_ origin: DeadLetter.Origin, in db: Database) throws -> Bool {
        guard case .sink(_, let signal) = origin else { return true }
        let sql = "SELECT EXISTS (SELECT 1 FROM signal WHERE seq = ?)"
        return try Bool.fetchOne(db, sql: sql, arguments: [signal]) ?? false
    }

    /// Lets go of a sink, of its dead letters and of what was kept for it alone.
    package func drop(sink: String) async throws {
        try await pool.write { db in
            try db.execute(sql: "DELETE FROM dead_letter WHERE sink = ?", arguments: [sink])
            try db.execute(sql: "DELETE FROM sink WHERE name = ?", arguments: [sink])
            try Self.trim(db)
        }
    }

    /// Lets go of what every sink has read; a sink that comes later reads all signals as they are then.
    static func trim(_ db: Database) throws {
        try db.execute(
            sql: """
                DELETE FROM relinked WHERE id <= (SELECT coalesce(min(relinked), 1 << 62) FROM sink);
                DELETE FROM deletion WHERE id <= (SELECT coalesce(min(deletion), 1 << 62) FROM sink);
                """
        )
    }

    package func setWaiting(_ sink: String, reason: String?) async throws {
        try await pool.write { db in
            try db.execute(
                sql: """
                    INSERT INTO sink (name, signal, relinked, deletion, waiting)
                    VALUES (?, 0, 0, (SELECT coalesce(max(id), 0) FROM deletion), ?)
                    ON CONFLICT (name) DO UPDATE SET waiting = excluded.waiting
                    """,
                arguments: [sink, reason]
            )
        }
    }

    /// How many signals and figures a sink has still to read, or to delete.
    package func backlog(of sink: String) async throws -> Int {
        try await pool.read { try Self.backlog(of: sink, in: $0) }
    }

    private static func backlog(of sink: String, in db: Database) throws -> Int {
        let position = try position(of: sink, in: db) ?? OutboxPosition()
        return try Int.fetchOne(
            db,
            sql: """
                SELECT (SELECT count(*) FROM signal WHERE seq > ?) + (SELECT count(*) FROM relinked WHERE id > ?)
                    + (SELECT count(*) FROM deletion WHERE id > ?)
                    + (SELECT count(*) FROM relevance_figure WHERE id > ?)
                """,
            arguments: [position.signal, position.relinked, position.deletion, position.figure]
        ) ?? 0
    }

    /// A sink as the store knows it.
    package struct SinkState: Hashable, Sendable {
        package let name: String
        package let backlog: Int
        package let waiting: String?
    }

    /// The sinks that were ever told, by name.
    package func sinks() async throws -> [SinkState] {
        try await pool.read { try Self.sinks(in: $0) }
    }

    static func sinks(in db: Database) throws -> [SinkState] {
        try Row.fetchAll(db, sql: "SELECT name, waiting FROM sink ORDER BY name").map { row in
            SinkState(name: row[0], backlog: try backlog(of: row[0], in: db), waiting: row[1])
        }
    }
}
