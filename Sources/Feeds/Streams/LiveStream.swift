import Foundation

/// A stream that goes on after its end: what is at its end now may have more in a moment.
///
/// `read` answers 0 where nothing has come yet, and never waits.
package protocol LiveStream: ByteStream {
    /// What has happened to it since it was read.
    var change: StreamChange { get }
    /// Takes what has come by now for all there is.
    ///
    /// Of a file that does nothing: what comes later is heard by the next run.
    func stop()
}

extension LiveStream {
    package func stop() {}
}

/// What has happened to a stream since it was read to its end.
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
    /// Nothing will come any more.
    case over
}

/// A file that may grow, be cut and be replaced by another of its name, as logs are.
package final class FollowedFile: LiveStream {
    private let path: String
    private let descriptor: Int32
    /// Which file it is, whatever becomes of its name.
    package let identity: FileIdentity
    private var position: Int64 = 0
    /// How the file starts, by which one that was written anew is told from one that has grown.
    private var head: [UInt8] = []

    private static let headLength = 256

    /// - Throws: `StreamError`; `.compressed` for a file that cannot be followed.
    package init(path: String) throws(StreamError) {
        self.path = path
        // A named pipe would be waited for without O_NONBLOCK.
        descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0, let sight = FileSight(descriptor: descriptor) else {
            throw .cannotOpen(path: path, reason: String(cString: strerror(errno)))
        }
        identity = sight.identity
        guard sight.isRegular else { throw .notAFile(path: path) }
        head = headNow()
        if Self.isCompressed(head) { throw .compressed(path: path) }
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
                return count
            }
            if errno != EINTR { throw .cannotRead(name: path, reason: String(cString: strerror(errno))) }
        }
    }

    package var hasInput: Bool { size > position }

    package var change: StreamChange {
        let size = size
        if size < position || !headNow().starts(with: head) { return .cut }
        if size > position { return .grown }
        let named = FileSight(path: path)
        if named?.identity == identity { return .none }
        // Who rotates a file may make the next one long before whoever writes goes over to it.
        let isOver = (named?.size ?? 0) > 0 || FileSight(descriptor: descriptor)?.hasName == false
        return isOver ? .replaced : .renamed
    }

    private var size: Int64 { FileSight(descriptor: descriptor)?.size ?? 0 }

    private func headNow() -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: Self.headLength)
        let count = pread(descriptor, &bytes, bytes.count, 0)
        return Array(bytes.prefix(max(0, count)))
    }

    /// Whether a file is compressed, by how it starts.
    package static func isCompressed(path: String) -> Bool {
        guard let file = FileHandle(forReadingAtPath: path), let head = try? file.read(upToCount: 4) else {
            return false
        }
        return isCompressed(Array(head))
    }

    /// gzip and zstd, by how they start: what is compressed cannot be read up to a point and then on.
    private static func isCompressed(_ head: [UInt8]) -> Bool {
        head.starts(with: [0x1F, 0x8B]) || head.starts(with: [0x28, 0xB5, 0x2F, 0xFD])
    }
}

/// Standard input as it comes.
package final class LiveInput: LiveStream {
    private let descriptor: Int32
    private var isOver = false
    /// How much is still read; nil for whatever comes.
    private var left: Int?

    package init(descriptor: Int32 = 0) {
        self.descriptor = descriptor
    }

    /// A pipe that is written without end would never be read to its end.
    package func stop() {
        var waiting: Int32 = 0
        // What cannot say how much it holds is not waited for.
        left = ioctl(descriptor, UInt(FIONREAD), &waiting) == 0 ? Int(waiting) : 0
    }

    package func read(into buffer: UnsafeMutableRawBufferPointer) throws(StreamError) -> Int {
        while hasInput {
            let count = Foundation.read(descriptor, buffer.baseAddress, min(buffer.count, left ?? .max))
            if count == 0 { isOver = true }
            if count >= 0 {
                left = left.map { $0 - count }
                return count
            }
            if errno != EINTR, errno != EAGAIN {
                throw .cannotRead(name: "standard input", reason: String(cString: strerror(errno)))
            }
        }
        return 0
    }

    package var hasInput: Bool {
        var state = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return !isOver && left != 0 && poll(&state, 1, 0) > 0
    }

    package var change: StreamChange { isOver || left == 0 ? .over : hasInput ? .grown : .none }
}
