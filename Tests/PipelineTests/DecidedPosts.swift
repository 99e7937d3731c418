import Foundation
import Language
import Pipeline
import Relevance
import Signals
import Store

/// Posts in a store, and people who decide about them.
enum DecidedPosts {
    private static let words = [
        "storm", "flood", "river", "music", "coffee", "game", "night", "house", "train", "bridge",
    ]

    /// A post of a few words; those with `storm` or `flood` are what is liked.
    static func text(_ random: inout SplitMix) -> (String, isLiked: Bool) {
        let text = (0..<6).map { _ in words[Int.random(in: words.indices, using: &random)] }
        return (text.joined(separator: " "), text.contains("storm") || text.contains("flood"))
    }

    /// Frozen features, as an export has them.
    static func features(_ text: String) -> DecisionFeatures {
        let (reader, tokens) = (FeatureReader(), TokenBuffer())
        let signal = Signal(id: SignalID(source: "x", id: "1"), time: Timestamp(seconds: 0), text: text)
        reader.read(signal, judgement: Judgement(), tokens: tokens)
        return reader.frozen(prior: .zero)
    }

    /// Decisions about as many signals that nobody kept.
    static func log(_ count: Int, seed: UInt64 = 1) -> [Decision] {
        var random = SplitMix(state: seed)
        let (reader, tokens) = (FeatureReader(), TokenBuffer())
        return (0..<count).map { number in
            let (text, isLiked) = text(&random)
            let signal = Signal(id: SignalID(source: "x", id: "\(number)"), time: Timestamp(seconds: 0), text: text)
            reader.read(signal, judgement: Judgement(), tokens: tokens)
            return Decision(
                signal: signal.id,
                verdict: isLiked ? .accept : .reject,
                by: "ada",
                at: Timestamp(milliseconds: 1_700_000_000_000 + Int64(number)),
                features: reader.frozen(prior: .zero)
            )
        }
    }

    /// What a log has taught, to the last bit.
    static func bits(_ log: [Decision]) -> [UInt64] {
        let learned = LearnedRelevance(log)
        var random = SplitMix(state: 99)
        return [UInt64(learned.accepts), UInt64(learned.rejects)]
            + (0..<40).map { _ in learned.rank(of: features(text(&random).0)).bitPattern }
    }
}

extension Store {
    /// What was learned, to the last bit.
    func learnedBits() async throws -> [UInt64] {
        DecidedPosts.bits(try await decisions().map(\.decision))
    }
}
