import CZlib
import Foundation

/// A stream that cannot be read.
package enum StreamError: Error, Hashable, CustomStringConvertible {
    case cannotOpen(path: String, reason: String)
    case cannotRead(name: String, reason: String)
    case brokenGzip(name: String, reason: String)
    case zstandard(name: String)
    case compressed(path: String)

    package var description: String {
        switch self {
        case .cannotOpen(let path, let reason): "cannot open \(path): \(reason)"
        case .cannotRead(let name, let reason): "cannot read \(name): \(reason)"
        case .brokenGzip(let name, let reason):
            "\(name) is damaged gzip: \(reason). What came before the damage was heard; mend the file and replay it again, "
                + "nothing will be heard twice."
        case .compressed(let path):
            "\(path) is compressed and cannot be followed. Replay it, or name its folder as a feed."
        case .zstandard(let name):
            "\(name) is compressed with zstd, which this version does not read. Pipe it: zstdcat \(name) | earshot replay -"
        }
    }
}

/// Bytes from somewhere.
package protocol ByteStream: AnyObject {
    /// Fills part of `buffer`; 0 at the end.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws(StreamError) -> Int
    /// Whether `read` would answer at once.
    var hasInput: Bool { get }
}

/// A file, or standard input.
package final class FileStream: ByteStream {
    private let descriptor: Int32
    private let name: String
    private let ownsDescriptor: Bool

    /// Opens a file; `-` is standard input.
    package init(path: String) throws(StreamError) {
        name = path == "-" ? "standard input" : path
        ownsDescriptor = path != "-"
        descriptor = path == "-" ? 0 : open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .cannotOpen(path: path, reason: Self.reason()) }
    }

    deinit {
        if ownsDescriptor, descriptor >= 0 { close(descriptor) }
    }

    package func read(into buffer: UnsafeMutableRawBufferPointer) throws(StreamError) -> Int {
        while true {
            let count = Foundation.read(descriptor, buffer.baseAddress, buffer.count)
            if count >= 0 { return count }
            if errno != EINTR { throw .cannotRead(name: name, reason: Self.reason()) }
        }
    }

    package var hasInput: Bool {
        var state = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&state, 1, 0) != 0
    }

    private static func reason() -> String { String(cString: strerror(errno)) }
}

/// Bytes that are in memory already.
package final class MemoryStream: ByteStream {
    private let bytes: [UInt8]
    private var index = 0

    package init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    package var hasInput: Bool { true }

    package func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        let count = min(buffer.count, bytes.count - index)
        bytes.withUnsafeBytes { buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[index..<index + count])) }
        index += count
        return count
    }
}

/// Where a stream comes from.
package enum StreamSource: Hashable, Sendable {
    case file(path: String)
    case standardInput
    /// A file that goes on after its end.
    case followed(path: String)
    /// Standard input as it comes, without waiting.
    case live
    case memory(bytes: [UInt8], name: String)

    /// A path, or `-` for standard input.
    package init(path: String) {
        self = path == "-" ? .standardInput : .file(path: path)
    }

    /// For people; of a file its name without the folder.
    package var label: String {
        switch self {
        case .file(let path), .followed(let path): URL(fileURLWithPath: path).lastPathComponent
        case .standardInput, .live: "standard input"
        case .memory(_, let name): name
        }
    }

    /// Whether it can be heard again, and so be resumed.
    package var isRepeatable: Bool { self != .standardInput && self != .live }

    /// The stream from its start, decompressed.
    package func open() throws(StreamError) -> any ByteStream {
        switch self {
        case .file(let path): InflatingStream(try FileStream(path: path), name: path)
        case .standardInput: InflatingStream(try FileStream(path: "-"), name: label)
        case .followed(let path): try FollowedFile(path: path)
        case .live: LiveInput()
        case .memory(let bytes, _): InflatingStream(MemoryStream(bytes), name: label)
        }
    }
}

