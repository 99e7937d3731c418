import Language
import Relevance
import Signals
import TestSupport
import Testing

/// Somebody who decides by chance or against all others, among honest people and on recorded posts, is seen and can be left
/// out: but for the one that says otherwise, the marks were set before the test was run.
@Suite(.enabled(if: SharedData.isPresent, "\(SharedData.absence)"), .serialized)
struct PoisonedDeciderTests {
    private static let events = Result { try CrisisDecisions.events() }

    /// Three honest people decide 200 posts each, `mallory` 150 by `poison`, in one shuffled log.
    private static func log(
        _ event: CrisisDecisions,
        _ random: inout SplitMix,
        poison: (Bool, inout SplitMix) -> Bool
    ) -> [Decision] {
        let honest = ["ada", "bob", "cy"].flatMap { Array(repeating: $0, count: 200) }
        let names = honest + Array(repeating: "mallory", count: 150)
        let posts = event.examples.shuffled(using: &random).prefix(names.count)
        let log = zip(posts, names).enumerated().map { index, pair in
            let (post, name) = pair
            let isAccepted = name == "mallory" ? poison(post.isAccepted, &random) : post.isAccepted
            return Decision(
                signal: SignalID(source: "x", id: String(index)),
                verdict: isAccepted ? .accept : .reject,
                by: name,
                at: Timestamp(seconds: Int64(index)),
                features: post.features
            )
        }
        return log.shuffled(using: &random)
    }

    private static func auc(_ log: [Decision]) -> [String: Double] {
        Dictionary(
            uniqueKeysWithValues: RelevanceEvaluation(log).deciders.map { ($0.decider, $0.figures?.auc ?? -1) }
        )
    }

    @Test(arguments: [1, 2] as [UInt64])
    func `who decides by chance is near a half, and nobody else`(seed: UInt64) throws {
        for event in try Self.events.get() {
            var random = SplitMix(state: seed)
            let auc = Self.auc(Self.log(event, &random) { _, random in Bool.random(using: &random) })
            print("by chance: \(auc)")
            #expect((0.35...0.65).contains(auc["mallory", default: -1]))
            for name in ["ada", "bob", "cy"] { #expect(auc[name, default: 0] >= 0.85) }
        }
    }

    @Test(arguments: [1, 2] as [UInt64])
    func `who decides against all others is far below it`(seed: UInt64) throws {
        for event in try Self.events.get() {
            var random = SplitMix(state: seed)
            let auc = Self.auc(Self.log(event, &random) { isAccepted, _ in !isAccepted })
            print("against all: \(auc)")
            #expect((0...0.2).contains(auc["mallory", default: -1]))
            // What measures them has learned from mallory, too, and tells them worse: 0.85 was the mark, and is not met.
            for name in ["ada", "bob", "cy"] { #expect(auc[name, default: 0] >= 0.7) }
        }
    }

    @Test func `without them the figures are those of a log that never had them, exactly`() throws {
        for event in try Self.events.get() {
            var random = SplitMix(state: 3)
            let log = Self.log(event, &random) { isAccepted, _ in !isAccepted }
            let honest = log.filter { $0.by != "mallory" }
            let (left, clean) = (RelevanceEvaluation(log, excluding: ["mallory"]), RelevanceEvaluation(honest))
            #expect(left.figures == clean.figures)
            #expect(left.predictions.map(\.probability) == clean.predictions.map(\.probability))
            #expect(left.deciders.map(\.figures) == clean.deciders.map(\.figures))
            let poisoned = try #require(RelevanceEvaluation(log).figures.auc)
            print("poisoned \(poisoned), without \(clean.figures.auc ?? -1)")
            #expect(try #require(clean.figures.auc) >= poisoned + 0.05)
        }
    }
}
