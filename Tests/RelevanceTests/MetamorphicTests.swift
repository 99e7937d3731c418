import Signals
import Testing

/// What must not change a judgement, and what must.
///
/// The shares allowed to fail were fixed before the first run: 5 in 100 for what only looks different, 10 in 100 for what says
/// a little more, 25 in 100 for denials.
@Suite struct MetamorphicTests {
    private static let sentences =
        SentimentSentences.positive + SentimentSentences.negative + SentimentSentences.neutral

    private static func isChanged(_ one: String, _ other: String, _ judging: Judging) -> Bool {
        decision(one, judging) != decision(other, judging)
    }

    private static func decision(_ text: String, _ judging: Judging) -> Sentiment.Class? {
        judging.judgement(text, language: "en").sentiment?.decision
    }

    /// The sentences whose class a change alters.
    private static func altered(_ change: (String) -> String) throws -> [String] {
        let judging = try Judging(topics: [])
        return sentences.filter { isChanged($0, change($0), judging) }
    }

    private static func expect(_ altered: [String], atMost share: Double, of count: Int = sentences.count) {
        #expect(Double(altered.count) <= share * Double(count), "\(altered.count) of \(count): \(altered)")
    }

    @Test func `there are enough sentences, and most are read as they are meant`() throws {
        #expect(Self.sentences.count >= 40)
        let judging = try Judging(topics: [])
        let meant = [
            (SentimentSentences.positive, Sentiment.Class.positive), (SentimentSentences.negative, .negative),
            (SentimentSentences.neutral, .neutral),
        ]
        let wrong = meant.flatMap { texts, meaning in texts.filter { Self.decision($0, judging) != meaning } }
        Self.expect(wrong, atMost: 0.2)
    }

    @Test func `lower case leaves the class`() throws {
        Self.expect(try Self.altered { $0.lowercased() }, atMost: 0.05)
    }

    @Test(arguments: [".", " .", "…"])
    func `a final stop leaves the class`(stop: String) throws {
        Self.expect(try Self.altered { $0 + stop }, atMost: 0.05)
    }

    @Test(arguments: ["@kim ", "@lee "])
    func `whom it is addressed to leaves the class`(name: String) throws {
        Self.expect(try Self.altered { name + $0 }, atMost: 0.1)
    }

    @Test func `another name or address leaves every number as it is`() throws {
        let judging = try Judging(topics: [])
        for sentence in Self.sentences {
            let texts = ["@kim \(sentence) https://a.example/1", "@lee \(sentence) https://b.example/22?x=3"]
            let judgements = texts.map { judging.judgement($0, language: "en") }
            #expect(judgements[0] == judgements[1], "\(sentence)")
        }
    }

    @Test(arguments: [" The meeting is on Monday.", " It is about the parser.", " See page four of the report."])
    func `a plain sentence behind it leaves the class`(added: String) throws {
        Self.expect(try Self.altered { $0 + "." + added }, atMost: 0.1)
    }

    @Test func `a denial of something good is not positive`() throws {
        let judging = try Judging(topics: [])
        let denied = SentimentSentences.denied
        Self.expect(denied.map(\.1).filter { Self.decision($0, judging) == .positive }, atMost: 0.25, of: denied.count)
        // And it is always less positive than what it denies.
        for (plain, denial) in denied {
            let scores = [plain, denial].compactMap { judging.judgement($0, language: "en").sentiment?.score }
            #expect(scores.count == 2 && scores[1] < scores[0], "\(denial): \(scores)")
        }
    }
}
