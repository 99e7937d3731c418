import Language
import Signals

/// Random logs of all verdicts, people, subjects and outcomes.
struct LogMaker {
    private let deciding = DecisionRecorder()
    private var random: SplitMix
    private let people = ["ada", "bob", "cy \"the\" cat", "dee\u{2028}", Decision.archive]
    /// Decisions so far, each at a moment of its own.
    private var moment: Int64 = 0

    init(seed: UInt64) {
        random = SplitMix(state: seed)
    }

    /// Some decisions about a few signals, so that many are said again and taken back.
    mutating func decisions(_ count: Int) -> [Decision] {
        (0..<count).map { _ in decision(about: Int.random(in: 0..<max(20, count / 3), using: &random)) }
    }

    /// The same of a maker that is not used again.
    func log(_ count: Int) -> [Decision] {
        var copy = self
        return copy.decisions(count)
    }

    private mutating func decision(about id: Int) -> Decision {
        moment += 1
        let (text, isAccepted) = DecisionRecorder.text(&random)
        let verdict = verdict(isAccepted)
        var decision = deciding.decision(
            verdict,
            text,
            id: id,
            by: people[Int.random(in: people.indices, using: &random)],
            author: Bool.random(using: &random) ? "author \(id % 7)" : nil,
            prior: Score(tenThousandths: Int32.random(in: 0...10_000, using: &random)),
            weight: Bool.random(using: &random) ? .one : Score(tenThousandths: .random(in: 0...20_000, using: &random)),
            subject: subject(of: verdict)
        )
        decision.at = Timestamp(milliseconds: 1_700_000_000_000 + moment)
        if verdict == .shared { (decision.features, decision.outcome) = (nil, outcome()) }
        return decision
    }

    private mutating func verdict(_ isAccepted: Bool) -> Decision.Verdict {
        switch Int.random(in: 0..<20, using: &random) {
        case 0..<12: isAccepted ? .accept : .reject
        case 12..<14: .undo
        case 14..<16: .shared
        case 16: .unsure
        case 17..<19: .mute
        default: .track
        }
    }

    private mutating func subject(of verdict: Decision.Verdict) -> Decision.Subject? {
        switch verdict {
        case .mute: Bool.random(using: &random) ? .author("spam \u{202E}mer") : .phrase("buy \"now\"\n#ad")
        case .track: .phrase("swift evolution")
        default: nil
        }
    }

    private mutating func outcome() -> Engagement {
        Engagement(likes: figure(), reposts: figure(), replies: figure())
    }

    private mutating func figure() -> Int64? {
        Bool.random(using: &random) ? Int64.random(in: 0...200, using: &random) : nil
    }
}
