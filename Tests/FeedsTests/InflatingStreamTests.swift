import Feeds
import Foundation
import Language
import TestSupport
import Testing

struct InflatingStreamTests {
    /// Text that compresses to several input blocks.
    private static let text: [UInt8] = {
        var random = SplitMix(state: 8)
        return (0..<600_000).map { $0 % 90 == 89 ? 10 : UInt8.random(in: 0x20...0x7E, using: &random) }
    }()
    private static let compressed = Result { try SystemGzip.compress(text) }

    /// All that can be read, and what ended it.
    private func read(_ stream: any ByteStream, pieces: Int = 1 << 16) -> (bytes: [UInt8], error: StreamError?) {
        var bytes: [UInt8] = []
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: pieces, alignment: 1)
        defer { buffer.deallocate() }
        while true {
            do throws(StreamError) {
                let count = try stream.read(into: buffer)
                guard count > 0 else { return (bytes, nil) }
                bytes += buffer[..<count]
            } catch {
                return (bytes, error)
            }
        }
    }

    private func inflated(
        _ bytes: [UInt8],
        largest: Int = 1 << 20,
        pieces: Int = 1 << 16
    ) -> (bytes: [UInt8], error: StreamError?) {
        read(InflatingStream(PiecemealStream(bytes, largest: largest, seed: 9), name: "posts.gz"), pieces: pieces)
    }

    /// Without the comparison that a failed `#expect` makes of arrays, which takes minutes for these.
    private func expectEqual(_ bytes: [UInt8], _ expected: [UInt8], at location: SourceLocation = #_sourceLocation) {
        let isEqual = bytes == expected
        #expect(isEqual, "\(bytes.count) bytes instead of \(expected.count), or others", sourceLocation: location)
    }

    @Test("what is not compressed passes as it is", arguments: [0, 1, 2, 3, 4, 5, 600_000])
    func plain(length: Int) {
        let bytes = Array(Self.text[..<length])
        for largest in [1, 1 << 20] where length < 10 || largest > 1 {
            let result = inflated(bytes, largest: largest)
            expectEqual(result.bytes, bytes)
            #expect(result.error == nil)
        }
    }

    @Test("gzip is undone, whatever the sizes of reads", arguments: [(1, 1 << 16), (1000, 7), (1 << 20, 1 << 20)])
    func gzip(largest: Int, pieces: Int) throws {
        let result = inflated(try Self.compressed.get(), largest: largest, pieces: pieces)
        expectEqual(result.bytes, Self.text)
        #expect(result.error == nil)
    }

    @Test("several members are one stream, and zeros may pad its end", arguments: [0, 1, 511, 400_000])
    func members(padding: Int) throws {
        let (one, two) = (Array("one\n".utf8), Array("two\n".utf8))
        let bytes =
            try SystemGzip.compress(one) + Self.compressed.get() + SystemGzip.compress([]) + SystemGzip.compress(two)
        for largest in [1, 1 << 20] {
            let result = inflated(bytes + [UInt8](repeating: 0, count: padding), largest: largest)
            expectEqual(result.bytes, one + Self.text + two)
            #expect(result.error == nil)
        }
    }

    @Test(
        "gzip that ends early gives what came before, then says so",
        arguments: [2, 5, 10, 100, 5000, 300_000, -8, -1]
    )
    func truncated(length: Int) throws {
        let compressed = try Self.compressed.get()
        let result = inflated(Array(compressed[..<(length < 0 ? compressed.count + length : length)]))
        #expect(result.error == .brokenGzip(name: "posts.gz", reason: "it ends early"))
        expectEqual(result.bytes, Array(Self.text[..<result.bytes.count]))
        if length == 300_000 { #expect(result.bytes.count > 250_000) }
        if length < 0 { #expect(result.bytes.count == Self.text.count) }
    }

    @Test("damaged gzip gives what came before the damage, then says so")
    func corrupt() throws {
        var compressed = try Self.compressed.get()
        compressed[compressed.count - 8] ^= 1
        for pieces in [1000, 1 << 20] {
            let result = inflated(compressed, pieces: pieces)
            #expect(result.error == .brokenGzip(name: "posts.gz", reason: "incorrect data check"))
            // The checksum stands behind everything.
            expectEqual(result.bytes, Self.text)
        }
    }

    @Test("an error is told again and again, not forgotten")
    func errorStays() throws {
        let stream = InflatingStream(MemoryStream([0x1F, 0x8B, 0xFF, 0, 0, 0, 0, 0, 0, 0]), name: "posts.gz")
        let first = read(stream).error
        #expect(first == .brokenGzip(name: "posts.gz", reason: "unknown compression method"))
        #expect(read(stream).error == first)
    }

    @Test("something else behind gzip is damage")
    func garbageBehind() throws {
        let result = inflated(try SystemGzip.compress(Array("one\n".utf8)) + Array("garbage".utf8))
        expectEqual(result.bytes, Array("one\n".utf8))
        #expect(result.error == .brokenGzip(name: "posts.gz", reason: "incorrect header check"))
    }

    @Test("a file that is not there, or is a folder, is named with the reason")
    func unreadable() throws {
        let folder = try TemporaryFolder()
        let missing = folder.path("missing")
        #expect(throws: StreamError.cannotOpen(path: missing, reason: "No such file or directory")) {
            try StreamSource(path: missing).open()
        }
        let stream = try StreamSource(path: folder.url.path).open()
        #expect(read(stream).error == .cannotRead(name: folder.url.path, reason: "Is a directory"))
    }
}
