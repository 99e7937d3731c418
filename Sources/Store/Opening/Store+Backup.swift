import Dispatch
import Foundation
import GRDB

// Copies of a store: made while it is written, and put in its place.

extension Store {
    /// Copies the whole store to a new file, as it is at one moment; it may be written meanwhile.
    ///
    /// - Throws: `StoreError`, `.exists` where there is a file already. A copy that was not finished has another name.
    package func backUp(to copy: String) async throws {
        guard !FileManager.default.fileExists(atPath: copy) else { throw StoreError.exists(path: copy) }
        try await Self.copy(pool, to: copy)
    }

    /// Puts a copy in the place of the store at `path`, and keeps what was there.
    ///
    /// The copy stays where it is.
    /// - Returns: the file that what was there is in now; nil where nothing was.
    /// - Throws: `StoreError`, `.held` while another process writes the store.
    package static func restore(_ copy: String, to path: String) async throws -> String? {
        let (copy, path) = (StorePath.real(copy), StorePath.real(path))
        guard FileManager.default.fileExists(atPath: copy) else { throw StoreError.missingCopy(path: copy) }
        try StoreHeader.refuseForeign(copy)
        let lease = try WriterLease(store: path, purpose: "earshot restore")
        defer { withExtendedLifetime(lease) {} }
        let former = path + ".before-restore"
        let isThere = FileManager.default.fileExists(atPath: path)
        if isThere, FileManager.default.fileExists(atPath: former) { throw StoreError.exists(path: former) }
        let source = try connect(copy, readOnly: true)
        guard try await source.read(Schema.migrator.hasBeenSuperseded) == false else {
            throw StoreError.newer(path: copy)
        }
        let fresh = path + ".restoring"
        try await Self.copy(source, to: fresh)
        if isThere { for suffix in sideFiles { try move(path + suffix, to: former + suffix) } }
        try move(fresh, to: path)
        return isThere ? former : nil
    }

    /// The file itself, its log and its shared memory.
    static let sideFiles = ["", "-wal", "-shm"]

    private static func move(_ path: String, to other: String) throws {
        guard FileManager.default.fileExists(atPath: path) else { return }
        try FileManager.default.moveItem(atPath: path, toPath: other)
    }

    /// Copies a database and looks the copy through; it has its name only when it is whole.
    static func copy(_ source: DatabasePool, to path: String) async throws {
        let partial = path + ".partial"
        try? FileManager.default.removeItem(atPath: partial)
        guard FileManager.default.createFile(atPath: partial, contents: nil, attributes: [.posixPermissions: 0o600])
        else { throw StoreError.cannotOpen(path: path, reason: String(cString: strerror(errno))) }
        do {
            try await offPool { try copyPages(source, to: partial) }
        } catch {
            try? FileManager.default.removeItem(atPath: partial)
            throw error
        }
        try move(partial, to: path)
    }

    private static func copyPages(_ source: DatabasePool, to path: String) throws {
        let target = try DatabaseQueue(path: path)
        try source.backup(to: target)
        try target.writeWithoutTransaction { db in
            // The copy is one file: what reads it needs no log beside it.
            try db.execute(sql: "PRAGMA journal_mode = DELETE")
            guard try String.fetchOne(db, sql: "PRAGMA quick_check(1)") == "ok" else {
                throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "the copy is not whole")
            }
        }
        try target.close()
    }

    /// Runs what blocks on a thread of its own, not on Swift's pool.
    static func offPool(_ body: @escaping @Sendable () throws -> Void) async throws {
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            DispatchQueue(label: "earshot.store.copy").async { continuation.resume(with: Result(catching: body)) }
        }
    }
}
