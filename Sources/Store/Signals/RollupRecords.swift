import Foundation
import GRDB
package import Signals
package import Trends

/// One line of `earshot query`: a topic's sums over a span of time.
package struct RollupRow: Hashable, Sendable {
    package let topic: String?
    package let start: Timestamp
    package let sums: Rollup
}

/// Everything of one topic.
package struct TopicTotals: Hashable, Sendable {
    package let topic: String
    package let isTracked: Bool
    package let sums: Rollup
    package let first: Timestamp?
    package let last: Timestamp?
}

extension Store {
    /// Sums by topic and bucket, the topics by name, the buckets in time order.
    ///
    /// Whole five-minute spans come from the ladder; what `from` and `to` cut off a span is counted from the signals.
    ///
    /// `topics`: names; nil for all that are tracked or have signals. Totals of all signals are the topic nil.
    /// `bucket`: a multiple of five minutes, in milliseconds; nil for one bucket over everything.
    package func rollups(
        from: Timestamp?,
        to: Timestamp?,
        bucket: Int64?,
        topics: [String]?,
        includingTotals: Bool
    ) async throws -> [RollupRow] {
        try await pool.read { db in
            let names = try TopicRecords.names(in: db)
            var wanted = names.filter { topics?.contains($0.value) ?? true }.map {
                (id: $0.key, name: Optional($0.value))
            }
            wanted.sort { ($0.name ?? "") < ($1.name ?? "") }
            if includingTotals { wanted.append((0, nil)) }
            return try wanted.flatMap { topic in
                try Self.sums(db, topic: topic.id, from: from, to: to, bucket: bucket)
                    .map { RollupRow(topic: topic.name, start: $0.start, sums: $0.sums) }
            }
        }
    }

    private static func sums(
        _ db: Database,
        topic: Int64,
        from: Timestamp?,
        to: Timestamp?,
        bucket: Int64?
    ) throws -> [(start: Timestamp, sums: Rollup)] {
        let finest = RollupStep.fiveMinutes.milliseconds
        let (from, to) = (from ?? Timestamp(milliseconds: .min / 4), to ?? Timestamp(milliseconds: .max / 4))
        guard from < to else { return [] }
        let firstWhole =
            from.floored(to: finest) == from
            ? from : Timestamp(milliseconds: from.floored(to: finest).milliseconds + finest)
        let lastWhole = to.floored(to: finest)
        var buckets: [Int64: Rollup] = [:]
        func add(_ sums: Rollup, at start: Int64) {
            let key = bucket.map { Timestamp(milliseconds: start).floored(to: $0).milliseconds } ?? 0
            buckets[key, default: Rollup()] += sums
        }
        if firstWhole < lastWhole {
            let rows = try ladder(db, topic: topic, from: firstWhole, to: lastWhole, bucket: bucket)
            while let row = try rows.next() { add(try Self.rollup(row, from: 1), at: try row.decode(atIndex: 0)) }
            for (from, to) in [(from, firstWhole), (lastWhole, to)] where from < to {
                for (time, share) in try shares(db, topic: topic, from: from, to: to) { add(share, at: time) }
            }
        } else {
            for (time, share) in try shares(db, topic: topic, from: from, to: to) { add(share, at: time) }
        }
        return buckets.sorted { $0.key < $1.key }.map { (Timestamp(milliseconds: $0.key), $0.value) }
    }

    /// Rows of the coarsest step that fits the bucket and both ends: when each starts, and its sums.
    private static func ladder(
        _ db: Database,
        topic: Int64,
        from: Timestamp,
        to: Timestamp,
        bucket: Int64?
    ) throws -> RowCursor {
        let isOpen = (from.milliseconds < -1 << 60, to.milliseconds > 1 << 60)
        let fits: [Int64] = [bucket ?? 0, isOpen.0 ? 0 : from.milliseconds, isOpen.1 ? 0 : to.milliseconds]
        let step = RollupStep.allCases.last { step in fits.allSatisfy { $0 % step.milliseconds == 0 } } ?? .fiveMinutes
        return try Row.fetchCursor(
            db.cachedStatement(sql: ladderSQL),
            arguments: [topic, step.rawValue, from.milliseconds, to.milliseconds]
        )
    }

