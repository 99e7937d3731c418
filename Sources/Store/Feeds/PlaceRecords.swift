import Foundation
import GRDB
package import Signals

/// The places of feeds.
enum PlaceRecords {
    static let tableSQL = """
        -- feed 0 is every file: what run and replay heard of one is the same. scope: the rules it was heard with.
        -- mark: the feed's own key. stays: whether it stays when its stream moves on.
        CREATE TABLE place (
            feed INTEGER, stream TEXT, scope INTEGER, mark INTEGER, version INTEGER NOT NULL, bytes BLOB NOT NULL,
            stays INTEGER NOT NULL, at INTEGER NOT NULL,
            PRIMARY KEY (feed, stream, scope, mark)
        ) WITHOUT ROWID;
        """

    /// Places of files as they were before feeds had their own: the bytes of version 1 of a file feed's places.
    static let moveSQL = """
        INSERT INTO place (feed, stream, scope, mark, version, bytes, stays, at)
        SELECT 0, feed, lens, digest, 1,
            CAST(printf('%lld %lld %d %016llx', bytes, lines, complete, digest) AS BLOB), complete, 0
        FROM feed_cursor;
        DROP TABLE feed_cursor;
        """

    static func move(_ move: PlaceMove, at time: Timestamp, in db: Database) throws {
        let scope = Int64(bitPattern: move.scope)
        if let replaced = move.replaces {
            try db.cachedStatement(
                sql: "DELETE FROM place WHERE feed = ? AND stream = ? AND scope = ? AND mark = ? AND NOT stays"
            ).execute(arguments: [move.feed, move.stream, scope, Int64(bitPattern: replaced)])
        }
        try db.cachedStatement(
            sql: """
                INSERT INTO place (feed, stream, scope, mark, version, bytes, stays, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (feed, stream, scope, mark) DO UPDATE SET
                    version = excluded.version, bytes = excluded.bytes, stays = excluded.stays, at = excluded.at
                    WHERE excluded.stays OR NOT stays
                """
        ).execute(
            arguments: [
                move.feed, move.stream, scope, Int64(bitPattern: move.key), Int64(move.place.version),
                Data(move.place.bytes), move.stays, time.milliseconds,
            ]
        )
    }
}

extension Store {
    /// The places of a stream; `scope`: the rules they were heard with, nil for any.
    package func places(feed: Int64 = 0, stream: String, scope: UInt64? = nil) async throws -> [Place] {
        try await pool.read { db in
            let rows = try Row.fetchAll(
                db,
                sql: "SELECT version, bytes FROM place WHERE feed = ?1 AND stream = ?2 AND (?3 IS NULL OR scope = ?3)",
                arguments: [feed, stream, scope.map(Int64.init(bitPattern:))]
            )
            return rows.map { Place(version: UInt8(truncatingIfNeeded: $0[0] as Int64), bytes: [UInt8]($0[1] as Data)) }
        }
    }
}
