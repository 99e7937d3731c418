import Foundation

/// Where a store is.
package enum StorePath {
    /// The file that a path leads to: a store is known by that, whatever links lead there, so that there is one lease and
    /// one local socket for it.
    ///
    /// What is no link stays as it was written, which may be shorter; a link to a file that is still to be made leads to that.
    package static func real(_ path: String) -> String {
        guard let next = try? FileManager.default.destinationOfSymbolicLink(atPath: path) else { return path }
        guard let real = realpath(path, nil) else {
            return URL(fileURLWithPath: next, relativeTo: URL(fileURLWithPath: path).deletingLastPathComponent()).path
        }
        defer { free(real) }
        return String(cString: real)
    }
}
