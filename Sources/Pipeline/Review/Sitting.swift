import Relevance
import Signals
import Store

/// What a person decides from when they sit down until they go.
struct Sitting {
    /// Of so many signals the words are remembered in which to say what was learned.
    private static let remembered = 200

    /// What was learned before.
    let start: LearnedRelevance
    private(set) var decided = 0
    private(set) var signals: [KeptSignal] = []

    init(_ start: LearnedRelevance) {
        self.start = start
    }

    mutating func decide(_ signal: KeptSignal) {
        decided += 1
        if signals.count < Self.remembered { signals.append(signal) }
    }

    mutating func take(back ids: Set<SignalID>) {
        let rest = signals.filter { !ids.contains($0.signal.id) }
        decided -= signals.count - rest.count
        signals = rest
    }
}
