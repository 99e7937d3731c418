import Foundation
import GRDB

/// What has still to be looked for among the unmatched signals.
enum UnmatchedRecords {
    static let recallTableSQL = """
        -- The last block that has to be looked through for topics that were not tracked when it was heard; no row where none.
        CREATE TABLE recall (block INTEGER NOT NULL);
        """

    /// Notes that all there is has to be looked through.
    static func noteRecall(in db: Database) throws {
        guard let last = try Int64.fetchOne(db, sql: "SELECT max(id) FROM unmatched") else { return }
        try db.execute(sql: "DELETE FROM recall")
        try db.execute(sql: "INSERT INTO recall VALUES (?)", arguments: [last])
    }

    static func recall(in db: Database) throws -> Int64? {
        try Int64.fetchOne(db, sql: "SELECT block FROM recall")
    }
}

extension Store {
    /// Notes that the blocks up to `block` were looked through for all tracked topics.
    package func finishRecall(through block: Int64) async throws {
        try await pool.write { db in
            try db.execute(sql: "DELETE FROM recall WHERE block <= ?", arguments: [block])
        }
    }

    /// The oldest block of unmatched signals behind `id`, as lines of the neutral format; nil when there is none.
    package func unmatchedBlock(after id: Int64) async throws -> (id: Int64, lines: [UInt8])? {
        try await pool.read { db in
            let row = try Row.fetchOne(
                db,
                sql: "SELECT id, lines FROM unmatched WHERE id > ? ORDER BY id LIMIT 1",
                arguments: [id]
            )
            return row.map { ($0[0], [UInt8]($0[1] as Data)) }
        }
    }
}
