import Language
import Testing

@Suite struct SketchTests {
    private static let text = "The new release of Kapacitor fixes the alert handler that lost messages on restart"

    private static func sketch(_ text: String) throws -> Sketch {
        try #require(TextAnalyzer.sketch(of: text))
    }

    @Test(arguments: [
        "RT @ada: " + text, text + " https://example.org/7", text.uppercased(), text + " 🚀🚀 :)",
        text.replacing(" ", with: "  "), "@x @y " + text + "!!!",
        "“" + text + "”",
    ])
    func `links, mentions, the repost mark and signs do not count`(copy: String) throws {
        #expect(try Self.sketch(copy).isCopy(of: Self.sketch(Self.text)))
        #expect(try Self.sketch(copy).bands == Self.sketch(Self.text).bands)
    }

    @Test(arguments: [
        "", "one two three", "RT @a one two three https://x.y", "🚀 🚀 🚀 🚀 🚀", "@a @b @c @d @e", "! ! ! ! !",
    ])
    func `a text of less than four words has no sketch`(text: String) {
        #expect(TextAnalyzer.sketch(of: text) == nil)
    }

    @Test(arguments: ["one two three four", "東京駅前", "#a #b #c #d", "1 2 3 4"])
    func `four words are enough`(text: String) {
        #expect(TextAnalyzer.sketch(of: text) != nil)
    }

    @Test func `texts that share nearly all words and pairs are copies, others are not`() throws {
        var random = SplitMix(state: 61)
        func words(_ count: Int) -> [String] { (0..<count).map { _ in "w\(random.next() % 1_000_000)" } }
        var (near, half, far) = (0, 0, 0)
        for _ in 0..<500 {
            let text = words(24)
            let sketch = try Self.sketch(text.joined(separator: " "))
            // One word more: 47 of 49 features in common.
            if try Self.sketch((text + ["more"]).joined(separator: " ")).isCopy(of: sketch) { near += 1 }
            // Half of the words: 23 of 71.
            if try Self.sketch((text.prefix(12) + words(12)).joined(separator: " ")).isCopy(of: sketch) { half += 1 }
            if try Self.sketch(words(24).joined(separator: " ")).isCopy(of: sketch) { far += 1 }
        }
        #expect(near >= 495)
        #expect(half <= 5)
        #expect(far == 0)
    }

    @Test func `being a copy goes both ways`() throws {
        let (one, other) = (try Self.sketch(Self.text), try Self.sketch(Self.text + " today"))
        #expect(one.isCopy(of: one))
        #expect(one.isCopy(of: other) == other.isCopy(of: one))
    }

    @Test func `the order of words counts`() throws {
        let forwards = try Self.sketch("one two three four five six seven eight")
        let backwards = try Self.sketch("eight seven six five four three two one")
        #expect(forwards.bands != backwards.bands)
        #expect(!forwards.isCopy(of: backwards))
    }

    @Test func `of a long text a part of the words is kept, wherever it starts and ends`() throws {
        var random = SplitMix(state: 62)
        let words = (0..<400).map { _ in "w\(random.next() % 1_000_000)" }
        let text = try Self.sketch(words.joined(separator: " "))
        #expect(try text.isCopy(of: Self.sketch((["RT", "@ada"] + words).joined(separator: " "))))
        // Cut to an eighth, of which more of the words are kept.
        let part = try Self.sketch(words.prefix(50).joined(separator: " ") + " …")
        #expect(part.isCopy(of: text))
        #expect(text.isCopy(of: part))
        let others = (0..<400).map { _ in "w\(random.next() % 1_000_000)" }
        #expect(try !text.isCopy(of: Self.sketch(others.joined(separator: " "))))
        #expect(try !text.isCopy(of: Self.sketch((words.prefix(200) + others.prefix(200)).joined(separator: " "))))
    }

    @Test func `a text of one word thousands of times is sketched and is a copy of itself`() throws {
        let text = try Self.sketch(String(repeating: "buy ", count: 70_000))
        #expect(text.isCopy(of: text))
        #expect(try !text.isCopy(of: Self.sketch("buy buy milk and bread on the way")))
    }

    @Test func `the sketch of the text analysed last is that of the text`() throws {
        let analyzer = TextAnalyzer(matcher: try TopicMatcher(topics: []), model: .embedded)
        var analysis = Analysis()
        Array(Self.text.utf8).withUnsafeBytes { analyzer.analyze($0, declaredLanguage: nil, into: &analysis) }
        #expect(analyzer.sketch == TextAnalyzer.sketch(of: Self.text))
    }
}
