import Foundation

/// The right to write a store: an advisory lock on a file beside it, which the kernel gives back when its holder ends,
/// however it ends.
///
/// What the file says is for people.
final class WriterLease: Sendable {
    private let descriptor: Int32

    /// - Throws: `StoreError.held` when another process has it.
    init(store path: String, purpose: String) throws(StoreError) {
        let file = path + "-lease"
        descriptor = open(file, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .cannotOpen(path: path, reason: String(cString: strerror(errno))) }
        guard Self.lock(descriptor) else {
            // Closed by deinit, which runs after an initializer that throws, too. A number that is closed twice may be that
            // of a file which another thread has opened meanwhile.
            let holder = Self.text(descriptor)
            throw .held(path: path, holder: holder.isEmpty ? "another process" : holder)
        }
        let note = Array("\(purpose) (process \(getpid()))".utf8)
        ftruncate(descriptor, 0)
        pwrite(descriptor, note, note.count, 0)
    }

    /// Who writes a store now, in words; nil where nobody does.
    ///
    /// The kernel is asked for its list of locks: trying the lock would take it from a writer that starts meanwhile.
    static func holder(store path: String) -> String? {
        let file = path + "-lease"
        var status = stat()
        guard stat(file, &status) == 0 else { return nil }
        let isHeld = KernelLocks.lines.contains { line in
            let words = line.split(separator: " ")
            return words.contains("FLOCK") && words.contains { $0.hasSuffix(":\(status.st_ino)") }
        }
        guard isHeld else { return nil }
        let note = (try? String(contentsOfFile: file, encoding: .utf8)) ?? ""
        return note.isEmpty ? "another process" : note
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    /// Tries for a tenth of a second: a process that is being started shares all locks of its parent until it runs, also
    /// one that was given up meanwhile.
    private static func lock(_ descriptor: Int32) -> Bool {
        for _ in 0..<10 {
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return true }
            usleep(10_000)
        }
        return false
    }

    private static func text(_ descriptor: Int32) -> String {
        var bytes = [UInt8](repeating: 0, count: 200)
        let count = pread(descriptor, &bytes, bytes.count, 0)
        return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
    }
}
