import Foundation
import GRDB

/// What bringing a store up to date takes.
package struct StoreUpgrade: Hashable, Sendable {
    /// The migrations that are due, in their order.
    package var migrations: [String] = []
    /// Bytes of the file as it is; a copy needs as many.
    package var fileBytes: Int64 = 0
    /// About how many more the migrations take, in the file and once more in its log.
    package var growth: Int64 = 0
    /// About how long they take.
    package var seconds = 0.0
    /// Where the store as it was is now; nil where none was asked for or nothing was due.
    package var backup: String?
}

extension Store {
    /// What is due; the store is not touched.
    ///
    /// - Throws: `StoreError`.
    package static func pendingUpgrade(_ path: String) throws -> StoreUpgrade {
        let path = StorePath.real(path)
        guard FileManager.default.fileExists(atPath: path) else { throw StoreError.missing(path: path) }
        try StoreHeader.refuseForeign(path)
        let pool = try connectToRead(path)
        return try translated(path) { try pool.read { try pendingUpgrade($0, path) } }
    }

    private static func pendingUpgrade(_ db: Database, _ path: String) throws -> StoreUpgrade {
        guard try !Schema.migrator.hasBeenSuperseded(db) else { throw StoreError.newer(path: path) }
        let applied = try Schema.migrator.appliedIdentifiers(db)
        var upgrade = StoreUpgrade()
        upgrade.migrations = Schema.migrator.migrations.filter { !applied.contains($0) }
        upgrade.fileBytes = size(path)
        guard try db.tableExists("signal") else { return upgrade }
        // The highest number is about their count, and costs nothing to read.
        let millions = Double(try Int64.fetchOne(db, sql: "SELECT max(seq) FROM signal") ?? 0) / 1e6
        for cost in upgrade.migrations.compactMap({ Schema.costs[$0] }) {
            upgrade.seconds += cost.seconds * millions
            upgrade.growth += Int64(cost.megabytes * millions * 1e6)
        }
        return upgrade
    }

    /// Brings a store up to date, after copying it to `<file>.before-upgrade` where `keepsBackup`.
    ///
    /// - Throws: `StoreError`; `.exists` where such a copy is there already, and nothing was touched.
    package static func upgrade(_ path: String, keepsBackup: Bool) async throws -> StoreUpgrade {
        let path = StorePath.real(path)
        guard FileManager.default.fileExists(atPath: path) else { throw StoreError.missing(path: path) }
        try StoreHeader.refuseForeign(path)
        let lease = try WriterLease(store: path, purpose: "earshot store upgrade")
        defer { withExtendedLifetime(lease) {} }
        let pool = try connect(path, readOnly: false)
        var upgrade = try await pool.read { try pendingUpgrade($0, path) }
        guard !upgrade.migrations.isEmpty else { return upgrade }
        if keepsBackup {
            let backup = path + ".before-upgrade"
            guard !FileManager.default.fileExists(atPath: backup) else { throw StoreError.exists(path: backup) }
            try await copy(pool, to: backup)
            upgrade.backup = backup
        }
        try await offPool { try Schema.migrator.migrate(pool) }
        return upgrade
    }
}
