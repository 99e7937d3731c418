import Foundation
import GRDB

extension Store {
    /// The number of the youngest block of unmatched signals; 0 where there is none.
    package func lastUnmatchedBlock() async throws -> Int64 {
        try await pool.read { db in try Int64.fetchOne(db, sql: "SELECT max(id) FROM unmatched") ?? 0 }
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
