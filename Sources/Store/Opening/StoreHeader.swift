import Foundation
import Synchronization

/// Tells a store from other files by its first bytes: opening a database, even to read, can change it.
///
/// A process that closes a descriptor of a file gives up all its locks on that file, those of SQLite's connections among
/// them (POSIX; "How To Corrupt An SQLite Database File", 2.2). So a file is looked into once, before the first connection.
enum StoreHeader {
    /// "EARS": what SQLite's file header calls a store.
    static let applicationID: UInt32 = 0x4541_5253

    private struct File: Hashable {
        let path: String
        let device: UInt64
        let inode: UInt64

        /// nil where there is none.
        init?(_ path: String) {
            var state = stat()
            guard let real = realpath(path, nil) else { return nil }
            defer { free(real) }
            guard stat(real, &state) == 0 else { return nil }
            self.path = String(cString: real)
            (device, inode) = (UInt64(state.st_dev), UInt64(state.st_ino))
        }
    }

    /// Files that were found to be stores, or were made as such.
    private static let known = Mutex<Set<File>>([])

    /// - Throws: `StoreError`, `.notAStore` or `.notAFile`. An empty file is none yet, and is fine.
    static func refuseForeign(_ path: String) throws(StoreError) {
        var state = stat()
        guard stat(path, &state) == 0 else { return }
        // Opening a pipe waits for somebody to write it.
        guard state.st_mode & S_IFMT == S_IFREG else { throw .notAFile(path: path) }
        guard let file = File(path) else { return }
        let isForeign = known.withLock { known in
            guard !known.contains(file), let header = read(path), !header.isEmpty else { return false }
            guard isStore(header) else { return true }
            known.insert(file)
            return false
        }
        if isForeign { throw .notAStore(path: path) }
    }

    /// Takes note of a store that was made.
    static func know(_ path: String) {
        guard let file = File(path) else { return }
        known.withLock { _ = $0.insert(file) }
    }

    private static func read(_ path: String) -> Data? {
        FileHandle(forReadingAtPath: path).map { (try? $0.read(upToCount: 72)) ?? Data() }
    }

    private static func isStore(_ header: Data) -> Bool {
        let id = header.dropFirst(68).reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        return header.count == 72 && header.starts(with: "SQLite format 3\0".utf8) && id == applicationID
    }
}
