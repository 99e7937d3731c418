import Foundation
import Signals
import Testing

/// The lines that `judge`, `why` and `export` write: their keys and order are a contract.
@Suite struct NeutralPostTests {
    private static let time = Timestamp(milliseconds: 1_504_012_107_131)

    private static func line(_ signal: Signal, _ judgement: Judgement? = nil) -> String {
        var writer = JSONWriter()
        writer.appendLine(of: signal, judgement: judgement)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    @Test func `a signal with everything has every key, in order`() {
        let signal = Signal(
            id: SignalID(source: "x", id: "7"),
            kind: .reply,
            author: "ada",
            time: Self.time,
            text: "Hello\n\u{1B}",
            language: "en",
            url: "https://example.org/7",
            parent: "6",
            engagement: Engagement(likes: 0, reposts: 1, replies: -1),
            raw: Array("{\"a\":1}".utf8)
        )
        #expect(
            Self.line(signal) == #"""
                {"id":"7","source":"x","author":"ada","time":"2017-08-29T13:08:27.131Z","text":"Hello\n\u001b","url":"https://example.org/7","lang":"en","likes":0,"reposts":1,"replies":-1,"kind":"reply","parent":"6","raw":"{\"a\":1}"}

                """#
        )
    }

    @Test func `what is unknown has no key`() {
        let signal = Signal(id: SignalID(source: "file", id: "a"), time: Self.time, text: "Hello")
        #expect(
            Self.line(signal) == #"{"id":"a","source":"file","time":"2017-08-29T13:08:27.131Z","text":"Hello"}"# + "\n"
        )
    }

    @Test func `a judgement has every key, in order`() {
        var judgement = Judgement()
        judgement.keywords = ["devops", "c++"]
        judgement.sentiment = Sentiment(negative: Score(0.05), neutral: Score(0.33), positive: Score(0.62))
        judgement.offensive = Score(0.03)
        judgement.relevance = Score(0.71)
        judgement.language = "en"
        judgement.reasons = [
            Reason(what: .keyword, detail: "devops", weight: Score(0.4)),
            Reason(what: .sentiment, detail: "positive", weight: Score(0.1)),
            Reason(what: .friendly, detail: "ada", weight: Score(0.25)),
            Reason(what: .profanity, detail: "damn", weight: Score(-0.04)),
        ]
        var writer = JSONWriter()
        writer.appendMembers(of: judgement)
        #expect(
            String(decoding: writer.bytes, as: UTF8.self) == #"""
                "keywords":["devops","c++"],"sentiment":"positive","sentiment_score":0.57,"probabilities":{"negative":0.05,"neutral":0.33,"positive":0.62},"volatile":false,"offensive":0.03,"relevance":0.71,"language":"en","reasons":[{"what":"keyword","detail":"devops","weight":0.4},{"what":"sentiment","detail":"positive","weight":0.1},{"what":"friendly","detail":"ada","weight":0.25},{"what":"profanity","detail":"damn","weight":-0.04}]
                """#
        )
    }

    @Test func `an unknown judgement says so, and not zero`() {
        var writer = JSONWriter()
        writer.appendMembers(of: Judgement())
        #expect(
            String(decoding: writer.bytes, as: UTF8.self) == #"""
                "keywords":[],"sentiment":null,"sentiment_score":null,"probabilities":null,"volatile":false,"offensive":null,"relevance":0,"language":null,"reasons":[]
                """#
        )
    }

    @Test func `a judgement that is used again holds nothing of the one before`() {
        var judgement = Judgement()
        judgement.keywords = ["swift"]
        judgement.isVolatile = true
        judgement.relevance = .one
        judgement.reasons = [Reason(what: .keyword, detail: "swift", weight: .one)]
        judgement.language = "en"
        judgement.offensive = .one
        judgement.sentiment = Sentiment(negative: .zero, neutral: .zero, positive: .one)
        judgement.reset()
        #expect(judgement == Judgement())
    }
}
