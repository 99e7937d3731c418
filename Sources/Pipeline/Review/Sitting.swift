import Relevance
import Signals
import Store

/// What a person decides from when they sit down until they go.
struct Sitting {
    /// Of so many signals the words are remembered in which to say what was learned.
    private static let remembered = 200

    /// What was learned before.
    let start: LearnedRelevance
    /// How many decisions about each stand.
    private var ids: [SignalID: Int] = [:]
    private(set) var signals: [KeptSignal] = []

    init(_ start: LearnedRelevance) {
        self.start = start
    }

    /// How many signals were decided.
    var decided: Int { ids.count }

    mutating func decide(_ signal: KeptSignal) {
        ids[signal.signal.id, default: 0] += 1
        if ids[signal.signal.id] == 1, signals.count < Self.remembered { signals.append(signal) }
    }

    mutating func take(back ids: Set<SignalID>) {
        for id in ids { if let count = self.ids[id] { self.ids[id] = count > 1 ? count - 1 : nil } }
        signals.removeAll { self.ids[$0.signal.id] == nil }
    }
}
