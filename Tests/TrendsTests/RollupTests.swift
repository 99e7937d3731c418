import Language
import Signals
import Testing
import Trends

@Suite struct RollupTests {
    private static func sentiment(_ negative: Double, _ neutral: Double, _ positive: Double) -> Sentiment {
        Sentiment(negative: Score(negative), neutral: Score(neutral), positive: Score(positive))
    }

    private static func share(
        _ relevance: Double,
        _ sentiment: Sentiment?,
        isVolatile: Bool = false,
        isDuplicate: Bool = false
    ) -> Rollup {
        var judgement = Judgement()
        judgement.relevance = Score(relevance)
        judgement.sentiment = sentiment
        judgement.isVolatile = isVolatile
        return Rollup(judgement, isDuplicate: isDuplicate)
    }

    @Test func `a topic's sums have the sentiment on it, where it is told apart`() {
        var judgement = Judgement()
        judgement.keywords = ["swift", "xcode"]
        judgement.sentiment = Self.sentiment(0.3, 0.3, 0.4)
        judgement.topicSentiments = [Self.sentiment(0, 0.1, 0.9), Self.sentiment(0.8, 0.1, 0.1)]
        #expect(Rollup(judgement, keyword: 0, isDuplicate: false).sentiment == 9000)
        #expect(Rollup(judgement, keyword: 1, isDuplicate: false).negative == 1)
        // All signals, and a topic that was gained later, have that of the whole.
        #expect(Rollup(judgement, isDuplicate: false).sentiment == 1000)
        #expect(Rollup(judgement, keyword: 2, isDuplicate: false).sentiment == 1000)
        judgement.topicSentiments = []
        #expect(Rollup(judgement, keyword: 1, isDuplicate: false).sentiment == 1000)
    }

    @Test func `sums count what was said`() {
        var sums = Rollup()
        sums += Self.share(0.5, Self.sentiment(0.1, 0.2, 0.7))
        sums += Self.share(0.25, Self.sentiment(0.8, 0.1, 0.1), isVolatile: true)
        sums += Self.share(0.75, Self.sentiment(0.2, 0.6, 0.2), isDuplicate: true)
        sums += Self.share(0.1, nil, isVolatile: true, isDuplicate: true)
        #expect(sums.count == 4)
        #expect(sums.relevance == 16_000)
        #expect(sums.meanRelevance == Score(0.4))
        #expect(sums.sentiment == -1000)
        #expect(sums.judged == 3)
        #expect([sums.negative, sums.neutral, sums.positive] == [1, 1, 1])
        #expect(sums.volatile == 2)
        #expect(sums.duplicates == 2)
    }

    @Test func `unknown sentiment is no neutral sentiment`() {
        var sums = Self.share(0.5, Self.sentiment(0, 0.5, 0.5))
        sums += Self.share(0.5, nil)
        #expect(sums.meanSentiment == Score(0.5))
        #expect(Self.share(0.5, nil).meanSentiment == nil)
        #expect(Self.share(0.5, nil).neutral == 0)
        #expect(Rollup().meanRelevance == nil)
    }

    @Test(
        arguments: [
            (.fiveMinutes, "2017-08-29T13:08:27.131Z", "2017-08-29T13:05:00Z"),
            (.hour, "2017-08-29T13:08:27.131Z", "2017-08-29T13:00:00Z"),
            (.day, "2017-08-29T13:08:27.131Z", "2017-08-29T00:00:00Z"),
            (.fiveMinutes, "2017-08-29T13:05:00Z", "2017-08-29T13:05:00Z"),
            (.fiveMinutes, "1969-12-31T23:59:59.999Z", "1969-12-31T23:55:00Z"),
            (.hour, "1969-12-31T22:30:00Z", "1969-12-31T22:00:00Z"),
            (.day, "1969-12-30T00:00:00Z", "1969-12-30T00:00:00Z"),
            (.day, "1969-12-30T00:00:00.001Z", "1969-12-30T00:00:00Z"),
        ] as [(RollupStep, String, String)]
    )
    func `a span starts at a multiple of its step, before 1970 too`(
        step: RollupStep,
        time: String,
        start: String
    ) throws {
        let key = RollupKey(series: 1, step: step, time: try #require(Timestamp(iso8601: time)))
        #expect(Timestamp(milliseconds: key.start).description == start)
    }

    @Test(
        arguments: [
            (300_000, .fiveMinutes), (900_000, .fiveMinutes), (3_600_000, .hour), (7_200_000, .hour),
            (5_400_000, .fiveMinutes), (86_400_000, .day), (604_800_000, .day),
            (60_000, nil), (1, nil),
        ] as [(Int64, RollupStep?)]
    )
    func `a bucket is read from the coarsest step that divides it`(milliseconds: Int64, step: RollupStep?) {
        #expect(RollupStep.coarsest(dividing: milliseconds) == step)
    }

    @Test func `every step of the ladder holds every signal`() {
        var batch = RollupBatch()
        var random = SplitMix(state: 91)
        var totals = Rollup()
        for _ in 0..<2000 {
            let share = Self.share(
                Double.random(in: 0...1, using: &random),
                Bool.random(using: &random) ? Self.sentiment(0.3, 0.3, 0.4) : nil
            )
            let time = Timestamp(milliseconds: Int64.random(in: -200_000_000...200_000_000, using: &random))
            batch.add(share, series: 7, time: time)
            totals += share
        }
        for step in RollupStep.allCases {
            var sums = Rollup()
            for entry in batch.sums where entry.key.step == step { sums += entry.sums }
            #expect(sums == totals, "\(step)")
        }
        #expect(
            batch.sums.filter { $0.key.step == .day }.map(\.key.start) == [-3, -2, -1, 0, 1, 2].map { $0 * 86_400_000 }
        )
        #expect(batch.sums.allSatisfy { $0.key.start % $0.key.step.milliseconds == 0 })
    }

    @Test func `the order of signals does not change the sums`() {
        var random = SplitMix(state: 92)
        let signals = (0..<500).map { _ in
            (
                Self.share(Double.random(in: 0...1, using: &random), nil), Int64.random(in: 1...3, using: &random),
                Int64.random(in: 0...9_000_000, using: &random)
            )
        }
        func sums(_ signals: [(Rollup, Int64, Int64)]) -> [[Int64]] {
            var batch = RollupBatch()
            for (share, topic, time) in signals { batch.add(share, series: topic, time: Timestamp(milliseconds: time)) }
            return batch.sums.map {
                [$0.key.series, $0.key.step.milliseconds, $0.key.start, $0.sums.count, $0.sums.relevance]
            }
        }
        #expect(sums(signals) == sums(signals.shuffled(using: &random)))
        #expect(sums(signals).count > 30)
    }

    @Test func `topics are summed apart, in key order`() {
        var batch = RollupBatch()
        for topic in [3, 1, 2, 1] as [Int64] {
            batch.add(Self.share(0.1, nil), series: topic, time: Timestamp(seconds: 0))
        }
        #expect(batch.sums.map(\.key.series) == [1, 1, 1, 2, 2, 2, 3, 3, 3])
        #expect(batch.sums.map(\.sums.count) == [2, 2, 2, 1, 1, 1, 1, 1, 1])
        #expect(RollupBatch().sums.isEmpty)
    }
}
