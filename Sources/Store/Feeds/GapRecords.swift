import GRDB
package import Signals

/// A gap and the feed that has it; 0 for files.
package struct FeedGap: Hashable, Sendable {
    package let feed: Int64
    package let gap: Gap

    package init(feed: Int64, gap: Gap) {
        (self.feed, self.gap) = (feed, gap)
    }
}

/// Parts of streams that were not heard.
enum GapRecords {
    static func add(_ gap: FeedGap, at time: Timestamp, in db: Database) throws {
        try db.cachedStatement(
            sql: "INSERT INTO gap (feed, start, stop, dropped, code, why, at) VALUES (?, ?, ?, ?, ?, ?, ?)"
        ).execute(
            arguments: [
                gap.feed, gap.gap.from?.milliseconds, gap.gap.to?.milliseconds, gap.gap.dropped,
                gap.gap.cause.code.rawValue, gap.gap.cause.ours, time.milliseconds,
            ]
        )
    }
}

extension Store {
    /// The latest gaps, the newest first.
    package func gaps(limit: Int) async throws -> [FeedGap] {
        try await pool.read { db in
            let sql = "SELECT feed, start, stop, dropped, code, why FROM gap ORDER BY id DESC LIMIT ?"
            return try Row.fetchAll(db, sql: sql, arguments: [limit]).map { row in
                let cause = Cause(Cause.Code(rawValue: row[4]) ?? .internal, row[5])
                let from = (row[1] as Int64?).map(Timestamp.init(milliseconds:))
                let to = (row[2] as Int64?).map(Timestamp.init(milliseconds:))
                return FeedGap(feed: row[0], gap: Gap(from: from, to: to, dropped: row[3], cause: cause))
            }
        }
    }
}
