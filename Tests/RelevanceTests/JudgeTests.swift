import Language
import Relevance
import Signals
import Testing

@Suite struct JudgeTests {
    private static let topics = ["swift", "api", "continuous delivery", "#devops", "@influxdb", "c++", "東京"]

    @Test(arguments: [
        ("The api is documented in chapter two of the book", "ada"), ("I love swift, it is wonderful!", "ada"),
        ("nothing of note", "ada"),
        ("swift api c++ continuous delivery #devops", "ada"), ("東京", "ada"),
    ])
    func `a friendly author closes half of what is left to one`(text: String, author: String) throws {
        let plain = try Judging(topics: Self.topics).judgement(text, author: author)
        let boosted = try Judging(topics: Self.topics, friendlies: [author]).judgement(text, author: author)
        #expect(boosted.relevance == Score(plain.relevance.value + (1 - plain.relevance.value) * 0.5))
        #expect(
            boosted.reasons.last == Reason(what: .friendly, detail: author, weight: boosted.relevance - plain.relevance)
        )
        #expect(plain.weight(of: .friendly) == nil)
    }

    @Test(arguments: [
        ("ada", "ADA", true), ("@ada", "ada", true), ("Ada", "ada", true), ("ada", "ada2", false), ("ada", "", false),
        ("ada@example.org", "ada@example.org", true),
        ("мира", "мира", true),
    ])
    func `friendlies are compared without regard to case`(friendly: String, author: String, isFriendly: Bool) throws {
        let judgement = try Judging(topics: [], friendlies: [friendly]).judgement("hello", author: author)
        #expect(judgement.relevance == (isFriendly ? Score(0.5) : .zero))
    }

    @Test func `a title is matched and judged with the text, and no word spans both`() throws {
        let judging = try Judging(topics: ["swift", "crash"])
        #expect(judging.judgement("It happens at start", title: "A crash in Swift").keywords == ["crash", "swift"])
        #expect(judging.judgement("ift is fast", title: "Sw").keywords == [])
        #expect(judging.judgement("nothing of note", title: "nothing") == judging.judgement("nothing\nnothing of note"))
    }

    @Test func `profane words of a title are named as they stand there`() throws {
        let judgement = try Judging(topics: ["swift"]).judgement("swift, damn it", title: "Das ist Scheiße: shit")
        let words = judgement.reasons.first { $0.what == .profanity }?.detail
        #expect(words?.contains("shit") == true)
    }

    @Test func `a post without author is by no friendly`() throws {
        #expect(try Judging(topics: [], friendlies: ["", "ada"]).judgement("hello").relevance == .zero)
    }

    @Test func `profanity halves the relevance and names the words`() throws {
        let judgement = try Judging(topics: Self.topics, friendlies: ["ada"]).judgement(
            "Shit, the shitty swift api, shit",
            author: "ada",
            language: "de"
        )
        let before = judgement.sumOfReasons - (try #require(judgement.weight(of: .profanity)))
        #expect(judgement.relevance == Score(Score(tenThousandths: before).value * 0.5))
        #expect(judgement.reasons.last?.detail == "shit, shitty")
        #expect(judgement.isVolatile)
    }

    @Test func `profanity alone moves nothing below zero`() throws {
        let judgement = try Judging(topics: Self.topics).judgement("shit")
        #expect(judgement.relevance == .zero)
        #expect(judgement.isVolatile)
    }

    @Test func `at most five profane words are named`() throws {
        let judgement = try Judging(topics: []).judgement("shit fuck damn crap ass piss bastard")
        #expect(judgement.reasons.first?.detail == "shit, fuck, damn, crap, ass")
    }

    @Test func `specific keywords weigh more than short ones`() throws {
        let judging = try Judging(topics: ["go", "swift", "kubernetes", "#go", "東京"])
        func weight(_ text: String) -> Int32 { judging.judgement(text, language: "ja").relevance.tenThousandths }
        #expect(weight("go") == 3000)
        #expect(weight("go") < weight("swift"))
        #expect(weight("swift") < weight("kubernetes"))
        #expect(weight("kubernetes") == 6000)
        #expect(weight("東京") > weight("swift"))
    }

    @Test func `every further topic adds less`() throws {
        let judgement = try Judging(topics: ["kubernetes", "influxdb server", "observability"]).judgement(
            "kubernetes influxdb server observability",
            language: "ja"
        )
        #expect(judgement.reasons.map(\.weight.tenThousandths) == [6000, 2400, 960])
    }

    @Test func `clear sentiment adds where a topic is named, neutral adds nothing`() throws {
        let judging = try Judging(topics: ["swift"])
        let liked = judging.judgement("I love swift, it is wonderful!")
        let sentiment = try #require(liked.sentiment)
        let keyword = try #require(liked.weight(of: .keyword))
        #expect(
            liked.relevance
                == Score(Double(keyword) / 10_000 + (1 - Double(keyword) / 10_000) * 0.2 * sentiment.score.value)
        )
        #expect(judging.judgement("I love it, it is wonderful!").relevance == .zero)
        #expect(judging.judgement("The swift talk is at noon in hall B.").weight(of: .sentiment) == nil)
    }

    @Test func `where topics are told apart, relevance has the clearest sentiment on one, and says on which`() throws {
        let judgement = try Judging(topics: ["swift", "xcode"]).judgement("loving #swift, hating #xcode")
        #expect(judgement.topicSentiments.map(\.decision) == [.positive, .negative])
        #expect(judgement.sentiment(ofKeyword: 0)?.decision == .positive)
        let detail = try #require(judgement.reasons.first { $0.what == .sentiment }?.detail)
        let scores = judgement.topicSentiments.map { abs($0.score.tenThousandths) }
        #expect(detail == (scores[0] > scores[1] ? "positive on swift" : "negative on xcode"))
        #expect(judgement.sumOfReasons == judgement.relevance.tenThousandths)
    }

    @Test func `what is clearly offensive without a profane word is volatile from a threshold on`() throws {
        let text = "you are an idiot and a liar, shut up"
        let offensive = try #require(try Judging(topics: []).judgement(text, language: "en").offensive)
        func judgement(volatileAbove: Score) throws -> Judgement {
            try Judging(topics: ["liar"], volatileAbove: volatileAbove).judgement(text, language: "en")
        }
        let just = Score(tenThousandths: offensive.tenThousandths - 1)
        let volatile = try judgement(volatileAbove: just)
        #expect(volatile.isVolatile)
        let reason = try #require(volatile.reasons.last)
        #expect(reason.what == .offensive)
        #expect(reason.detail == offensive.description)
        let calm = try judgement(volatileAbove: offensive)
        #expect(!calm.isVolatile)
        #expect(volatile.relevance == Score(calm.relevance.value * 0.5))
        // A profane word is the reason where there is one.
        let profane = try Judging(topics: [], volatileAbove: .zero).judgement("shit, " + text, language: "en")
        #expect(profane.reasons.map(\.what) == [.profanity])
    }

    @Test func `any text gets a relevance from 0 to 1 that its reasons sum to`() throws {
        let judging = try Judging(topics: Self.topics, friendlies: ["ada"])
        var random = SplitMix(state: 81)
        for text in Self.randomTexts(4000, &random) {
            let judgement = judging.judgement(utf8: text, author: Bool.random(using: &random) ? "ada" : "eve")
            #expect(judgement.sumOfReasons == judgement.relevance.tenThousandths)
            #expect((0...10_000).contains(judgement.relevance.tenThousandths))
            #expect(Set(judgement.keywords).count == judgement.keywords.count)
            let isLowered = judgement.weight(of: .profanity) != nil || judgement.weight(of: .offensive) != nil
            #expect(judgement.isVolatile == isLowered)
        }
    }

    @Test func `a sign of spam halves relevance and never drops a post`() throws {
        let judging = try Judging(topics: Self.topics)
        let plain = judging.judgement("A course about swift, with notes")
        let spam = judging.judgement("A course about swift, with promo code")
        #expect(spam.keywords == plain.keywords)
        let reason = try #require(spam.reasons.last)
        #expect(reason.what == .spam)
        #expect(reason.detail == "promo code")
        let before = spam.sumOfReasons - reason.weight.tenThousandths
        #expect(reason.weight.tenThousandths == Score(Double(before) / 20_000).tenThousandths - before)
        #expect(spam.relevance.tenThousandths > 0)
        let nothing = judging.judgement("A giveaway")
        #expect(nothing.relevance == .zero)
        #expect(nothing.weight(of: .spam) == 0)
    }

    @Test func `judging twice or in another order gives the same`() throws {
        var random = SplitMix(state: 82)
        let texts = Self.randomTexts(500, &random)
        let judging = try Judging(topics: Self.topics, friendlies: ["ada"])
        let first = texts.map { judging.judgement(utf8: $0, author: "ada") }
        #expect(texts.reversed().map { judging.judgement(utf8: $0, author: "ada") } == first.reversed())
        #expect(
            texts.map { try? Judging(topics: Self.topics, friendlies: ["ada"]).judgement(utf8: $0, author: "ada") }
                == first
        )
    }

    private static func randomTexts(_ count: Int, _ random: inout SplitMix) -> [[UInt8]] {
        let words =
            [
                "swift", "API", "continuous", "delivery", "#DevOps", "@influxdb", "C++", "東京", "love", "hate", "shit",
                "fuck", "!!!", "not", "the", "is", "я", "https://swift.org", "\u{0}", "🚀", "giveaway",
                "\n\n", "ein", "und", "der",
            ].map { Array($0.utf8) } + [[0xFF], [0xE2, 0x80]]
        return (0..<count).map { _ in
            (0..<Int.random(in: 0...15, using: &random)).flatMap { _ in
                words[Int.random(in: words.indices, using: &random)] + [0x20]
            }
        }
    }
}
