import Foundation

/// The file that a name stands for.
package struct FileIdentity: Hashable, Sendable {
    fileprivate let device: UInt64
    fileprivate let number: UInt64
}

/// A file as it was last seen.
package struct FileSight: Hashable, Sendable {
    package let identity: FileIdentity
    package let size: Int64
    /// The time of the last write, in nanoseconds since 1970.
    package let modified: Int64
    /// The time of the last change of anything about it, who may read it included.
    package let changed: Int64
    package let isRegular: Bool
    package let isLink: Bool
    /// True if any folder still names it.
    package let hasName: Bool

    /// nil where there is none.
    package init?(path: String) {
        var state = stat()
        guard stat(path, &state) == 0 else { return nil }
        self.init(state)
    }

    /// The link itself where the name is one: who may put a link into a folder must not have all that it leads to heard.
    package init?(unfollowed path: String) {
        var state = stat()
        guard lstat(path, &state) == 0 else { return nil }
        self.init(state)
    }

    init?(descriptor: Int32) {
        var state = stat()
        guard fstat(descriptor, &state) == 0 else { return nil }
        self.init(state)
    }

    private init(_ state: stat) {
        identity = FileIdentity(device: UInt64(state.st_dev), number: UInt64(state.st_ino))
        size = Int64(state.st_size)
        modified = Self.nanoseconds(state.st_mtim)
        changed = Self.nanoseconds(state.st_ctim)
        isRegular = state.st_mode & S_IFMT == S_IFREG
        isLink = state.st_mode & S_IFMT == S_IFLNK
        hasName = state.st_nlink > 0
    }

    /// Returns whether a path stands for something that is neither file nor folder, and so can be read once only.
    package static func isReadOnce(_ path: String) -> Bool {
        var state = stat()
        guard stat(path, &state) == 0 else { return false }
        return state.st_mode & S_IFMT != S_IFREG && state.st_mode & S_IFMT != S_IFDIR
    }

    private static func nanoseconds(_ time: timespec) -> Int64 {
        Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
    }
}
