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
