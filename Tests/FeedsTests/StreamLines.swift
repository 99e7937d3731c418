import Feeds
import Language
import Signals

/// Hands over bytes in pieces of random sizes, as pipes and sockets do.
final class PiecemealStream: ByteStream {
    private let bytes: [UInt8]
    private let largest: Int
    private var index = 0
    private var random: SplitMix

    init(_ bytes: [UInt8], largest: Int, seed: UInt64) {
        self.bytes = bytes
        self.largest = largest
        random = SplitMix(state: seed)
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        let count = min(buffer.count, bytes.count - index, Int.random(in: 1...largest, using: &random))
        bytes.withUnsafeBytes { buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[index..<index + count])) }
        index += count
        return count
    }
}

/// A line of a stream and where it starts.
struct StreamLine: Hashable, CustomStringConvertible {
    let offset: Int64
    let bytes: [UInt8]
    var isOversized = false

    var description: String { "\(bytes.count) bytes at \(offset)\(isOversized ? ", oversized" : "")" }

    /// Every line that `reader` finds.
    static func all(of reader: LineReader) throws -> [StreamLine] {
        var lines: [StreamLine] = []
        var skipped = StableHash()
        while true {
            switch try reader.next(skipped: &skipped) {
            case .block(let block):
                var walk = LineWalk(block)
                while let line = walk.line() {
                    lines.append(StreamLine(offset: block.offset + Int64(line.start), bytes: Array(line.bytes)))
                }
            case .oversized(let line):
                lines.append(StreamLine(offset: line.offset, bytes: line.prefix, isOversized: true))
            case .end: return lines
            }
        }
    }

    /// The lines of bytes in memory, cut in the plainest way.
    static func all(in bytes: [UInt8]) -> [StreamLine] {
        var lines: [StreamLine] = []
        var start = 0
        for end in bytes.indices where bytes[end] == UInt8(ascii: "\n") {
            lines.append(StreamLine(offset: Int64(start), bytes: trimmed(bytes[start..<end])))
            start = end + 1
        }
        if start < bytes.count { lines.append(StreamLine(offset: Int64(start), bytes: trimmed(bytes[start...]))) }
        return lines
    }

    private static func trimmed(_ line: ArraySlice<UInt8>) -> [UInt8] {
        Array(line.reversed().drop { $0 <= 0x20 }.reversed())
    }
}
