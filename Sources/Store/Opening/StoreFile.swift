import Foundation

/// The file that a store was opened in, by its identity and not by its name.
///
/// SQLite goes on writing a file that was removed or replaced, and its log would be laid over whatever has the name by then.
struct StoreFile: Sendable {
    /// A file by device and inode.
    struct Identity: Hashable {
        let device: UInt64
        let inode: UInt64

        /// nil if there is none.
        init?(_ path: String) {
            var state = stat()
            guard stat(path, &state) == 0 else { return nil }
            (device, inode) = (UInt64(state.st_dev), UInt64(state.st_ino))
        }
    }

    let path: String
    private let identity: Identity?
    private let log: Identity?

    /// Notes the file at `path` and its log; a connection is open, so that the log is there.
    init(opened path: String) {
        self.path = path
        identity = Identity(path)
        log = Identity(path + "-wal")
    }

    /// The fault of the name by now; nil if it still leads to the file that was opened.
    var fault: StoreError? {
        guard let now = Identity(path) else { return .vanished(path: path) }
        return now == identity ? nil : .replaced(path: path)
    }

    /// Removes the log that this process left beside a name that has gone over to another file.
    ///
    /// SQLite knows a log by its name alone: the next to open the store would take it for the new file's.
    func removeLog() {
        guard fault != nil, let log, Identity(path + "-wal") == log else { return }
        for suffix in ["-wal", "-shm"] { unlink(path + suffix) }
    }
}
