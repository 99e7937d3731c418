import Foundation
import GRDB
package import Signals

/// What there is to know of a store as a whole.
package struct StoreInfo: Hashable, Sendable {
    package var path = ""
    /// The last migration, such as `4 forgotten`.
    package var schema = ""
    package var fileBytes: Int64 = 0
    package var logBytes: Int64 = 0
    /// Bytes inside the file that hold nothing and are used again first.
    package var freeBytes: Int64 = 0
    package var signals = 0
    package var topics = 0
    package var tracked = 0
    package var unmatched = 0
    package var deadLetters = 0
    package var forgotten = 0
    package var heard: ClosedRange<Timestamp>?
    package var time: ClosedRange<Timestamp>?
    package var sinks: [Store.SinkState] = []
    /// Who writes it now; nil where nobody does.
    package var writer: String?

    package init() {}
}

extension Store {
    /// Counts everything; a large store takes a while.
    package func info() async throws -> StoreInfo {
        var info = try await pool.read { db in
            var info = StoreInfo()
            func count(_ sql: String) throws -> Int { try Int.fetchOne(db, sql: sql) ?? 0 }
            info.schema = try Schema.migrator.appliedMigrations(db).last ?? ""
            info.freeBytes = Int64(try count("PRAGMA freelist_count") * count("PRAGMA page_size"))
            info.signals = try count("SELECT count(*) FROM signal")
            info.topics = try count("SELECT count(*) FROM topic")
            info.tracked = try count("SELECT count(*) FROM topic WHERE tracked")
            info.unmatched = try count("SELECT coalesce(sum(count), 0) FROM unmatched")
            info.deadLetters = try count("SELECT count(*) FROM dead_letter")
            info.forgotten = try count("SELECT count(*) FROM forgotten WHERE NOT early")
            info.heard = try Self.range(db, "SELECT min(heard), max(heard) FROM signal")
            info.time = try Self.range(db, "SELECT (SELECT min(time) FROM signal), (SELECT max(time) FROM signal)")
            info.sinks = try Self.sinks(in: db)
            return info
        }
        info.path = path
        info.fileBytes = Self.size(path)
        info.logBytes = Self.size(path + "-wal")
        info.writer = WriterLease.holder(store: path)
        return info
    }

    private static func range(_ db: Database, _ sql: String) throws -> ClosedRange<Timestamp>? {
        guard let row = try Row.fetchOne(db, sql: sql), let first = row[0] as Int64?, let last = row[1] as Int64? else {
            return nil
        }
        return Timestamp(milliseconds: first)...Timestamp(milliseconds: last)
    }

    /// Bytes of a file; 0 where there is none.
    static func size(_ path: String) -> Int64 {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        return (attributes?[.size] as? NSNumber)?.int64Value ?? 0
    }
}

extension Store {
    /// Looks the whole file through for damage; takes about a second for 500 MB.
    ///
    /// - Throws: `StoreError.damaged`.
    package func checkIntegrity() async throws {
        let found = try await pool.read { try String.fetchOne($0, sql: "PRAGMA quick_check(1)") ?? "nothing" }
        guard found == "ok" else { throw StoreError.damaged(path: path, reason: "its pages do not fit together") }
    }
}
