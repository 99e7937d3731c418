import Dispatch
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
    /// About how many millions of signals there are.
    var millions = 0.0
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

    static func pendingUpgrade(_ db: Database, _ path: String) throws -> StoreUpgrade {
        guard try !Schema.migrator.hasBeenSuperseded(db) else { throw StoreError.newer(path: path) }
        let applied = try Schema.migrator.appliedIdentifiers(db)
        var upgrade = StoreUpgrade()
        upgrade.migrations = Schema.migrator.migrations.filter { !applied.contains($0) }
        upgrade.fileBytes = size(path)
        guard try db.tableExists("signal") else { return upgrade }
        // The highest number is about their count, and costs nothing to read.
        upgrade.millions = Double(try Int64.fetchOne(db, sql: "SELECT max(seq) FROM signal") ?? 0) / 1e6
        for cost in upgrade.migrations.compactMap({ Schema.costs[$0] }) {
            upgrade.seconds += cost.seconds * upgrade.millions
            upgrade.growth += Int64(cost.megabytes * upgrade.millions * 1e6)
        }
        return upgrade
    }

    /// Brings a store up to date, after copying it to `<file>.before-upgrade` where `keepsBackup`.
    ///
    /// - Throws: `StoreError`; `.exists` where such a copy is there already, and nothing was touched.
    package static func upgrade(
        _ path: String,
        keepsBackup: Bool,
        upgrading: @escaping @Sendable (UpgradeProgress?) -> Void = { _ in }
    ) async throws -> StoreUpgrade {
        let path = StorePath.real(path)
        guard FileManager.default.fileExists(atPath: path) else { throw StoreError.missing(path: path) }
        try StoreHeader.refuseForeign(path)
        let lease = try WriterLease(store: path, purpose: "earshot store upgrade")
        defer { withExtendedLifetime(lease) {} }
        let pool = try connect(path, readOnly: false)
        let due = try await pool.read { try pendingUpgrade($0, path) }
        var upgrade = due
        guard !upgrade.migrations.isEmpty else { return upgrade }
        if keepsBackup {
            let backup = path + ".before-upgrade"
            guard !FileManager.default.fileExists(atPath: backup) else { throw StoreError.exists(path: backup) }
            try await copy(pool, to: backup)
            upgrade.backup = backup
        }
        try await offPool { try migrate(pool, due, upgrading) }
        return upgrade
    }

    /// Runs the migrations that are due, each in a transaction: one that fails leaves the store as it was before it.
    ///
    /// `progress`: as that of `open`.
    static func migrate(
        _ pool: DatabasePool,
        _ due: StoreUpgrade,
        _ progress: @escaping @Sendable (UpgradeProgress?) -> Void
    ) throws {
        guard !due.migrations.isEmpty else { return }
        let gauge = UpgradeGauge(due.migrations, millions: due.millions)
        let queue = DispatchQueue(label: "earshot.store.upgrade")
        let timer = DispatchSource.makeTimerSource(queue: queue)
        timer.schedule(deadline: .now() + .milliseconds(500), repeating: .milliseconds(100))
        timer.setEventHandler { progress(gauge.progress()) }
        timer.activate()
        defer {
            // Behind the last call of the timer.
            queue.sync { timer.cancel() }
            if gauge.isRead { progress(nil) }
        }
        for (index, migration) in due.migrations.enumerated() {
            gauge.begin(index)
            try Schema.migrator.migrate(pool, upTo: migration)
        }
    }
}
