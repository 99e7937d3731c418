import Relevance
import Signals
import Store

/// What a person decides from when they sit down until they go.
struct Sitting {
    /// Of so many signals the words are remembered in which to say what was learned.
    private static let remembered = 200

    /// What was learned before.
    let start: LearnedRelevance
    private var ids: Set<SignalID> = []
    private(set) var signals: [KeptSignal] = []

    init(_ start: LearnedRelevance) {
        self.start = start
    }

    /// How many signals were decided.
    var decided: Int { ids.count }

    mutating func decide(_ signal: KeptSignal) {
        guard ids.insert(signal.signal.id).inserted, signals.count < Self.remembered else { return }
        signals.append(signal)
    }

    mutating func take(back ids: Set<SignalID>) {
        self.ids.subtract(ids)
        signals.removeAll { ids.contains($0.signal.id) }
    }
}
