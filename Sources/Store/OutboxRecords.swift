import Foundation
import GRDB
package import Signals

/// Sinks' cursors, and the signals behind them.
extension Store: Outbox {
    /// The first so many sources of a store have their name as tag, later ones share one: a tag has a bounded number of
    /// values.
    private static let namedSources: Int64 = 64
    /// Entries are read until they hold this many bytes as heard.
    private static let rawLimit = 8 << 20

    /// A source as a tag.
    static func tag(source: String, number: Int64) -> String {
        number <= namedSources ? source : "other"
    }

    package func position(of sink: String) async throws -> OutboxPosition {
        try await pool.read { db in
            let row = try Row.fetchOne(db, sql: "SELECT signal, relinked FROM sink WHERE name = ?", arguments: [sink])
            return row.map { OutboxPosition(signal: $0[0], relinked: $0[1]) } ?? OutboxPosition()
        }
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
            ) { OutboxPosition(signal: $0, relinked: position.relinked) }
            guard fresh.isEmpty else { return fresh }
            return try Self.entries(
                db,
                names,
                "relinked.id AS place FROM relinked JOIN signal ON signal.seq = relinked.signal",
                "relinked.id > ? ORDER BY relinked.id LIMIT ?",
                [position.relinked, limit]
            ) { OutboxPosition(signal: position.signal, relinked: $0) }
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
                    INSERT INTO sink (name, signal, relinked) VALUES (?, ?, ?)
                    ON CONFLICT (name) DO UPDATE SET signal = excluded.signal, relinked = excluded.relinked, waiting = NULL
                    """
            ).execute(arguments: [sink, position.signal, position.relinked])
            guard !deadLetters.isEmpty else { return }
            let insert = try SQLStatement(db, DeadLetterRecords.insertSQL)
            let now = Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
            for letter in deadLetters { try DeadLetterRecords.bind(letter, at: now, to: insert).run() }
        }
    }

    package func setWaiting(_ sink: String, reason: String?) async throws {
        try await pool.write { db in
            try db.execute(
                sql: """
                    INSERT INTO sink (name, signal, relinked, waiting) VALUES (?, 0, 0, ?)
                    ON CONFLICT (name) DO UPDATE SET waiting = excluded.waiting
                    """,
                arguments: [sink, reason]
            )
        }
    }

    /// How many signals a sink has still to read.
    package func backlog(of sink: String) async throws -> Int {
        let position = try await position(of: sink)
        return try await pool.read { db in
            try Int.fetchOne(
                db,
                sql: """
                    SELECT (SELECT count(*) FROM signal WHERE seq > ?) + (SELECT count(*) FROM relinked WHERE id > ?)
                    """,
                arguments: [position.signal, position.relinked]
            ) ?? 0
        }
    }

    /// A sink as the store knows it.
    package struct SinkState: Hashable, Sendable {
        package let name: String
        package let backlog: Int
        package let waiting: String?
    }

    /// The sinks that were ever told, by name.
    package func sinks() async throws -> [SinkState] {
        let rows = try await pool.read { db in
            try Row.fetchAll(db, sql: "SELECT name, waiting FROM sink ORDER BY name").map {
                ($0[0] as String, $0[1] as String?)
            }
        }
        var states: [SinkState] = []
        for (name, waiting) in rows {
            states.append(SinkState(name: name, backlog: try await backlog(of: name), waiting: waiting))
        }
        return states
    }
}
