/// Undoes one kind of compression, as much at a time as there is room for.
protocol Decompressor: AnyObject {
    /// Reads from `input` and writes to `output`.
    ///
    /// Behind the end of a member the next one may begin.
    func step(_ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer) -> DecompressionStep
}

/// What a decompressor did.
struct DecompressionStep {
    enum State {
        case goesOn
        /// A gzip member or a zstd frame is complete.
        case memberEnded
        case damaged(String)
    }

    var consumed: Int
    var written: Int
    var state: State
}

/// The compressions that a stream is told by its first bytes.
enum Compression {
    case gzip
    case zstandard

    init?(head: some Collection<UInt8>) {
        let head = Array(head.prefix(4))
        if head.starts(with: [0x1F, 0x8B]) {
            self = .gzip
        } else if head == [0x28, 0xB5, 0x2F, 0xFD] || Self.isSkippable(head) {
            self = .zstandard
        } else {
            return nil
        }
    }

    /// A zstd file may begin with a frame that holds no data of its own.
    private static func isSkippable(_ head: [UInt8]) -> Bool {
        head.count == 4 && head[0] & 0xF0 == 0x50 && head[1...] == [0x2A, 0x4D, 0x18]
    }

    /// nil without memory for it.
    func makeDecompressor() -> (any Decompressor)? {
        switch self {
        case .gzip: GzipDecompressor()
        case .zstandard: ZstandardDecompressor()
        }
    }

    func fault(_ name: String, _ reason: String) -> StreamError {
        switch self {
        case .gzip: .brokenGzip(name: name, reason: reason)
        case .zstandard: .brokenZstandard(name: name, reason: reason)
        }
    }

    /// gzip files may be padded with zeros at their end.
    var allowsZeros: Bool { self == .gzip }
}
