import Feeds
import Language
import TestSupport
import Testing

/// zstd is read as gzip is.
struct ZstandardStreamTests {
    /// Text that compresses to several blocks.
    private static let text: [UInt8] = {
        var random = SplitMix(state: 81)
        return (0..<600_000).map { $0 % 90 == 89 ? 10 : UInt8.random(in: 0x20...0x7E, using: &random) }
    }()
    private static let compressed = Result { try Zstandard.compress(text) }

    private func inflated(
        _ bytes: [UInt8],
        largest: Int = 1 << 20,
        pieces: Int = 1 << 16
    ) -> (bytes: [UInt8], error: StreamError?) {
        let stream = InflatingStream(PiecemealStream(bytes, largest: largest, seed: 9), name: "posts.zst")
        var read: [UInt8] = []
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: pieces, alignment: 1)
        defer { buffer.deallocate() }
        while true {
            do throws(StreamError) {
                let count = try stream.read(into: buffer)
                guard count > 0 else { return (read, nil) }
                read += buffer[..<count]
            } catch {
                return (read, error)
            }
        }
    }

    /// Without the comparison that a failed `#expect` makes of arrays, which takes minutes for these.
    private func expectEqual(_ bytes: [UInt8], _ expected: [UInt8], at location: SourceLocation = #_sourceLocation) {
        let isEqual = bytes == expected
        #expect(isEqual, "\(bytes.count) bytes instead of \(expected.count), or others", sourceLocation: location)
    }

    @Test("zstd is undone, whatever the sizes of reads", arguments: [(1, 1 << 16), (1000, 7), (1 << 20, 1 << 20)])
    func whole(largest: Int, pieces: Int) throws {
        let result = inflated(try Self.compressed.get(), largest: largest, pieces: pieces)
        expectEqual(result.bytes, Self.text)
        #expect(result.error == nil)
    }

    @Test("a text that grows a thousandfold is undone whole in small pieces")
    func dense() throws {
        let zeros = [UInt8](repeating: 0x61, count: 1_000_000)
        let result = inflated(try Zstandard.compress(zeros), pieces: 1000)
        expectEqual(result.bytes, zeros)
        #expect(result.error == nil)
    }

    @Test("several frames are one stream, and those that hold no data are passed over")
    func frames() throws {
        let (one, two) = (Array("one\n".utf8), Array("two\n".utf8))
        let skippable = Zstandard.skippableFrame(Array("a note".utf8))
        let bytes =
            try skippable + Zstandard.compress(one) + Self.compressed.get() + skippable + Zstandard.compress([])
            + Zstandard.compress(two, level: 19) + skippable
        for largest in [1, 1 << 20] {
            let result = inflated(bytes, largest: largest)
            expectEqual(result.bytes, one + Self.text + two)
            #expect(result.error == nil)
        }
    }

    @Test("zstd that ends early gives what came before, then says so", arguments: [4, 5, 10, 5000, 300_000, -4, -1])
    func truncated(length: Int) throws {
        let compressed = try Self.compressed.get()
        let result = inflated(Array(compressed[..<(length < 0 ? compressed.count + length : length)]))
        #expect(result.error == .brokenZstandard(name: "posts.zst", reason: "it ends early"))
        expectEqual(result.bytes, Array(Self.text[..<result.bytes.count]))
        if length == 300_000 { #expect(result.bytes.count > 250_000) }
        if length < 0 { #expect(result.bytes.count == Self.text.count) }
    }

    @Test("damaged zstd gives what came before the damage, then says so, again and again")
    func corrupt() throws {
        var compressed = try Self.compressed.get()
        compressed[compressed.count - 2] ^= 1
        let result = inflated(compressed)
        #expect(result.error == .brokenZstandard(name: "posts.zst", reason: "Restored data doesn't match checksum"))
        #expect(result.bytes.count > 400_000)
        expectEqual(result.bytes, Array(Self.text[..<result.bytes.count]))
        #expect(
            result.error?.description
                == "posts.zst is damaged zstd: Restored data doesn't match checksum. What came before the damage was heard; "
                + "mend the file and replay it again, nothing will be heard twice."
        )
    }

    @Test("something else behind zstd is damage")
    func garbageBehind() throws {
        let result = inflated(try Zstandard.compress(Array("one\n".utf8)) + Array("garbage".utf8))
        expectEqual(result.bytes, Array("one\n".utf8))
        #expect(result.error == .brokenZstandard(name: "posts.zst", reason: "Unknown frame descriptor"))
    }
}