    private static let ladderSQL = """
        SELECT start, count, relevance, sentiment, judged, negative, neutral, positive, volatile, duplicates FROM rollup
        WHERE series = ? AND step = ? AND start >= ? AND start < ? AND count <> 0 ORDER BY start
        """

    /// Every signal's share in a span shorter than the finest step.
    private static func shares(
        _ db: Database,
        topic: Int64,
        from: Timestamp,
        to: Timestamp
    ) throws -> [(time: Int64, share: Rollup)] {
        let columns = """
            signal.seq, signal.time, signal.relevance, signal.prior, signal.learned, signal.volatile, signal.judgement,
            signal.topics, signal.duplicate_of IS NOT NULL AS copy
            """
        let sql =
            topic == 0
            ? "SELECT \(columns) FROM signal WHERE ?1 = 0 AND time >= ?2 AND time < ?3"
            : """
            SELECT \(columns) FROM link JOIN signal ON signal.seq = link.signal
            WHERE link.topic = ?1 AND link.time >= ?2 AND link.time < ?3
            """
        return try Row.fetchAll(db, sql: sql, arguments: [topic, from.milliseconds, to.milliseconds]).map { row in
            let judgement = try SignalRecords.judgement(row)
            let topics: Data = try row.decode(forColumn: "topics")
            // Topics gained later stand behind those of the judgement.
            let keyword = TopicList.decode([UInt8](topics)).firstIndex(of: topic)
            let share = Rollup(judgement, keyword: keyword, isDuplicate: try row.decode(forColumn: "copy"))
            return (try row.decode(forColumn: "time"), share)
        }
    }

    /// Summed where the rows are: a topic may have been heard on thousands of days.
    private static let totalsSQL = """
        SELECT name, tracked,
            ifnull(sum(count), 0) AS count, ifnull(sum(relevance), 0) AS relevance, ifnull(sum(sentiment), 0) AS sentiment, ifnull(sum(judged), 0) AS judged,
            ifnull(sum(negative), 0) AS negative, ifnull(sum(neutral), 0) AS neutral, ifnull(sum(positive), 0) AS positive,
            ifnull(sum(volatile), 0) AS volatile, ifnull(sum(duplicates), 0) AS duplicates,
            (SELECT time FROM link WHERE link.topic = topic.id ORDER BY time LIMIT 1) AS first,
            (SELECT time FROM link WHERE link.topic = topic.id ORDER BY time DESC LIMIT 1) AS last
        FROM topic LEFT JOIN rollup ON rollup.series = topic.id AND rollup.step = ? GROUP BY topic.id
        """

    /// The nine sums in their order, by their places: there are many rows, and a name is looked up in each.
    private static func rollup(_ row: Row, from first: Int) throws -> Rollup {
        var sums = Rollup()
        sums.count = try row.decode(atIndex: first)
        sums.relevance = try row.decode(atIndex: first + 1)
        sums.sentiment = try row.decode(atIndex: first + 2)
        sums.judged = try row.decode(atIndex: first + 3)
        sums.negative = try row.decode(atIndex: first + 4)
        sums.neutral = try row.decode(atIndex: first + 5)
        sums.positive = try row.decode(atIndex: first + 6)
        sums.volatile = try row.decode(atIndex: first + 7)
        sums.duplicates = try row.decode(atIndex: first + 8)
        return sums
    }

    /// Every topic with its sums over all that is kept, the most heard first.
    package func topicTotals() async throws -> [TopicTotals] {
        try await pool.read { db in
            try Row.fetchAll(db, sql: Self.totalsSQL, arguments: [RollupStep.day.rawValue]).map { row in
                let (first, last): (Int64?, Int64?) = try (
                    row.decode(forColumn: "first"), row.decode(forColumn: "last")
                )
                return TopicTotals(
                    topic: try row.decode(forColumn: "name"),
                    isTracked: try row.decode(forColumn: "tracked"),
                    sums: try Self.rollup(row, from: 2),
                    first: first.map(Timestamp.init(milliseconds:)),
                    last: last.map(Timestamp.init(milliseconds:))
                )
            }.sorted { ($1.sums.count, $0.topic) < ($0.sums.count, $1.topic) }
        }
    }
}
