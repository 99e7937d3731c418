package import Signals

/// A log of decisions that grows, with what stands of it by now: see `DecisionLog`.
package struct GrowingLog: Sendable {
    package private(set) var decisions: [Decision] = []
    private var stands: [Bool] = []
    /// Of each the one before it that the same person said of the same signal and did not take back, or -1.
    private var previous: [Int] = []
    /// The latest of those.
    ///
    /// Only looked into, never gone through: a dictionary has no order.
    private var latest: [Key: Int] = [:]

    package init() {}

    private struct Key: Hashable {
        let signal: SignalID
        let by: String
    }

    package mutating func append(_ decision: Decision) {
        let key = Key(signal: decision.signal, by: decision.by)
        if decision.verdict == .undo {
            takeBack(key)
            add(decision, stands: false, after: -1)
        } else {
            let before = latest.updateValue(decisions.count, forKey: key) ?? -1
            if decision.isOpinion, let replaced = opinion(from: before) { stands[replaced] = false }
            add(decision, stands: true, after: before)
        }
    }

    private mutating func add(_ decision: Decision, stands: Bool, after before: Int) {
        decisions.append(decision)
        self.stands.append(stands)
        previous.append(before)
    }

    private mutating func takeBack(_ key: Key) {
        guard let last = latest[key] else { return }
        stands[last] = false
        latest[key] = previous[last] < 0 ? nil : previous[last]
        // What it had replaced holds again.
        if let replaced = opinion(from: previous[last]) { stands[replaced] = true }
    }

    /// The latest opinion among one and those before it.
    private func opinion(from index: Int) -> Int? {
        var index = index
        while index >= 0, !decisions[index].isOpinion { index = previous[index] }
        return index < 0 ? nil : index
    }

    /// Where those are that stand.
    var places: [Int] { decisions.indices.filter { stands[$0] } }
}
