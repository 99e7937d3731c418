import Foundation

/// A stream that cannot be read.
package enum StreamError: Error, Hashable, CustomStringConvertible {
    case cannotOpen(path: String, reason: String)
    case cannotRead(name: String, reason: String)
    case brokenGzip(name: String, reason: String)
    case brokenZstandard(name: String, reason: String)
    case compressed(path: String)
    case notAFile(path: String)

    package var description: String {
        switch self {
        case .cannotOpen(let path, let reason): "cannot open \(path): \(reason)"
        case .cannotRead(let name, let reason): "cannot read \(name): \(reason)"
        case .brokenGzip(let name, let reason): Self.damaged(name, "gzip", reason)
        case .brokenZstandard(let name, let reason): Self.damaged(name, "zstd", reason)
        case .compressed(let path):
            "\(path) is compressed and cannot be followed. Replay it, or name its folder as a feed."
        case .notAFile(let path):
            "\(path) is no plain file and cannot be followed. Name a folder as one, and read a pipe as standard input (-)."
        }
    }

    private static func damaged(_ name: String, _ compression: String, _ reason: String) -> String {
        "\(name) is damaged \(compression): \(reason). What came before the damage was heard; mend the file and replay it "
            + "again, nothing will be heard twice."
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
