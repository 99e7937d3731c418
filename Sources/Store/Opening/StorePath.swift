import Foundation

/// Where a store is.
package enum StorePath {
    /// The file that a path leads to: a store is known by that, whatever links lead there, so that there is one lease and
    /// one local socket for it, and what is put in its place is.
    ///
    /// What is no link stays as it was written, which may be shorter. A link may lead to a file that is still to be made.
    package static func real(_ path: String) -> String {
        var real = path
        // As many links as Linux follows.
        for _ in 0..<40 {
            guard let next = try? FileManager.default.destinationOfSymbolicLink(atPath: real) else { return real }
            let folder = URL(fileURLWithPath: real).deletingLastPathComponent()
            real = next.hasPrefix("/") ? next : folder.appendingPathComponent(next).path
        }
        return path
    }
}
