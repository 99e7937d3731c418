import Foundation
import Language
import Signals
import Testing

@Suite struct JSONWriterTests {
    private static func written(_ write: (inout JSONWriter) -> Void) -> String {
        var writer = JSONWriter()
        write(&writer)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    private static func written(utf8 bytes: [UInt8]) -> [UInt8] {
        var writer = JSONWriter()
        bytes.withUnsafeBytes { writer.append(utf8: $0) }
        return writer.bytes
    }

    @Test(arguments: [
        ("", #""""#), ("plain", #""plain""#), ("a\"b", #""a\"b""#), (#"a\b"#, #""a\\b""#), ("a/b", #""a/b""#),
        ("a\nb", #""a\nb""#),
        ("a\rb", #""a\rb""#), ("a\tb", #""a\tb""#), ("a\u{0}b", #""a\u0000b""#), ("\u{1B}[31m", #""\u001b[31m""#),
        ("\u{7F}", #""\u007f""#), ("\u{80}", #""\u0080""#), ("\u{9B}x", #""\u009bx""#), ("\u{9F}", #""\u009f""#),
        ("\u{A0}", "\"\u{A0}\""), ("\u{2027}", "\"\u{2027}\""), ("a\u{2028}b", #""a\u2028b""#),
        ("\u{2029}", #""\u2029""#),
        ("\u{202A}", "\"\u{202A}\""), ("café 東京 🚀", "\"café 東京 🚀\""), ("\u{10FFFF}", "\"\u{10FFFF}\""),
        ("<&>'", "\"<&>'\""),
    ])
    func `a text is quoted and escaped`(text: String, json: String) {
        #expect(Self.written { $0.append(text) } == json)
    }

    @Test func `every C0 and C1 control is escaped`() throws {
        for value in Array(UInt8(0)..<0x20) + Array(0x7F...0x9F) {
            let text = String(Unicode.Scalar(value))
            let json = Self.written { $0.append(text) }
            #expect(json.unicodeScalars.allSatisfy { (0x20..<0x7F).contains($0.value) }, "\(value)")
            #expect(try Self.read(Array(json.utf8)) == text)
        }
    }

    @Test(
        arguments: [
            ([0xFF], "\u{FFFD}"), ([0x61, 0xC3], "a\u{FFFD}"), ([0xC3, 0x61], "\u{FFFD}a"),
            ([0xC0, 0x80], "\u{FFFD}\u{FFFD}"),
            ([0xED, 0xA0, 0x80], "\u{FFFD}\u{FFFD}\u{FFFD}"),
            ([0xF4, 0x90, 0x80, 0x80], "\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}"),
            ([0xE2, 0x80], "\u{FFFD}\u{FFFD}"), ([0x80, 0x22], "\u{FFFD}\""), ([0xE2, 0x22, 0x0A], "\u{FFFD}\"\n"),
        ] as [([UInt8], String)]
    )
    func `bytes that are not UTF-8 become replacement characters`(bytes: [UInt8], text: String) throws {
        #expect(try Self.read(Self.written(utf8: bytes)) == text)
    }

    @Test func `any bytes give one line of valid JSON that reads back as the text`() throws {
        var random = SplitMix(state: 21)
        let pieces: [[UInt8]] = [
            [0x22], [0x5C], [0x0A], [0x0D], [0], [0x1B], [0x7F], [0xC2, 0x85], [0xC2, 0x9B], [0xE2, 0x80, 0xA8],
            [0xE2, 0x80, 0xA9],
            [0xE2, 0x80], [0xF0, 0x9F, 0x9A, 0x80], [0xED, 0xA0, 0x80], [0xC3], Array("é東".utf8), Array("plain".utf8),
        ]
        for _ in 0..<4000 {
            var bytes: [UInt8] = []
            for _ in 0..<Int.random(in: 0..<24, using: &random) {
                let isRandom = Bool.random(using: &random)
                bytes +=
                    isRandom
                    ? [UInt8.random(in: 0...255, using: &random)]
                    : pieces[Int.random(in: pieces.indices, using: &random)]
            }
            let json = Self.written(utf8: bytes)
            try Self.expectSafeLine(json)
            let read = try Self.read(json)
            if let text = String(validating: bytes, as: UTF8.self) { #expect(read == text) }
        }
    }

    /// Valid UTF-8, and nothing in it that a terminal, a browser or a reader of lines takes for a command.
    private static func expectSafeLine(_ json: [UInt8]) throws {
        let text = try #require(String(validating: json, as: UTF8.self))
        let isSafe = text.unicodeScalars.allSatisfy {
            $0.value >= 0x20 && !(0x7F..<0xA0).contains($0.value) && $0.value != 0x2028 && $0.value != 0x2029
        }
        #expect(isSafe, "\(text.debugDescription)")
    }

    private static func read(_ json: [UInt8]) throws -> String {
        let object = try JSONSerialization.jsonObject(with: Data("[".utf8 + json + "]".utf8))
        return try #require((object as? [String])?.first)
    }

    @Test(
        arguments: [
            (0, "0"), (7, "7"), (-7, "-7"), (10, "10"), (999, "999"), (1000, "1000"), (.max, "9223372036854775807"),
            (.min, "-9223372036854775808"),
        ] as [(Int64, String)]
    )
    func `a whole number is written with its digits`(number: Int64, text: String) {
        #expect(Self.written { $0.append(number) } == text)
        #expect(Self.written { $0.append(Int(number)) } == text)
    }

    @Test func `what is unknown is null`() {
        #expect(Self.written { $0.append(nil as String?) } == "null")
        #expect(Self.written { $0.append(nil as Int?) } == "null")
        #expect(Self.written { $0.append(nil as Score?) } == "null")
        #expect(Self.written { $0.append(0 as Int?) } == "0")
    }

    @Test func `it is emptied and used again`() {
        var writer = JSONWriter()
        writer.append("first")
        writer.reset()
        writer.append(true)
        writer.newline()
        #expect(writer.bytes == Array("true\n".utf8))
    }
}
