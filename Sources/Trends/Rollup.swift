package import Signals

/// The steps of the roll-up ladder.
///
/// A graph over a month reads days, one over an hour five minutes.
package enum RollupStep: Int64, CaseIterable, Sendable {
    case fiveMinutes = 300_000
    case hour = 3_600_000
    case day = 86_400_000

    package var milliseconds: Int64 { rawValue }

    /// The coarsest step that divides `milliseconds`; nil when none does.
    package static func coarsest(dividing milliseconds: Int64) -> RollupStep? {
        allCases.last { milliseconds % $0.milliseconds == 0 }
    }
}

/// Sums over the signals of one topic in one span of time.
///
/// All are whole numbers, so order does not matter.
package struct Rollup: Hashable, Sendable {
    package var count: Int64 = 0
    /// In ten-thousandths, as all sums of scores.
    package var relevance: Int64 = 0
    package var sentiment: Int64 = 0
    /// Signals whose sentiment is known; their mean divides by this, not by `count`.
    package var judged: Int64 = 0
    package var negative: Int64 = 0
    package var neutral: Int64 = 0
    package var positive: Int64 = 0
    package var volatile: Int64 = 0
    package var duplicates: Int64 = 0

    package init() {}

    /// One signal's share.
    ///
    /// `keyword`: the index among the judgement's keywords of the topic whose sums these are; nil for all signals.
    package init(_ judgement: Judgement, keyword: Int? = nil, isDuplicate: Bool) {
        count = 1
        relevance = Int64(judgement.relevance.tenThousandths)
        if let sentiment = keyword.map(judgement.sentiment(ofKeyword:)) ?? judgement.sentiment {
            judged = 1
            self.sentiment = Int64(sentiment.score.tenThousandths)
            switch sentiment.decision {
            case .negative: negative = 1
            case .neutral: neutral = 1
            case .positive: positive = 1
            }
        }
        volatile = judgement.isVolatile ? 1 : 0
        duplicates = isDuplicate ? 1 : 0
    }

    package static func += (left: inout Rollup, right: Rollup) {
        left.count += right.count
        left.relevance += right.relevance
        left.sentiment += right.sentiment
        left.judged += right.judged
        left.negative += right.negative
        left.neutral += right.neutral
        left.positive += right.positive
        left.volatile += right.volatile
        left.duplicates += right.duplicates
    }

    package static func -= (left: inout Rollup, right: Rollup) {
        left.count -= right.count
        left.relevance -= right.relevance
        left.sentiment -= right.sentiment
        left.judged -= right.judged
        left.negative -= right.negative
        left.neutral -= right.neutral
        left.positive -= right.positive
        left.volatile -= right.volatile
        left.duplicates -= right.duplicates
    }

    /// Mean relevance; nil of nothing.
    package var meanRelevance: Score? { Self.mean(relevance, count) }
    /// Mean sentiment of those signals whose sentiment is known; nil where there are none.
    package var meanSentiment: Score? { Self.mean(sentiment, judged) }

    private static func mean(_ sum: Int64, _ count: Int64) -> Score? {
        count == 0 ? nil : Score(Double(sum) / Double(count) / 10_000)
    }
}

/// A series of the store, a step, and the start of the span.
///
/// The series of a topic has the topic's number, that of all signals is 0, and facets of all signals are below.
package struct RollupKey: Hashable, Comparable, Sendable {
    package let series: Int64
    package let step: RollupStep
    /// Milliseconds since 1970, a multiple of the step.
    package let start: Int64

    package init(series: Int64, step: RollupStep, time: Timestamp) {
        self.series = series
        self.step = step
        self.start = time.floored(to: step.milliseconds).milliseconds
    }

    package static func < (left: RollupKey, right: RollupKey) -> Bool {
        (left.series, left.step.rawValue, left.start) < (right.series, right.step.rawValue, right.start)
    }
}

/// The ladder's sums of one batch, made in memory and merged into the store once.
package struct RollupBatch: Sendable {
    private var finest: [RollupKey: Rollup] = [:]

    package init() {}

    /// Begins anew, in the memory that it has.
    package mutating func removeAll() { finest.removeAll(keepingCapacity: true) }

    /// Adds one signal to the sums of a series.
    package mutating func add(_ share: Rollup, series: Int64, time: Timestamp) {
        finest[RollupKey(series: series, step: .fiveMinutes, time: time), default: Rollup()] += share
    }

    /// Takes one signal out of the sums of a series.
    package mutating func remove(_ share: Rollup, series: Int64, time: Timestamp) {
        finest[RollupKey(series: series, step: .fiveMinutes, time: time), default: Rollup()] -= share
    }

    /// All steps, in key order.
    package var sums: [(key: RollupKey, sums: Rollup)] {
        var all = finest
        all.reserveCapacity(3 * finest.count)
        for (key, sums) in finest {
            for step in [RollupStep.hour, .day] {
                let time = Timestamp(milliseconds: key.start)
                all[RollupKey(series: key.series, step: step, time: time), default: Rollup()] += sums
            }
        }
        return all.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }
}
