import Foundation

/// The kernel's list of locks on files.
package enum KernelLocks {
    /// A line a lock, as `proc_locks(5)` describes it; none where there is no such list.
    ///
    /// Read to its end: a file of the kernel's has no size, and Foundation takes the first page of it for all.
    package static var lines: [Substring] {
        let descriptor = open("/proc/locks", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return [] }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = read(descriptor, &chunk, chunk.count)
            guard count > 0 else { return String(decoding: bytes, as: UTF8.self).split(separator: "\n") }
            bytes += chunk[..<count]
        }
    }
}
