import Language
import Signals
import Testing

/// Which words a negation covers, seen through a model that knows one negated word.
@Suite struct NegationTests {
    private static func isNegated(_ word: String, in text: String) throws -> Bool {
        let reader = try HandmadeWeights.reader { $0.add(HandmadeWeights.key(word, isNegated: true), [100, 0]) }
        let sentiment = try #require(reader.analysis(text, language: "en").sentiment)
        return sentiment.decision == .negative
    }

    @Test(arguments: [
        "not grobly", "it isn’t grobly", "DON'T grobly", "not one two three grobly", "not one, two grobly",
        "not one two three not grobly", "not one two three no four five grobly", "but not grobly",
    ])
    func `a negator covers the next four tokens, commas included`(text: String) throws {
        #expect(try Self.isNegated("grobly", in: text))
    }

    @Test(arguments: [
        "grobly", "grobly not", "not one two three four grobly", "not one, two three grobly", "not one. grobly",
        "not one! grobly", "not (grobly)", "not one but grobly", "not one; grobly", "nothing however grobly",
        "not one\n\ngrobly", "#not grobly", "knot grobly",
    ])
    func `a scope ends after four tokens, at a sign but a comma, and after a contrast`(text: String) throws {
        #expect(try !Self.isNegated("grobly", in: text))
    }

    @Test func `a negator is itself covered by the one before it`() throws {
        #expect(try Self.isNegated("never", in: "not never"))
        #expect(try !Self.isNegated("never", in: "never not"))
    }
}
