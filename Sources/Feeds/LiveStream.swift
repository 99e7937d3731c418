import Foundation

/// A stream that goes on after its end: what is at its end now may have more in a moment.
///
/// `read` answers 0 where nothing has come yet, and never waits.
package protocol LiveStream: ByteStream {
    /// What has happened to it since it was read.
    var change: StreamChange { get }
}

/// What has happened to a stream since it was read to its end.
package enum StreamChange: Hashable, Sendable {
    case none
    /// There is more to read.
    case grown
    /// It was cut, or written anew from its start: what it holds now was not heard.
    case cut
    /// Its name stands for another file now, or for none. It may still grow for a moment.
    case replaced
    /// Nothing will come any more.
    case over
}

/// A file that may grow, be cut and be replaced by another of its name, as logs are.
package final class FollowedFile: LiveStream {
    private let path: String
    private let descriptor: Int32
    private let identity: FileIdentity
    private var position: Int64 = 0
    /// How the file starts, by which one that was written anew is told from one that has grown.
    private var head: [UInt8] = []

    private static let headLength = 256

    /// - Throws: `StreamError`; `.compressed` for a file that cannot be followed.
    package init(path: String) throws(StreamError) {
        self.path = path
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0, let identity = FileIdentity(descriptor: descriptor) else {
            throw .cannotOpen(path: path, reason: String(cString: strerror(errno)))
        }
        self.identity = identity
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
        return FileIdentity(path: path) == identity ? .none : .replaced
    }

    private var size: Int64 {
        var state = stat()
        return fstat(descriptor, &state) == 0 ? Int64(state.st_size) : 0
    }

    private func headNow() -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: Self.headLength)
        let count = pread(descriptor, &bytes, bytes.count, 0)
        return Array(bytes.prefix(max(0, count)))
    }

    /// gzip and zstd, by how they start: what is compressed cannot be read up to a point and then on.
    private static func isCompressed(_ head: [UInt8]) -> Bool {
        head.starts(with: [0x1F, 0x8B]) || head.starts(with: [0x28, 0xB5, 0x2F, 0xFD])
    }
}

/// Which file a name stands for.
package struct FileIdentity: Hashable, Sendable {
    private let device: UInt64
    private let number: UInt64

    /// nil where there is none.
    package init?(path: String) {
        var state = stat()
        guard stat(path, &state) == 0 else { return nil }
        self.init(state)
    }

    init?(descriptor: Int32) {
        var state = stat()
        guard fstat(descriptor, &state) == 0 else { return nil }
        self.init(state)
    }

    private init(_ state: stat) {
        device = UInt64(state.st_dev)
        number = UInt64(state.st_ino)
    }
}

/// Standard input as it comes.
package final class LiveInput: LiveStream {
    private let descriptor: Int32
    private var isOver = false

    package init(descriptor: Int32 = 0) {
        self.descriptor = descriptor
    }

    package func read(into buffer: UnsafeMutableRawBufferPointer) throws(StreamError) -> Int {
        while hasInput {
            let count = Foundation.read(descriptor, buffer.baseAddress, buffer.count)
            if count == 0 { isOver = true }
            if count >= 0 { return count }
            if errno != EINTR, errno != EAGAIN {
                throw .cannotRead(name: "standard input", reason: String(cString: strerror(errno)))
            }
        }
        return 0
    }

    package var hasInput: Bool {
        var state = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return !isOver && poll(&state, 1, 0) > 0
    }

    package var change: StreamChange { isOver ? .over : hasInput ? .grown : .none }
}
