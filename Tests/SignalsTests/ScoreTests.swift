import Signals
import Testing

@Suite struct ScoreTests {
    @Test(
        arguments: [
            (0, "0"), (1, "0.0001"), (10, "0.001"), (100, "0.01"), (1000, "0.1"), (6200, "0.62"), (9999, "0.9999"),
            (10_000, "1"), (10_500, "1.05"), (-1, "-0.0001"), (-6200, "-0.62"), (-10_000, "-1"),
            (123_456_789, "12345.6789"),
            (.max, "214748.3647"), (.min, "-214748.3648"),
        ] as [(Int32, String)]
    )
    func `it is printed without trailing zeros`(tenThousandths: Int32, text: String) {
        #expect(Score(tenThousandths: tenThousandths).description == text)
    }

    @Test func `what is printed reads back as the same score`() throws {
        for value in Int32(-10_100)...10_100 {
            let score = Score(tenThousandths: value)
            let read = try #require(Double(score.description))
            #expect(Score(read) == score)
            #expect(Score(score.value) == score)
        }
    }

    @Test(
        arguments: [
            (0.62, 6200), (0.000_04, 0), (0.000_06, 1), (0.999_96, 10_000), (-0.25, -2500), (1.0 / 3, 3333),
            (2.0 / 3, 6667),
        ] as [(Double, Int32)]
    )
    func `a number becomes the nearest score`(value: Double, tenThousandths: Int32) {
        #expect(Score(value).tenThousandths == tenThousandths)
    }

    @Test func `scores are ordered and subtracted as numbers`() {
        #expect(Score(-0.5) < Score.zero)
        #expect(Score(0.0999) < Score(0.1))
        #expect(Score.one - Score(0.3) == Score(0.7))
        #expect(Score(0.3) - Score.one == Score(-0.7))
    }

    @Test(arguments: [
        (0.2, 0.3, 0.5, Sentiment.Class.positive, 0.3), (0.5, 0.3, 0.2, .negative, -0.3), (0.1, 0.8, 0.1, .neutral, 0),
        (0.45, 0.1, 0.45, .neutral, 0), (0.1, 0.45, 0.45, .neutral, 0.35), (0.45, 0.45, 0.1, .neutral, -0.35),
    ])
    func `a sentiment's decision is its most probable class, and neutral where two are level`(
        negative: Double,
        neutral: Double,
        positive: Double,
        decision: Sentiment.Class,
        score: Double
    ) {
        let sentiment = Sentiment(negative: Score(negative), neutral: Score(neutral), positive: Score(positive))
        #expect(sentiment.decision == decision)
        #expect(sentiment.score == Score(score))
    }
}
