import Language
import Relevance
import Signals

/// Decisions about made-up posts.
struct DecisionRecorder {
    private let reader = FeatureReader()
    private let tokens = TokenBuffer()

    func features(_ text: String, author: String? = nil, prior: Score = .zero) -> DecisionFeatures {
        var judgement = Judgement()
        judgement.language = "en"
        reader.read(signal(text, author: author), judgement: judgement, tokens: tokens)
        return reader.frozen(prior: prior)
    }

    func signal(_ text: String, author: String? = nil) -> Signal {
        Signal(id: SignalID(source: "x", id: "1"), author: author, time: Timestamp(seconds: 1_700_000_000), text: text)
    }

    /// A decision about the signal numbered `id`.
    func decision(
        _ verdict: Decision.Verdict,
        _ text: String = "",
        id: Int,
        by: String = "ada",
        author: String? = nil,
        prior: Score = .zero,
        weight: Score = .one,
        subject: Decision.Subject? = nil
    ) -> Decision {
        Decision(
            signal: SignalID(source: "x", id: String(id)),
            verdict: verdict,
            by: by,
            at: Timestamp(seconds: Int64(id)),
            subject: subject,
            features: features(text, author: author, prior: prior),
            weight: weight
        )
    }

    /// Texts of a few words; those with `storm` or `flood` are accepted, with a few mistakes.
    func log(_ count: Int, by: String = "ada", from first: Int = 0, seed: UInt64 = 1) -> [Decision] {
        var random = SplitMix(state: seed)
        return (first..<first + count).map { id in
            let (text, isAccepted) = Self.text(&random)
            return decision(isAccepted ? .accept : .reject, text, id: id, by: by)
        }
    }

    static func text(_ random: inout SplitMix) -> (String, isAccepted: Bool) {
        let words = [
            "storm", "flood", "river", "music", "coffee", "game", "night", "house", "train", "bridge", "the", "a",
        ]
        let text = (0..<6).map { _ in words[Int.random(in: words.indices, using: &random)] }
        let isAbout = text.contains("storm") || text.contains("flood")
        return (text.joined(separator: " "), Int.random(in: 0..<20, using: &random) == 0 ? !isAbout : isAbout)
    }
}

extension LearnedRelevance {
    /// What it says of some texts, to the last bit.
    func bits(_ deciding: DecisionRecorder = DecisionRecorder()) -> [UInt64] {
        var random = SplitMix(state: 99)
        return (0..<50).map { _ in
            rank(of: deciding.features(DecisionRecorder.text(&random).0)).bitPattern
        }
    }

    func probability(_ kept: DecisionFeatures) -> Score? {
        kept.features.withUnsafeBufferPointer { probability(of: $0, prior: kept.prior) }
    }
}
