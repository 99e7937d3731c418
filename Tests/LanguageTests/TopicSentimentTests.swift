import Language
import Signals
import Testing

/// What is said of one topic is told from what is said of another.
@Suite struct TopicSentimentTests {
    /// The decision on each topic, in the order they are named; none where the text does not part them.
    private static func decisions(_ text: String, topics: [String] = ["swift", "xcode", "kotlin"]) throws -> [String] {
        let analysis = try Reader(topics: topics).analysis(text, language: "en")
        return zip(analysis.topics, analysis.topicSentiments).map { "\(topics[$0]) \($1.decision.name)" }
    }

    @Test(arguments: [
        "loving #swift, hating #xcode", "I love swift and hate xcode", "swift is great. xcode is terrible!",
        "Swift is wonderful but Xcode is a horrible mess", "love swift, although xcode is awful",
        "so happy with swift while xcode is the worst",
    ])
    func `opposite clauses give opposite sentiments`(text: String) throws {
        #expect(try Self.decisions(text) == ["swift positive", "xcode negative"])
    }

    @Test func `a third topic has its own`() throws {
        #expect(
            try Self.decisions("love swift, hate xcode, kotlin was released on monday")
                == ["swift positive", "xcode negative", "kotlin neutral"]
        )
    }

    @Test(arguments: [
        "swift and xcode are great", "swift, xcode and kotlin are awful", "I love swift and xcode",
        "#swift #xcode love it",
        "swift / xcode / kotlin", "great: swift, xcode", "love swift and the new xcode",
    ])
    func `topics of one clause share its sentiment`(text: String) throws {
        #expect(try Self.decisions(text) == [])
    }

    @Test func `one topic has the sentiment of the text`() throws {
        #expect(try Self.decisions("loving #swift, hating #xcode", topics: ["swift"]) == [])
    }

    @Test func `a topic named in two clauses has what both say`() throws {
        let found = try Self.decisions("I love swift. swift is wonderful. xcode is terrible.")
        #expect(found == ["swift positive", "xcode negative"])
    }

    @Test func `negation counts within its clause`() throws {
        #expect(try Self.decisions("swift is not good, xcode is good") == ["swift negative", "xcode positive"])
    }

    @Test func `a text of thousands of words has one sentiment, and takes no time`() throws {
        let begin = ContinuousClock.now
        let ands = "swift " + String(repeating: "good and ", count: 30_000) + "kotlin"
        #expect(try Self.decisions(ands) == [])
        #expect(try Self.decisions("swift kotlin " + String(repeating: ",.", count: 30_000)) == [])
        #expect(begin.duration(to: .now) < .seconds(2))
    }

    @Test func `a text of another language has none`() throws {
        let analysis = try Reader(topics: ["swift", "xcode"]).analysis("love swift, hate xcode", language: "de")
        #expect(analysis.topicSentiments == [])
        #expect(analysis.sentiment == nil)
    }

    @Test func `dozens of mentions are told apart, and a text of nothing but mentions is not`() throws {
        let text = String(repeating: "love swift, hate xcode. ", count: 100)
        #expect(try Self.decisions(text) == ["swift positive", "xcode negative"])
        #expect(try Self.decisions(String(repeating: text, count: 20)) == [])
    }
}
