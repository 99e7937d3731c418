import Feeds
import Language
import Signals
import Testing

struct LineReaderTests {
    @Test("any chunking of a stream gives the same lines")
    func chunking() throws {
        var random = SplitMix(state: 1)
        for round in 0..<3000 {
            let bytes = stream(&random)
            let expected = StreamLine.all(in: bytes)
            let piecemeal = PiecemealStream(bytes, largest: [1, 3, 40, 5000][round % 4], seed: UInt64(round))
            let lines = try StreamLine.all(of: LineReader(piecemeal, blockSize: [1, 7, 64, 1024][round / 4 % 4]))
            #expect(lines == expected)
        }
    }

    /// A few lines of any length, ended in any way.
    private func stream(_ random: inout SplitMix) -> [UInt8] {
        var bytes: [UInt8] = []
        for _ in 0..<Int.random(in: 0..<12, using: &random) {
            let length = [0, 1, 30, 500][Int.random(in: 0..<4, using: &random)]
            bytes += (0..<length).map { _ in UInt8.random(in: 0x20...0xFF, using: &random) }
            bytes += [[10], [13, 10], [10, 10], [32, 9, 10]][Int.random(in: 0..<4, using: &random)]
        }
        if Bool.random(using: &random), !bytes.isEmpty { bytes.removeLast() }
        return bytes
    }

    @Test(
        "a line over the limit is named with its place and length, and the lines behind it are still heard",
        arguments: [
            LineReader.lineLimit + 1, 17_000_000, 17 << 20, 40_000_000,
        ]
    )
    func oversized(length: Int) throws {
        let long = [UInt8](repeating: UInt8(ascii: "a"), count: length)
        let bytes = Array("first\n".utf8) + long + Array("\nlast".utf8)
        for largest in [1 << 14, 1 << 20, 100_000_000] {
            let reader = LineReader(PiecemealStream(bytes, largest: largest, seed: 3))
            let lines = try StreamLine.all(of: reader)
            #expect(lines.map(\.offset) == [0, 6, Int64(7 + length)])
            #expect(lines.map(\.isOversized) == [false, true, false])
            #expect(lines.last?.bytes == Array("last".utf8))
        }
        let reader = LineReader(MemoryStream(Array(bytes[6..<(7 + length)])))
        var skipped = StableHash()
        guard case .oversized(let line) = try reader.next(skipped: &skipped) else {
            Issue.record("it was read")
            return
        }
        #expect(line.length == Int64(length + 1))
        #expect(line.digest == StableHash.hash(String(decoding: long, as: UTF8.self) + "\n"))
        #expect(line.prefix.count == DeadLetter.payloadLimit)
        #expect(skipped.value == line.digest)
    }

    @Test("a line at the limit is read, and one over it is not, even as the last of a stream without an end")
    func limit() throws {
        for (length, isOversized) in [(LineReader.lineLimit, false), (LineReader.lineLimit + 1, true)] {
            let bytes = [UInt8](repeating: UInt8(ascii: "a"), count: length)
            let lines = try StreamLine.all(of: LineReader(PiecemealStream(bytes, largest: 1 << 20, seed: 4)))
            #expect(lines.map(\.isOversized) == [isOversized])
        }
    }

    @Test("a byte order mark at the start is no part of the first line")
    func byteOrderMark() throws {
        let bytes: [UInt8] = [0xEF, 0xBB, 0xBF] + Array("one\ntwo\n".utf8)
        for largest in [1, 100] {
            let lines = try StreamLine.all(of: LineReader(PiecemealStream(bytes, largest: largest, seed: 5)))
            #expect(
                lines == [
                    StreamLine(offset: 3, bytes: Array("one".utf8)), StreamLine(offset: 7, bytes: Array("two".utf8)),
                ]
            )
        }
        let later = Array("one\n".utf8) + bytes
        let lines = try StreamLine.all(of: LineReader(PiecemealStream(later, largest: 1, seed: 5)))
        #expect(lines[1].bytes == [0xEF, 0xBB, 0xBF] + Array("one".utf8))
    }

    @Test("the head of a stream is its first line, however the bytes come")
    func head() throws {
        let long = [UInt8](repeating: UInt8(ascii: "a"), count: 3000)
        for (bytes, head) in [
            (Array("one\ntwo\n".utf8), Array("one".utf8)), (Array("one".utf8), Array("one".utf8)), ([], []),
            (long + Array("\ntwo".utf8), Array(long.prefix(1024))),
        ] {
            for largest in [1, 7, 900, 5000] {
                let reader = LineReader(PiecemealStream(bytes, largest: largest, seed: 6), blockSize: 1024)
                #expect(try reader.head() == head)
                #expect(try StreamLine.all(of: reader) == StreamLine.all(in: bytes))
            }
        }
    }

    @Test("behind a last line without an end there is white space, not what an earlier block left")
    func lastByte() throws {
        let bytes =
            [UInt8](repeating: UInt8(ascii: "}"), count: 100) + Array("\n{\"text\":\"a\",\"user\":{\"x\":1}".utf8)
        for blockSize in [8, 40, 100, 130] {
            let reader = LineReader(PiecemealStream(bytes, largest: 50, seed: 10), blockSize: blockSize)
            var skipped = StableHash()
            let parser = PostParser()
            while case .block(let block) = try reader.next(skipped: &skipped) {
                var walk = LineWalk(block)
                while let line = walk.line() {
                    let reading = ParsedReading(parser.read(line.bytes, format: .ndjson))
                    #expect(throws: PostError.self) { try reading.get() }
                    let next = try #require(line.bytes.baseAddress).load(
                        fromByteOffset: line.bytes.count,
                        as: UInt8.self
                    )
                    #expect(next <= 0x20)
                }
            }
        }
    }

    @Test("what an earlier run heard is skipped and hashed")
    func skip() throws {
        let bytes = Array("one\ntwo\nthree\n".utf8)
        for count in 0...bytes.count {
            var digest = StableHash()
            let reader = LineReader(PiecemealStream(bytes, largest: 3, seed: 7), blockSize: 5)
            #expect(try reader.skip(Int64(count), digest: &digest))
            #expect(digest.value == StableHash.hash(String(decoding: bytes[..<count], as: UTF8.self)))
            #expect(reader.endsLine == [0, 4, 8, 14].contains(count))
            let rest = try StreamLine.all(of: reader)
            #expect(rest.map(\.bytes) == StreamLine.all(in: Array(bytes[count...])).map(\.bytes))
        }
        var digest = StableHash()
        #expect(try !LineReader(MemoryStream(bytes)).skip(15, digest: &digest))
    }
}
