import Feeds
import Language
import Signals
import Testing

/// Streams that are JSON in another shape than a post a line.
struct ElementReaderTests {
    private func reader(_ bytes: [UInt8], largest: Int = 1 << 20, blockSize: Int = 1 << 20) throws -> LineReader {
        let reader = LineReader(PiecemealStream(bytes, largest: largest, seed: 11), blockSize: blockSize)
        try reader.settleShape()
        return reader
    }

    private func texts(_ text: String) throws -> [String] {
        try StreamLine.all(of: reader(Array(text.utf8))).map { String(decoding: $0.bytes, as: UTF8.self) }
    }

    @Test(
        "the elements of arrays and values one after the other are found",
        arguments: [
            ("[]", []), ("[ ]\n", []), ("[1]", ["1"]),
            (#"[{"a":1},{"b":[2,{"c":"]}"}]}]"#, [#"{"a":1}"#, #"{"b":[2,{"c":"]}"}]}"#]),
            ("[\n  {\n    \"a\" : \"x\\\"{\"\n  },\n  {\n  }\n]\n", ["{\n    \"a\" : \"x\\\"{\"\n  }", "{\n  }"]),
            ("\u{FEFF}[{},{}]", ["{}", "{}"]), ("[{}]\n[{}]\n", ["{}", "{}"]), ("[[{}],2]", ["[{}]", "2"]),
            ("window.YTD.tweets.part0 = [ {} ]", ["{}"]), ("window.YTD.tweets.part0=[{}];\n", ["{}"]),
            ("window.__THAR_CONFIG = {\n \"a\":1\n}", ["{\n \"a\":1\n}"]),
            ("{\n  \"a\": 1\n}{\n  \"b\": 2\n}\n", ["{\n  \"a\": 1\n}", "{\n  \"b\": 2\n}"]),
            ("\n\n {\n\"a\":[\n{}\n]}", ["{\n\"a\":[\n{}\n]}"]),
            ("{\"a\":[\n{}\n]}", ["{\"a\":[\n{}\n]}"]),
            ("[\"a, b]\", null, no JSON]", ["\"a, b]\"", "null", "no JSON"]),
        ] as [(String, [String])]
    )
    func elements(text: String, expected: [String]) throws {
        #expect(try texts(text) == expected)
    }

    @Test(
        "lines stay lines where the first one is whole, or was cut short",
        arguments: [
            "{\"a\":1}\n{\"b\":2}\n", "{\"a\":[\n{\"b\":2}\n\n{\"c\":3}", "{\"a\":\"x,\n{\"b\":2}\n",
            "{\"a\":1,\n{\"b\":2}\n",
            "{\"a\":1", "no JSON = at all\n{}\n", "12\r\n{\"a\":1}\r\n", "", "\n", "\"a\"\n", "{\"a\":1}", "{\n{}\n",
        ]
    )
    func lines(text: String) throws {
        // The second is laid out like an object over several lines, and is one.
        guard text != "{\"a\":[\n{\"b\":2}\n\n{\"c\":3}" else {
            #expect(try texts(text) == [text])
            return
        }
        #expect(try StreamLine.all(of: reader(Array(text.utf8))) == StreamLine.all(in: Array(text.utf8)))
    }

    @Test(
        "what is no JSON is an element up to its line's end, or up to the next that looks whole",
        arguments: [
            (
                "{\n \"a\":1\n}\nClassic, extended\n{\n \"b\":2\n}\n",
                ["{\n \"a\":1\n}", "Classic, extended", "{\n \"b\":2\n}"]
            ),
            ("[\n  {\"a\":\"cut\n  \"b\":1},\n  {\"c\":2}\n]", ["{\"a\":\"cut\n  \"b\":1},", "{\"c\":2}"]),
            ("[\n  {\"a\":[1}},\n  {\"c\":2}\n]", ["{\"a\":[1}},", "{\"c\":2}"]),
            ("[\n  {\"a\":1", ["{\"a\":1"]), ("[{}\n] tail", ["{}", "tail"]), ("[{}]]\n", ["{}", "]"]),
        ] as [(String, [String])]
    )
    func broken(text: String, expected: [String]) throws {
        #expect(try texts(text) == expected)
    }

    /// An array of a few elements laid out in any way, and its elements.
    private func array(_ random: inout SplitMix) -> (bytes: [UInt8], elements: [String]) {
        let gaps = ["", " ", "\n", "\n    ", "\r\n\t"]
        let elements = (0..<Int.random(in: 0..<9, using: &random)).map { number -> String in
            let gap = gaps.randomElement(using: &random) ?? ""
            let text =
                ["", "]}", "\\\"[", "\\\\", "é😀", String(repeating: "x", count: 300)].randomElement(using: &random)
                ?? ""
            return [
                "{\(gap)\"id\":\(number),\(gap)\"text\":\"\(text)\"\(gap)}", "[\(gap)[\"\(text)\"]\(gap),{}]",
                "\(number)", "\"\(text)\"",
            ].randomElement(using: &random) ?? ""
        }
        var text = Bool.random(using: &random) ? "window.YTD.tweets.part0 = [" : "["
        for (index, element) in elements.enumerated() {
            text += (index > 0 ? "," : "") + (gaps.randomElement(using: &random) ?? "") + element
        }
        text += (gaps.randomElement(using: &random) ?? "") + "]" + (gaps.randomElement(using: &random) ?? "")
        return (Array(text.utf8), elements)
    }

    @Test("any chunking of a stream gives the same elements, at their places")
    func chunking() throws {
        var random = SplitMix(state: 12)
        for round in 0..<2000 {
            let (bytes, elements) = array(&random)
            let reader = try reader(
                bytes,
                largest: [1, 3, 40, 5000][round % 4],
                blockSize: [1, 7, 64, 1024][round / 4 % 4]
            )
            let found = try StreamLine.all(of: reader)
            #expect(found.map { String(decoding: $0.bytes, as: UTF8.self) } == elements)
            for element in found {
                #expect(Array(bytes[Int(element.offset)...].prefix(element.bytes.count)) == element.bytes)
            }
        }
    }

    @Test("from behind any element the rest is found, and everything is hashed")
    func skip() throws {
        var random = SplitMix(state: 13)
        for _ in 0..<300 {
            let (bytes, elements) = array(&random)
            let found = try StreamLine.all(of: reader(bytes))
            for (index, element) in found.enumerated() {
                let end = Int(element.offset) + element.bytes.count
                let reader = try reader(bytes, largest: 9, blockSize: 16)
                var digest = StableHash()
                #expect(try reader.skip(Int64(end), digest: &digest))
                #expect(digest.value == bytes[..<end].withUnsafeBytes { StableHash.hash($0) })
                #expect(try reader.endsItem())
                let rest = try StreamLine.all(of: reader).map { String(decoding: $0.bytes, as: UTF8.self) }
                #expect(rest == Array(elements[(index + 1)...]))
            }
        }
    }

    @Test("what was skipped ends no element in the middle of one")
    func endsItem() throws {
        let bytes = Array(#"[ {"a":[1]} , {} ]"#.utf8)
        let inside = try (0...bytes.count).filter { count in
            let reader = try reader(bytes)
            var digest = StableHash()
            _ = try reader.skip(Int64(count), digest: &digest)
            return try !reader.endsItem()
        }
        #expect(inside == Array(3..<11) + [15])
    }

    @Test(
        "an element over the limit is named with its place and length, and those around it are still heard",
        arguments: [
            LineReader.lineLimit + 1, 40_000_000,
        ]
    )
    func oversized(length: Int) throws {
        let long =
            [UInt8(ascii: "\"")] + [UInt8](repeating: UInt8(ascii: "a"), count: length - 2) + [UInt8(ascii: "\"")]
        let bytes = Array("[\n{}, ".utf8) + long + Array(" ,\n[1]\n]".utf8)
        for largest in [1 << 14, 1 << 20, 100_000_000] {
            let lines = try StreamLine.all(of: reader(bytes, largest: largest))
            #expect(lines.map(\.offset) == [2, 6, Int64(6 + length + 3)])
            #expect(lines.map(\.isOversized) == [false, true, false])
            #expect(lines.last?.bytes == Array("[1]".utf8))
        }
    }

    @Test("white space without end is not gathered")
    func whiteSpace() throws {
        let bytes = Array("[\n".utf8) + [UInt8](repeating: 0x20, count: 3_000_000) + Array("{}]".utf8)
        let found = try StreamLine.all(of: reader(bytes, largest: 1000, blockSize: 1000))
        #expect(found == [StreamLine(offset: 3_000_002, bytes: Array("{}".utf8))])
    }
}