/// Decompresses gzip where the stream is that, and passes on what is not.
package final class InflatingStream: ByteStream {
    private enum State {
        case start
        case plain
        case inflating
        case betweenMembers
        case ended
        case failed(StreamError)
    }

    private let upstream: any ByteStream
    private let name: String
    private var state = State.start
    private var zlib = z_stream()
    private let input = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
    /// The part of `input` that was read from upstream and not used yet.
    private var available = 0..<0

    package init(_ upstream: any ByteStream, name: String) {
        self.upstream = upstream
        self.name = name
    }

    package var hasInput: Bool { !available.isEmpty || upstream.hasInput }

    deinit {
        if case .inflating = state { inflateEnd(&zlib) }
        input.deallocate()
    }

    package func read(into buffer: UnsafeMutableRawBufferPointer) throws(StreamError) -> Int {
        if case .start = state { try begin() }
        while true {
            switch state {
            case .plain: return try readPlain(into: buffer)
            case .inflating:
                let count = try inflateSome(into: buffer)
                if count > 0 { return count }
            case .betweenMembers: try beginNextMember()
            case .start, .ended: return 0
            case .failed(let error): throw error
            }
        }
    }

    private func begin() throws(StreamError) {
        while available.count < 4, try fill() {}
        let head = Array(input[available].prefix(4))
        if head.starts(with: [0x28, 0xB5, 0x2F, 0xFD]) { throw .zstandard(name: name) }
        if head.starts(with: [0x1F, 0x8B]) { try beginMember() } else { state = .plain }
    }

    private func readPlain(into buffer: UnsafeMutableRawBufferPointer) throws(StreamError) -> Int {
        guard !available.isEmpty else { return try upstream.read(into: buffer) }
        let count = min(buffer.count, available.count)
        buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: input[available].prefix(count)))
        available = available.dropFirst(count)
        return count
    }

    /// Reads more input behind what there is; false at its end.
    private func fill() throws(StreamError) -> Bool {
        if available.isEmpty { available = 0..<0 }
        let room = UnsafeMutableRawBufferPointer(rebasing: input[available.upperBound...])
        guard !room.isEmpty else { return true }
        let count = try upstream.read(into: room)
        available = available.lowerBound..<available.upperBound + count
        return count > 0
    }

    private func beginMember() throws(StreamError) {
        zlib = z_stream()
        // 16 added to the window bits: gzip only.
        guard inflateInit2_(&zlib, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
            throw .brokenGzip(name: name, reason: "no memory to decompress")
        }
        state = .inflating
    }

    /// A gzip file may hold several members one after the other; zeros may pad its end.
    private func beginNextMember() throws(StreamError) {
        while true {
            if available.isEmpty, try !fill() {
                state = .ended
                return
            }
            guard input[available.lowerBound] == 0 else { break }
            available = available.dropFirst()
        }
        try beginMember()
    }

    private func inflateSome(into buffer: UnsafeMutableRawBufferPointer) throws(StreamError) -> Int {
        if available.isEmpty, try !fill() {
            fail("it ends early")
            return 0
        }
        zlib.next_in = input.baseAddress?.advanced(by: available.lowerBound).assumingMemoryBound(to: UInt8.self)
        zlib.avail_in = UInt32(available.count)
        zlib.next_out = buffer.baseAddress?.assumingMemoryBound(to: UInt8.self)
        zlib.avail_out = UInt32(buffer.count)
        let result = inflate(&zlib, Z_NO_FLUSH)
        available = available.upperBound - Int(zlib.avail_in)..<available.upperBound
        let written = buffer.count - Int(zlib.avail_out)
        switch result {
        case Z_OK, Z_BUF_ERROR: break
        case Z_STREAM_END:
            inflateEnd(&zlib)
            state = .betweenMembers
        default:
            // What was written before the damage is handed out first.
            fail(zlib.msg.map { String(cString: $0) } ?? "error \(result)")
        }
        return written
    }

    private func fail(_ reason: String) {
        inflateEnd(&zlib)
        state = .failed(.brokenGzip(name: name, reason: reason))
    }
}
