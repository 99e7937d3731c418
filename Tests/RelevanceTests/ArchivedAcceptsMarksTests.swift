import Language
import Relevance
import Signals
import TestSupport
import Testing

/// How much an archive of the same event helps on its first day: the marks were set before the test was run.
@Suite(.enabled(if: SharedData.isPresent, "\(SharedData.absence)"), .serialized)
struct ArchivedAcceptsMarksTests {
    /// Others than those the way of learning was chosen with.
    private static let seeds: [UInt64] = [3, 4, 5]
    private static let counts = [0, 20, 50, 100, 500]

    /// What was measured at one number of decisions, averaged.
    private struct Mean {
        var auc = 0.0
        var calibrationError = 0.0

        mutating func add(_ other: Mean) {
            auc += other.auc
            calibrationError += other.calibrationError
        }
    }

    /// By the number of decisions, without and with two hundred posts of the event shared before.
    private static func measure() throws -> (without: [Mean], with: [Mean]) {
        var (without, with) = ([Mean](), [Mean]())
        let events = try CrisisDecisions.events()
        let runs = seeds.flatMap { seed in events.map { (seed, $0) } }
        without = counts.map { _ in Mean() }
        with = without
        for (seed, event) in runs {
            var random = SplitMix(state: seed)
            let (pool, tested) = event.parted(&random)
            let shared = pool.dropFirst(1_000).filter(\.isAccepted).prefix(200)
            let archive = shared.map {
                Example($0.features, isAccepted: true, weight: DecisionWeight.archived, isArchived: true)
            }
            for (index, count) in counts.enumerated() {
                let decided = Array(pool.prefix(count))
                for isWith in [false, true] {
                    let figures = LearnedRelevance((isWith ? archive : []) + decided).figures(on: tested)
                    let mean = Mean(
                        auc: (figures.auc ?? 0) / Double(runs.count),
                        calibrationError: (figures.calibrationError ?? 1) / Double(runs.count)
                    )
                    if isWith { with[index].add(mean) } else { without[index].add(mean) }
                }
            }
        }
        return (without, with)
    }

    @Test func `the first day is better, no later one worse, and probabilities still mean what they say`() throws {
        let (without, with) = try Self.measure()
        for (index, count) in Self.counts.enumerated() {
            print("archive of 200 @\(count): without \(without[index]), with \(with[index])")
        }
        #expect(with[0].auc >= 0.85)
        #expect(with[1].auc >= without[1].auc + 0.01)
        for index in Self.counts.indices { #expect(with[index].auc >= without[index].auc) }
        #expect(with[4].calibrationError <= 0.05)
    }
}
