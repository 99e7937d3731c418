import Language
import Signals
import Testing

@Suite struct TopicVerdictTests {
    private static let topics: [Topic] = {
        var swift = Topic(name: "swift")
        swift.aliases = ["swiftlang"]
        swift.excluded = ["taylor"]
        swift.matching = .forms
        var rust = Topic(name: "rust")
        rust.required = ["cargo", "compiler"]
        return [swift, rust, Topic(name: "open source")]
    }()

    private func verdicts(_ text: String) throws -> [TopicVerdict] {
        let matcher = try TopicMatcher(topics: Self.topics)
        return TextAnalyzer(matcher: matcher, model: .embedded).verdicts(on: text)
    }

    @Test func `what names a topic is given with its place`() throws {
        let text = "Café: #OpenSource Swiftlang and #LearnSwift"
        let found = try verdicts(text)
        #expect(found.map(\.topic.name) == ["open source", "swift"])
        #expect(found.map(\.isNamed) == [true, true])
        let pieces = found.map { verdict in verdict.names.map { Array(text.utf8)[$0.range] } }
        #expect(
            pieces.map { $0.map { String(decoding: $0, as: UTF8.self) } } == [
                ["#OpenSource"], ["Swiftlang", "#LearnSwift"],
            ]
        )
        #expect(found[1].names.map(\.term.text) == ["swiftlang", "swift"])
    }

    @Test func `what rules a topic out is given, and what it lacks`() throws {
        let found = try verdicts("rust and Taylor's swift")
        #expect(found.map(\.topic.name) == ["rust", "swift"])
        #expect(found.map(\.isNamed) == [false, false])
        #expect(found.map(\.isAlone) == [true, false])
        #expect(found[1].excluded.map(\.term.text) == ["taylor"])
        #expect(try verdicts("rust needs cargo").map(\.isNamed) == [true])
    }

    @Test func `a form is called one`() throws {
        #expect(try verdicts("swifts")[0].names.map { [$0.term.isForm] } == [[true]])
        #expect(try verdicts("taylor, cargo").isEmpty)
    }

    /// What explains a match is no second matcher: they agree on any text.
    @Test func `verdicts and analysis agree`() throws {
        let words = ["swift", "taylor", "rust", "cargo", "swifts", "#LearnSwift", "open", "source", ",", "swiftlang"]
        var random = SplitMix(state: 5)
        let matcher = try TopicMatcher(topics: Self.topics)
        let reader = Reader(matcher: matcher)
        for _ in 0..<3000 {
            let count = Int.random(in: 0...6, using: &random)
            let text = (0..<count).map { _ in words.randomElement(using: &random) ?? "" }.joined(separator: " ")
            let named = try verdicts(text).filter(\.isNamed).map(\.topic.name)
            #expect(named == reader.topics(in: text), "\(text)")
        }
    }
}
