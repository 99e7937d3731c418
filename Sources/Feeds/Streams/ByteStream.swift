import Foundation

/// A stream that cannot be read.
package enum StreamError: Error, Hashable, CustomStringConvertible {
    case cannotOpen(path: String, reason: String)
    case cannotRead(name: String, reason: String)
    case outOfDescriptors(path: String)
    case brokenGzip(name: String, reason: String)
    case brokenZstandard(name: String, reason: String)
    case compressed(path: String)
    case notAFile(path: String)
    case endless(name: String)

    package var description: String {
        switch self {
        case .cannotOpen(let path, let reason): "cannot open \(path): \(reason)"
        case .cannotRead(let name, let reason): "cannot read \(name): \(reason)"
        case .outOfDescriptors(let path): "cannot open \(path): \(Self.reason(EMFILE))"
        case .brokenGzip(let name, let reason): Self.damaged(name, "gzip", reason)
        case .brokenZstandard(let name, let reason): Self.damaged(name, "zstd", reason)
        case .compressed(let path):
            "\(path) is compressed and cannot be followed. Replay it, or name its folder as a feed."
        case .notAFile(let path):
            "\(path) is no plain file and cannot be followed. Name a folder as one, and read a pipe as standard input (-)."
        case .endless(let name): "\(name) is a device that gives bytes without end. Name a file or a pipe."
        }
    }

    /// The error of a system call that could not open a path.
    static func opening(_ path: String, _ code: Int32) -> StreamError {
        code == EMFILE || code == ENFILE ? .outOfDescriptors(path: path) : .cannotOpen(path: path, reason: reason(code))
    }

    /// An error of the system in words.
    static func reason(_ code: Int32) -> String { String(cString: strerror(code)) }

    private static func damaged(_ name: String, _ compression: String, _ reason: String) -> String {
        "\(name) is damaged \(compression): \(reason). What came before the damage was heard; mend the file and replay it "
            + "again, nothing will be heard twice."
    }
}

/// Bytes from somewhere.
package protocol ByteStream: AnyObject {
    /// Fills part of `buffer`; 0 at the end.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws(StreamError) -> Int
}

/// A file, read from its start to its end.
package final class FileStream: ByteStream {
    private let descriptor: Int32
    private let name: String

    package init(path: String) throws(StreamError) {
        name = path
        // What was a file a moment ago may be a named pipe by now, which would be waited for without O_NONBLOCK.
        descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw .opening(path, errno) }
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    package func read(into buffer: UnsafeMutableRawBufferPointer) throws(StreamError) -> Int {
        while true {
            let count = Foundation.read(descriptor, buffer.baseAddress, buffer.count)
            if count >= 0 { return count }
            if errno != EINTR { throw .cannotRead(name: name, reason: Self.reason()) }
        }
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

    package func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        let count = min(buffer.count, bytes.count - index)
        bytes.withUnsafeBytes { buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[index..<index + count])) }
        index += count
        return count
    }
}

/// The source of a stream.
package enum StreamSource: Hashable, Sendable {
    case file(path: String)
    case standardInput
    /// A path that can be read once: a named pipe, `/dev/stdin`, `<(…)`.
    case once(path: String)
    /// A file that goes on after its end.
    case followed(path: String)
    case memory(bytes: [UInt8], name: String)

    /// A path, or `-` for standard input.
    ///
    /// Looks at what the path stands for, and opens nothing.
    package init(path: String) {
        self = path == "-" ? .standardInput : FileSight.isReadOnce(path) ? .once(path: path) : .file(path: path)
    }

    /// For people; of a file its name without the folder.
    package var label: String {
        switch self {
        case .file(let path), .followed(let path), .once(let path): URL(fileURLWithPath: path).lastPathComponent
        case .standardInput: "standard input"
        case .memory(_, let name): name
        }
    }

    /// True if it can be heard again, and so be resumed.
    package var isRepeatable: Bool {
        switch self {
        case .standardInput, .once: false
        case .file, .followed, .memory: true
        }
    }

    /// The stream from its start, decompressed.
    package func open() throws(StreamError) -> any ByteStream {
        switch self {
        case .file(let path): InflatingStream(try FileStream(path: path), name: path)
        case .standardInput: InflatingStream(try OnceStream(path: "-"), name: label)
        case .once(let path): InflatingStream(try OnceStream(path: path), name: path)
        case .followed(let path): try FollowedFile(path: path)
        case .memory(let bytes, _): InflatingStream(MemoryStream(bytes), name: label)
        }
    }
}
