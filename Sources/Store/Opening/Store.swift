import Foundation
import GRDB
package import Signals
import Synchronization
import Trends

/// Everything that was heard, judged and decided, in one SQLite file.
///
/// The only place with SQL.
///
/// One process hears, by a lease, which protects what it remembers of the store. Any number share it: each writes what
/// people decide and settle in short transactions. Calls run on SQLite's own queues, never on Swift's thread pool.
package final class Store: Sendable {
    package let path: String
    let pool: DatabasePool
    private let lease: WriterLease?
    private let file: StoreFile
    /// Used inside `pool.write` only, which lets one caller in at a time.
    let writer: Mutex<WriterState>
    /// Commits of this process, for readers of the store.
    package let commits = EventCount()

    private init(path: String, pool: DatabasePool, lease: WriterLease? = nil) {
        self.path = path
        self.pool = pool
        self.lease = lease
        file = StoreFile(opened: path)
        writer = Mutex(WriterState())
        if lease != nil {
            pool.add(transactionObserver: CommitObserver(commits), extent: .databaseLifetime)
        }
    }

    /// Opens a store to hear, forget and trim, and makes it when there is none; an earlier version's is brought up to date.
    ///
    /// `purpose`: what a second hearer is told, such as `earshot replay`. `upgrading`: told how far bringing it up to date is,
    /// ten times a second once that has taken half a second, and nil at the end.
    /// - Throws: `StoreError`, `.held` while another process has the lease.
    package static func open(
        _ path: String,
        purpose: String,
        upgrading: @escaping @Sendable (UpgradeProgress?) -> Void = { _ in }
    ) throws -> Store {
        let path = StorePath.real(path)
        try StoreHeader.refuseForeign(path)
        let lease = try WriterLease(store: path, purpose: purpose)
        if !isThere(path) { try make(path) }
        let pool = try connect(path, readOnly: false)
        try translated(path) {
            try migrate(pool, try pool.read { try pendingUpgrade($0, path) }, upgrading)
        }
        return Store(path: path, pool: pool, lease: lease)
    }

    /// Opens a store beside others, also beside one that hears, for short writes: decisions, notes, imports, cursors.
    ///
    /// Writers wait for each other, ten seconds at most.
    /// - Throws: `StoreError`, `.missing` when there is none and `.older` for one that has to be brought up to date first.
    package static func share(_ path: String) throws -> Store {
        try existing(path) { try connect($0, readOnly: false) }
    }

    /// Opens a store to read.
    ///
    /// - Throws: `StoreError`, `.missing` when there is none.
    package static func read(_ path: String) throws -> Store {
        try existing(path, connectToRead)
    }

    private static func existing(_ path: String, _ connect: (String) throws -> DatabasePool) throws -> Store {
        let path = StorePath.real(path)
        try StoreHeader.refuseForeign(path)
        guard isThere(path) else { throw StoreError.missing(path: path) }
        let pool = try connect(path)
        try translated(path) {
            guard try pool.read(Schema.migrator.hasBeenSuperseded) == false else { throw StoreError.newer(path: path) }
            guard try pool.read(Schema.migrator.hasCompletedMigrations) else { throw StoreError.older(path: path) }
        }
        return Store(path: path, pool: pool)
    }

    // MARK: Whose it is

    /// - Throws: `StoreError.needsLease` if this process did not open it to hear.
    func requireLease() throws(StoreError) {
        guard lease != nil else { throw .needsLease(path: path) }
    }

    /// Looks whether the store's name still leads to the file that was opened.
    ///
    /// Blocks for as long as the file system takes.
    /// - Throws: `StoreError`, `.vanished` or `.replaced`.
    package func checkFile() throws(StoreError) {
        if let fault = file.fault { throw fault }
    }

    /// Returns whether there is a file with something in it; an empty one is no store yet.
    private static func isThere(_ path: String) -> Bool {
        var state = stat()
        return stat(path, &state) == 0 && state.st_size > 0
    }

    /// Makes a store beside its place, and puts it there when it is whole: who reads meanwhile finds none, where one that is
    /// half made would have to be locked against them.
    private static func make(_ path: String) throws {
        // Links that lead in a circle lead to no place where one could be.
        guard (try? FileManager.default.destinationOfSymbolicLink(atPath: path)) == nil else {
            throw StoreError.cannotOpen(path: path, reason: String(cString: strerror(ELOOP)))
        }
        let fresh = path + ".making"
        for suffix in sideFiles { unlink(fresh + suffix) }
        // Signals may be private: nobody else reads the file. SQLite gives its side files the same mode.
        let descriptor = Foundation.open(fresh, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw StoreError.cannotOpen(path: path, reason: String(cString: strerror(errno))) }
        Foundation.close(descriptor)
        try translated(path) {
            let mark = "PRAGMA application_id = \(StoreHeader.applicationID)"
            try DatabaseQueue(path: fresh).write { try $0.execute(sql: mark) }
            let pool = try connect(fresh, readOnly: false)
            try Schema.migrator.migrate(pool)
            // Closing would not say that the disk has no room for what the log holds.
            _ = try pool.writeWithoutTransaction { try $0.checkpoint(.truncate) }
            try pool.close()
        }
        // A log that is left of a store that was removed would be taken for that of the new one.
        for suffix in sideFiles.dropFirst() { unlink(path + suffix) }
        guard rename(fresh, path) == 0 else {
            throw StoreError.cannotOpen(path: path, reason: String(cString: strerror(errno)))
        }
        StoreHeader.know(path)
    }

    /// Closes it, and folds its log into its file where nobody else has that open; who holds it still can neither read nor
    /// write it.
    ///
    /// A file that has taken its place meanwhile is not touched.
    /// - Throws: database errors; it is open then.
    package func close() throws {
        let isElsewhere = file.fault != nil
        // What is in the log belongs to the file that was opened, wherever that is by now.
        if isElsewhere { _ = try? pool.writeWithoutTransaction { try $0.checkpoint(.passive) } }
        defer { file.removeLog() }
        // SQLite closes no connection that has statements.
        pool.writeWithoutTransaction { _ in writer.withLock { $0.current = nil } }
        try pool.close()
        // The pool closes its readers last, and those cannot take the log away. Where it has to stay, nothing is lost.
        guard !isElsewhere, Self.isThere(path) else { return }
        var configuration = Configuration()
        configuration.busyMode = .timeout(10)
        try? DatabaseQueue(path: path, configuration: configuration).close()
    }

    /// Runs `body`; what SQLite says of the file becomes a `StoreError`.
    static func translated<Result>(_ path: String, _ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch let error as DatabaseError {
            switch error.resultCode {
            case .SQLITE_NOTADB: throw StoreError.notAStore(path: path)
            case .SQLITE_CORRUPT: throw StoreError.damaged(path: path, reason: StoreFault.detail(of: error))
            default: break
            }
            // What becomes of these, whoever meets them says.
            if [.full, .busy].contains(StoreFault(error)) { throw error }
            throw StoreError.cannotOpen(path: path, reason: StoreFault.detail(of: error))
        }
    }

    /// A killed writer leaves a log that the next connection has to bring in, which one opened to read cannot.
    static func connectToRead(_ path: String) throws -> DatabasePool {
        do {
            return try connect(path, readOnly: true)
        } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY {
            // It was waited for once.
            throw error
        } catch {
            guard isUnchanging(path) else { return try connect(path, readOnly: false) }
            return try connect(unchanging(path), named: path, readOnly: true)
        }
    }

    /// Returns whether nobody can write a store, so that it can be read without a log and locks beside it.
    private static func isUnchanging(_ path: String) -> Bool {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        return access(folder, W_OK) != 0 && size(path + "-wal") == 0
    }

    /// The address under which SQLite reads a file that does not change ("URI Filenames", `immutable`).
    private static func unchanging(_ path: String) -> String {
        var address = URLComponents(url: URL(fileURLWithPath: path), resolvingAgainstBaseURL: true)
        address?.query = "immutable=1"
        return address?.string ?? path
    }

    /// Connects to a database.
    ///
    /// `address`: the path, or what SQLite opens in its place. `path`: what errors call it.
    static func connect(_ address: String, named path: String? = nil, readOnly: Bool) throws -> DatabasePool {
        var configuration = Configuration()
        configuration.readonly = readOnly
        configuration.busyMode = .timeout(10)
        configuration.maximumReaderCount = 3
        configuration.prepareDatabase { db in
            // A commit survives the process in any case; NORMAL also survives all but a power cut in its last moment.
            try db.execute(sql: "PRAGMA synchronous = NORMAL; PRAGMA cache_size = -8000; PRAGMA temp_store = MEMORY")
            // FAST overwrites what an edit or a removal leaves in a page that is written anyway; `forget` sees to free pages.
            if !readOnly { try db.execute(sql: "PRAGMA wal_autocheckpoint = 4000; PRAGMA secure_delete = FAST") }
        }
        return try translated(path ?? address) {
            try DatabasePool(path: address, configuration: configuration)
        }
    }

    /// Returns whether nothing was ever kept in it, nor left dead or unmatched.
    package func isEmpty() async throws -> Bool {
        try await pool.read { db in
            try Bool.fetchOne(
                db,
                sql: """
                    SELECT NOT EXISTS (SELECT 1 FROM signal) AND NOT EXISTS (SELECT 1 FROM unmatched)
                        AND NOT EXISTS (SELECT 1 FROM dead_letter)
                    """
            ) ?? true
        }
    }
}
