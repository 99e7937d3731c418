import GRDB
import Signals

/// Feed cursors.
enum CursorRecords {
    static func move(_ cursor: FeedCursor, in db: Database) throws {
        if let replaced = cursor.replaces {
            try db.cachedStatement(
                sql: "DELETE FROM feed_cursor WHERE feed = ? AND lens = ? AND digest = ? AND NOT complete"
            ).execute(arguments: [cursor.feed, Int64(bitPattern: cursor.rules), Int64(bitPattern: replaced)])
        }
        try db.cachedStatement(
            sql: """
                INSERT INTO feed_cursor (feed, lens, digest, bytes, lines, complete) VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT (feed, lens, digest) DO UPDATE SET complete = max(complete, excluded.complete)
                """
        ).execute(
            arguments: [
                cursor.feed, Int64(bitPattern: cursor.rules), Int64(bitPattern: cursor.digest), cursor.bytes,
                cursor.lines,
                cursor.isComplete,
            ]
        )
    }
}

extension Store {
    /// The places up to which streams that start like this were heard, nearest first.
    ///
    /// `rules`: with which; nil for with any.
    package func cursors(feed: String, rules: UInt64? = nil) async throws -> [FeedCursor] {
        try await pool.read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT lens, digest, bytes, lines, complete FROM feed_cursor
                    WHERE feed = ? AND (? IS NULL OR lens = ?) ORDER BY bytes
                    """,
                arguments: [feed, rules.map(Int64.init(bitPattern:)), rules.map(Int64.init(bitPattern:))]
            ).map { row in
                FeedCursor(
                    feed: feed,
                    rules: UInt64(bitPattern: row[0]),
                    bytes: row[2],
                    digest: UInt64(bitPattern: row[1]),
                    lines: row[3],
                    isComplete: row[4]
                )
            }
        }
    }
}
