import Feeds
import Foundation
import Language
import Pipeline
import Signals
import TestSupport
import Testing

struct JudgeFilterTests {
    private static let words = [
        "devops", "DevOps", "#linux", "@swift", "shit", "great", "terrible", "the", "a", "is", "not", "😀",
        "https://e.example/", "…", "swift evolution",
        "&amp;", "naïve", "日本", "I", "love", "hate",
    ]

    /// Lines of every sort: posts, texts, statuses, broken ones, empty ones.
    private static let lines: [String] = {
        var random = SplitMix(state: 15)
        return (0..<400).map { number in
            let text = (0..<Int.random(in: 0..<15, using: &random)).map { _ in words.randomElement(using: &random) ?? ""
            }.joined(separator: " ")
            switch number % 8 {
            case 0: return text
            case 1: return #"{"id":"\#(number)","text":"\#(text)","lang":"en"}"#
            case 2: return #"{"id_str":"\#(number)","text":"\#(text)","user":{"screen_name":"ada"},"lang":"de"}"#
            case 3: return #"{"text":"\#(text)","user":{"x":1}"#
            case 4: return ""
            default: return #"{"id":\#(number),"author":"ada","text":"\#(text)"}"#
            }
        }
    }()

    private func rules() throws -> JudgingRules {
        try JudgingRules(topics: ["devops", "linux", "swift evolution", "日本"].map(Topic.init))
    }

    private func judge(
        _ stream: any ByteStream,
        format: PostFormat = .auto
    ) throws -> (lines: [String], unreadable: Int) {
        var filter = JudgeFilter(rules: try rules(), format: format)
        var output: [UInt8] = []
        try filter.run(stream) { output += $0 }
        let lines = String(decoding: output, as: UTF8.self).split(separator: "\n").map(String.init)
        #expect(filter.lines == lines.count)
        return (lines, filter.unreadable)
    }

    private func judge(_ lines: [String], format: PostFormat = .auto) throws -> [String] {
        try judge(MemoryStream(Array(lines.joined(separator: "\n").utf8)), format: format).lines
    }

    /// Errors name their line, which is the one thing that depends on its place.
    private func withoutNumber(_ line: String) -> String {
        line.hasPrefix("{\"line\":") ? String(line.drop { $0 != "," }) : line
    }

    @Test("a line judged alone is judged as it is among others", arguments: [PostFormat.auto, .ndjson, .text])
    func alone(format: PostFormat) throws {
        let together = try judge(Self.lines + [""], format: format)
        #expect(together.count == Self.lines.count)
        for (line, judged) in zip(Self.lines, together) {
            let alone = try judge([line, ""], format: format)
            #expect(alone.map(withoutNumber) == [withoutNumber(judged)])
        }
    }

    @Test("the last line is judged the same without its end")
    func lastLine() throws {
        for line in Self.lines where !line.isEmpty {
            #expect(try judge([line]) == judge([line, ""]))
        }
    }

    @Test("order and repetition change nothing")
    func order() throws {
        var random = SplitMix(state: 16)
        let one = Dictionary(zip(Self.lines, try judge(Self.lines + [""]).map(withoutNumber))) { first, _ in first }
        let shuffled = (Self.lines + Self.lines).shuffled(using: &random)
        let other = try judge(shuffled + [""]).map(withoutNumber)
        #expect(other.count == shuffled.count)
        for (line, judged) in zip(shuffled, other) { #expect(judged == one[line]) }
    }

    @Test("a line that cannot be read has its error in its place")
    func errors() throws {
        let result = try judge(MemoryStream(Array("devops\n{\"id\":1}\nlinux\n{\n".utf8)))
        #expect(result.unreadable == 2)
        #expect(result.lines.count == 4)
        #expect(result.lines[1] == #"{"line":2,"error":"there is no text; a post needs at least {\"text\":…}"}"#)
        #expect(result.lines[3].hasPrefix(#"{"line":4,"error":"not JSON: "#))
        let third = try #require(try JSONSerialization.jsonObject(with: Data(result.lines[2].utf8)) as? [String: Any])
        #expect(third["keywords"] as? [String] == ["linux"])
    }

    @Test("a line over the limit has its error in its place")
    func oversized() throws {
        let text = "devops\n\(String(repeating: "a", count: 17_000_000))\nlinux"
        let result = try judge(MemoryStream(Array(text.utf8)))
        #expect(result.lines.count == 3)
        #expect(result.unreadable == 1)
        #expect(result.lines[1] == #"{"line":2,"error":"the line is longer than 16 MiB"}"#)
        #expect(result.lines[2].contains(#""keywords":["linux"]"#))
    }

    @Test("a byte order mark does not make the first post a text")
    func byteOrderMark() throws {
        let marked = try judge(["\u{FEFF}" + #"{"id":"1","text":"devops"}"#, ""])
        #expect(marked == (try judge([#"{"id":"1","text":"devops"}"#, ""])))
    }
}
