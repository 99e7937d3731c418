import Language
import Signals
import Testing

@Suite struct LinearScorerTests {
    @Test func `the three probabilities sum to one and are none below zero`() throws {
        let reader = try Reader()
        var random = SplitMix(state: 71)
        let words = [
            "love", "hate", "terrible", "great", "the", "api", "not", "NOOOO", "!!!", ":)", "😡", "shit", "thanks", "is",
            "broken", "#fail", "https://x.y", "?", "but",
        ]
        for _ in 0..<3000 {
            let text = (0..<Int.random(in: 1...200, using: &random)).map { _ in
                words[Int.random(in: words.indices, using: &random)]
            }.joined(separator: " ")
            let analysis = reader.analysis(text, language: "en")
            let sentiment = try #require(analysis.sentiment)
            let parts = [sentiment.negative, sentiment.neutral, sentiment.positive].map(\.tenThousandths)
            #expect(parts.reduce(0, +) == 10_000)
            #expect(parts.allSatisfy { (0...10_000).contains($0) }, "\(parts) of \(text)")
            let offensive = try #require(analysis.offensive)
            #expect((0...10_000).contains(offensive.tenThousandths))
        }
    }

    @Test(arguments: [
        ("I love this, it is wonderful and I am so happy!", Sentiment.Class.positive),
        ("This is terrible, I hate it, worst day ever.", .negative),
        ("The talk is at noon in hall B.", .neutral), ("Thank you so much, great work!", .positive),
        ("What a horrible, useless, disappointing mess", .negative),
    ])
    func `plain cases are decided as people do`(text: String, decision: Sentiment.Class) throws {
        #expect(try Reader().analysis(text).sentiment?.decision == decision)
    }

    @Test func `a negation lowers what it negates`() throws {
        let reader = try Reader()
        let plain = try #require(reader.analysis("this release is good").sentiment)
        let negated = try #require(reader.analysis("this release is not good").sentiment)
        #expect(negated.score < plain.score)
    }

    @Test func `an insult is more offensive than thanks`() throws {
        let reader = try Reader()
        let insult = try #require(reader.analysis("you are a stupid disgusting idiot, shut up").offensive)
        let thanks = try #require(reader.analysis("thank you for the lovely talk, see you tomorrow").offensive)
        #expect(insult >= Score(0.5))
        #expect(thanks < Score(0.5))
    }

    @Test func `a text gets the same score whatever was read before it`() throws {
        let reader = try Reader()
        let texts = ["I love it", "I hate it", "", "東京", "it is not bad at all", "READ THIS NOW!!!", "I love it"]
        let first = texts.map { reader.analysis($0).sentiment }
        #expect(texts.reversed().map { reader.analysis($0).sentiment } == first.reversed())
        #expect(first.first == first.last)
        #expect(try Reader().analysis("I love it").sentiment == first.last)
    }

    @Test func `a row with another tag adds nothing`() throws {
        let key = HandmadeWeights.key("grobly")
        let plain = try HandmadeWeights.reader { _ in }.analysis("grobly", language: "en").sentiment
        // Bits 8 to 15 are the tag, those above it the row, those below it neither.
        for bit in 0..<32 {
            let reader = try HandmadeWeights.reader { $0.add(key ^ 1 << UInt32(bit), [100, 0]) }
            let sentiment = try #require(reader.analysis("grobly", language: "en").sentiment)
            #expect((sentiment == plain) == (bit >= 8), "bit \(bit)")
        }
    }

    @Test func `the more important of two features keeps the row`() throws {
        let key = HandmadeWeights.key("grobly")
        for other in [key ^ 1 << 7, key] {
            let reader = try HandmadeWeights.reader {
                $0.add(key, [100, 0])
                $0.add(other, [0, 127])
            }
            #expect(reader.analysis("grobly", language: "en").sentiment?.decision == .negative)
        }
    }

    @Test func `both models share the row of a word`() throws {
        var (sentiment, offensive) = (HandmadeWeights(.sentiment), HandmadeWeights(.offensive))
        sentiment.add(HandmadeWeights.key("grobly"), [0, 100])
        offensive.add(HandmadeWeights.key("other"), [1])
        offensive.add(HandmadeWeights.key("grobly"), [-100])
        let analysis = try HandmadeWeights.reader(sentiment, offensive).analysis("grobly", language: "en")
        #expect(analysis.sentiment?.decision == .positive)
        #expect(analysis.offensive == .zero)
    }

    @Test func `the sum counts less the longer the text is`() throws {
        let reader = try HandmadeWeights.reader { $0.add(HandmadeWeights.key("grobly"), [3, 0]) }
        let scores = [1, 5, 15, 60].map { count in
            let text = (["grobly"] + Array(repeating: "x", count: count - 1)).joined(separator: " ")
            return reader.analysis(text, language: "en").sentiment?.negative.value ?? 0
        }
        // 0.3 times the root of 15 over the tokens, against two values of zero.
        #expect(scores == [0.6151, 0.4567, 0.403, 0.3675])
    }

    @Test func `another model gives another revision`() throws {
        let texts = (0..<30).map { LabelledText(label: $0 % 2, text: "w\($0)") }
        let offensive = Trainer(kind: .offensive, options: .init()).train(
            on: TrainingData(training: texts, validation: texts, provenance: .init(training: 0, validation: 0))
        )
        let other = try LanguageModel(sentiment: .embedded(.sentiment), offensive: offensive)
        #expect(other.revision != LanguageModel.embedded.revision)
        #expect(
            try LanguageModel(sentiment: .embedded(.sentiment), offensive: .embedded(.offensive)).revision
                == LanguageModel.embedded.revision
        )
    }
}
