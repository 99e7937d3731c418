import Foundation
import Language
import Relevance
import Signals
import TestSupport
import Testing

/// How fast it learns from the labels of recorded events, as if a person had decided.
@Suite(.enabled(if: SharedData.isPresent, "\(SharedData.absence)"), .serialized)
struct LearnedRelevanceMarksTests {
    private static let events = Result { try CrisisDecisions.events() }
    private static let seeds: [UInt64] = [1, 2]

    /// The figures of every event and seed at each number of decisions, averaged.
    private struct Mean: CustomStringConvertible {
        var auc = 0.0
        var accuracy = 0.0
        var calibrationError = 0.0

        init(_ all: [PredictionFigures]) {
            func mean(_ figure: (PredictionFigures) -> Double?) -> Double {
                all.reduce(0) { $0 + (figure($1) ?? -1) } / Double(max(1, all.count))
            }
            (auc, accuracy, calibrationError) = (mean(\.auc), mean(\.accuracy), mean(\.calibrationError))
        }

        var description: String {
            String(format: "AUC %.4f, accuracy %.3f, calibration error %.3f", auc, accuracy, calibrationError)
        }
    }

    private func average(_ figures: (CrisisDecisions, inout SplitMix) -> PredictionFigures) throws -> Mean {
        let events = try Self.events.get()
        #expect(events.count == 3)
        #expect(events.allSatisfy { $0.examples.count > 9_000 })
        return Mean(
            Self.seeds.flatMap { seed in
                events.map { event in
                    var random = SplitMix(state: seed)
                    return figures(event, &random)
                }
            }
        )
    }

    @Test(arguments: [(100, 0.93), (500, 0.95), (1_000, 0.96)])
    func `shuffled, all shown`(decisions: Int, auc: Double) throws {
        let mean = try average { event, random in
            let (learned, tested) = event.parted(&random)
            return LearnedRelevance(Array(learned.prefix(decisions))).figures(on: tested)
        }
        print("shuffled, all shown @\(decisions): \(mean)")
        #expect(mean.auc >= auc)
        if decisions >= 500 { #expect(mean.calibrationError <= 0.05) }
    }

    @Test func `one in twenty accepted`() throws {
        let mean = try average { event, random in
            let (learned, tested) = event.parted(accepted: 0.05, &random)
            return LearnedRelevance(Array(learned.prefix(500))).figures(on: tested)
        }
        print("one in twenty accepted @500: \(mean)")
        #expect(mean.calibrationError <= 0.05)
        #expect(mean.auc > 0.85)
    }

    @Test func `the queue chooses ten of each fifty, half the highest and half the most uncertain`() throws {
        var (at500, at1000): ([PredictionFigures], [PredictionFigures]) = ([], [])
        _ = try average { event, random in
            let (stream, tested) = event.partedInOrder(&random)
            var decided: [Example] = []
            var learned = LearnedRelevance()
            for start in stride(from: 0, to: stream.count - 49, by: 50) where decided.count < 1_000 {
                decided += Self.chosen(Array(stream[start..<start + 50]), learned)
                learned = LearnedRelevance(decided)
                if decided.count == 500 { at500.append(learned.figures(on: tested)) }
            }
            let figures = learned.figures(on: tested)
            #expect(decided.count == 1_000)
            at1000.append(figures)
            return figures
        }
        print("queue @500: \(Mean(at500))")
        print("queue @1000: \(Mean(at1000))")
        // The event itself changes while the first five hundred are decided: measured 0.052 over more seeds.
        #expect(Mean(at500).calibrationError <= 0.06)
        #expect(Mean(at1000).calibrationError <= 0.05)
        #expect(Mean(at1000).auc >= 0.96)
        #expect(Mean(at1000).accuracy >= 0.92)
    }

    private static func chosen(_ pool: [Example], _ learned: LearnedRelevance) -> [Example] {
        let ranks = pool.map { learned.rank(of: $0.features) }
        let highest = pool.indices.sorted { ranks[$0] > ranks[$1] }.prefix(5)
        let uncertain = pool.indices.filter { !highest.contains($0) }
            .sorted { abs(ranks[$0] - 0.5) < abs(ranks[$1] - 0.5) }.prefix(5)
        return (highest + uncertain).sorted().map { pool[$0] }
    }

    /// Vowpal Wabbit 9.11 (logistic, `--ngram 2 -b 18`), on the same streams with the same protocol.
    private static let vowpalWabbit = [
        (20, 0.706), (50, 0.752), (100, 0.779), (200, 0.813), (500, 0.869), (1_000, 0.938), (2_000, 0.948),
        (5_000, 0.965),
    ]

    @Test(arguments: Self.vowpalWabbit)
    func `in the order of time the next thousand are told better than a strong peer tells them`(
        decisions: Int,
        peer: Double
    ) throws {
        let mean = Mean(
            try Self.events.get().map { event in
                LearnedRelevance(Array(event.examples.prefix(decisions)))
                    .figures(on: Array(event.examples[decisions..<decisions + 1_000]))
            }
        )
        print("in order @\(decisions): \(mean), peer \(peer)")
        #expect(mean.auc >= peer)
    }

    @Test func `ten thousand decisions are folded in a tenth of a second of processor time`() throws {
        let examples = try Self.events.get().flatMap(\.examples).prefix(10_000)
        var random = SplitMix(state: 7)
        let log = examples.shuffled(using: &random).enumerated().map { index, example in
            Decision(
                signal: SignalID(source: "x", id: String(index)),
                verdict: example.isAccepted ? .accept : .reject,
                by: "label",
                at: Timestamp(seconds: 0),
                features: example.features
            )
        }
        var learned = LearnedRelevance()
        let folding = (0..<5).map { _ in Self.milliseconds { learned = LearnedRelevance(log) } }
        var sum = 0.0
        let scoring = (0..<5).map { _ in
            Self.milliseconds { for example in examples { sum += learned.rank(of: example.features) } }
        }
        print("fold of 10,000: \(folding) ms; scoring: \(scoring.map { $0 * 100 }) ns a post")
        #expect(sum > 0)
        #expect((folding.min() ?? .infinity) < 100)
        #expect((scoring.min() ?? .infinity) < 10)
    }

    /// Of this thread, so that others on the machine do not count.
    private static func milliseconds(_ body: () -> Void) -> Double {
        func now() -> Double {
            var time = timespec()
            clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
            return Double(time.tv_sec) * 1_000 + Double(time.tv_nsec) / 1_000_000
        }
        let start = now()
        body()
        return now() - start
    }
}
