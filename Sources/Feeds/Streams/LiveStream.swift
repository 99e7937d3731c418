import Foundation

/// A stream that goes on after its end: what is at its end now may have more in a moment.
///
/// `read` answers 0 where nothing has come yet, and never waits.
package protocol LiveStream: ByteStream {
    /// The change since it was read.
    var change: StreamChange { get }
}

/// A change of a stream since it was read to its end.
package enum StreamChange: Hashable, Sendable {
    case none
    /// There is more to read.
    case grown
    /// It was cut, or written anew from its start: what it holds now was not heard.
    case cut
    /// It has another name now, and nothing came in its place yet: it may still be written.
    case renamed
    /// Its name stands for another file that holds something, or it was removed. It may still grow for a moment.
    case replaced
}

/// A file that may grow, be cut and be replaced by another of its name, as logs are.
package final class FollowedFile: LiveStream {
    private let path: String
    /// Negative while the file is closed for others to have the descriptor.
    private var descriptor: Int32
    /// The identity of the file, whatever becomes of its name.
    package let identity: FileIdentity
    private var position: Int64 = 0
    /// The file's start, and the bytes read of it last, which tell a file written anew from one that has grown.
    private var head: [UInt8] = []
    private var tail: [UInt8] = []
    /// The file when its content was compared with them last.
    private var compared: FileSight?

    private static let headLength = 256
    private static let tailLength = 4096

    /// - Throws: `StreamError`; `.compressed` for a file that cannot be followed.
    package init(path: String) throws(StreamError) {
        self.path = path
        // A named pipe would be waited for without O_NONBLOCK.
        descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0, let sight = FileSight(descriptor: descriptor) else {
            throw .opening(path, errno)
        }
        identity = sight.identity
        guard sight.isRegular else { throw .notAFile(path: path) }
        head = headNow()
        if Compression(head: head) != nil { throw .compressed(path: path) }
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    package func read(into buffer: UnsafeMutableRawBufferPointer) throws(StreamError) -> Int {
        while true {
            let count = Foundation.read(descriptor, buffer.baseAddress, buffer.count)
            if count >= 0 {
                position += Int64(count)
                if head.count < Self.headLength { head = headNow() }
                remember(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
                return count
            }
            if errno != EINTR { throw .cannotRead(name: path, reason: String(cString: strerror(errno))) }
        }
    }

    package var change: StreamChange {
        guard let sight = FileSight(descriptor: descriptor) else { return .none }
        if sight != compared {
            if isWrittenAnew(sight) { return .cut }
            compared = sight
        }
        if sight.size > position { return .grown }
        let named = FileSight(path: path)
        if named?.identity == identity { return .none }
        // Who rotates a file may make the next one long before whoever writes goes over to it.
        return (named?.size ?? 0) > 0 || !sight.hasName ? .replaced : .renamed
    }

    /// Closes the file, to read on from here when `resume` opens it again.
    func pause() {
        if descriptor >= 0 { close(descriptor) }
        descriptor = -1
    }

    /// Opens the file again; false if the name stands for another by now, or was written anew.
    func resume() -> Bool {
        guard descriptor < 0 else { return true }
        descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0, let sight = FileSight(descriptor: descriptor), sight.identity == identity,
            !isWrittenAnew(sight), lseek(descriptor, off_t(position), SEEK_SET) == position
        else {
            pause()
            return false
        }
        compared = sight
        return true
    }

    private func isWrittenAnew(_ sight: FileSight) -> Bool {
        sight.size < position || !headNow().starts(with: head)
            || bytes(at: position - Int64(tail.count), count: tail.count) != tail
    }

    private func headNow() -> [UInt8] { bytes(at: 0, count: Self.headLength) }

    private func bytes(at offset: Int64, count: Int) -> [UInt8] {
        guard count > 0 else { return [] }
        var bytes = [UInt8](repeating: 0, count: count)
        let read = pread(descriptor, &bytes, count, off_t(offset))
        return Array(bytes.prefix(max(0, read)))
    }

    private func remember(_ bytes: UnsafeRawBufferPointer) {
        tail = Array((bytes.count < Self.tailLength ? tail : []) + bytes.suffix(Self.tailLength)).suffix(
            Self.tailLength
        )
    }

    /// Returns whether a file is compressed, by its first bytes.
    package static func isCompressed(path: String) -> Bool {
        guard let file = FileHandle(forReadingAtPath: path), let head = try? file.read(upToCount: 4) else {
            return false
        }
        return Compression(head: head) != nil
    }
}
