import Foundation
import GRDB
package import Signals

extension Store {
    /// The state that a projection saved, if it was of this version; nil if it has to begin anew.
    package func state(of projection: String, version: Int64) async throws -> [UInt8]? {
        try await pool.read { db in
            try Data.fetchOne(
                db,
                sql: """
                    SELECT state FROM projection JOIN reader ON reader.id = projection.reader
                    WHERE reader.identity = ? AND projection.version = ?
                    """,
                arguments: [projection, version]
            ).map { [UInt8]($0) }
        }
    }

    /// Lets a projection begin anew: without state, with the first of everything.
    package func restart(_ projection: OutboxReader) async throws {
        try await pool.write { db in
            try db.execute(sql: "DELETE FROM reader WHERE identity = ?", arguments: [projection.identity])
            try ReaderRecords.register(projection, in: db)
        }
    }

    /// Keeps a projection's state together with how far it has read.
    package func save(
        _ projection: String,
        version: Int64,
        state: [UInt8],
        from start: OutboxPosition,
        to end: OutboxPosition
    ) async throws {
        try await pool.write { db in
            guard let known = try ReaderRecords.known(projection, in: db) else { return }
            try OutboxRecords.move(known.id, from: start, to: end, in: db)
            try db.execute(
                sql: "INSERT OR REPLACE INTO projection (reader, version, state) VALUES (?, ?, ?)",
                arguments: [known.id, version, Data(state)]
            )
        }
    }

    /// The place from which everything kept is read once, as it is now.
    package func firstPosition() async throws -> OutboxPosition {
        try await pool.read { db in
            OutboxPosition([
                .removals: try ReaderRecords.last(of: .removals, in: db),
                .changes: try ReaderRecords.last(of: .changes, in: db),
            ])
        }
    }

    /// A page from anywhere, without a reader: for counting anew what was kept.
    package func page(
        from position: OutboxPosition,
        _ streams: [OutboxStream],
        limit: Int,
        now: Timestamp
    ) async throws -> OutboxPage {
        try await pool.read { db in
            let reader = ReaderRecords.Known(id: 0, start: .beginning, position: position, streams: [], expired: 0)
            var pages = PageReader(db, reader, limit: limit, now: now)
            return try pages.page(streams)
        }
    }
}
