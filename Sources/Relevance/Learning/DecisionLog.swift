package import Signals

/// What stands of a log of decisions.
///
/// - Of what one person said of one signal, the latest accept, reject or unsure counts, in the place of the log where it
///   was said. Two people who disagree both count.
/// - An undo takes back the latest decision of the same person about the same signal that was not taken back yet; what
///   is left is as if neither had been said.
/// - A mute, a track and a sample of what became of a signal hold beside that, and are taken back the same way.
package struct DecisionLog: Sendable {
    /// The decisions that stand, in the order of the log; no undo is among them.
    package let standing: [Decision]
    /// Their places in the log, from zero; those that are left out do not count.
    package let places: [Int]

    /// `deciders`: people whose decisions are left out.
    package init(_ log: some Sequence<Decision> = [], excluding deciders: Set<String> = []) {
        var growing = GrowingLog()
        for decision in log where !deciders.contains(decision.by) { growing.append(decision) }
        self.init(growing)
    }

    /// What stands of a log by now.
    package init(_ log: GrowingLog) {
        places = log.places
        standing = places.map { log.decisions[$0] }
    }

    /// What is learned from, in the order of the log.
    package var lessons: [Lesson] {
        let outcomes = outcomes
        return standing.compactMap { decision in
            example(decision, outcomes).map { Lesson(decision: decision, example: $0) }
        }
    }

    /// The same without who said it.
    package var examples: [Example] {
        let outcomes = outcomes
        return standing.compactMap { example($0, outcomes) }
    }

    private func example(_ decision: Decision, _ outcomes: [SignalID: Engagement]) -> Example? {
        Example(decision, outcome: outcomes.isEmpty ? nil : outcomes[decision.signal])
    }

    package var mutes: Mutes { Mutes(standing.filter { $0.verdict == .mute }.compactMap(\.subject)) }

    /// The latest sample of each signal that has one.
    ///
    /// Only looked into: a dictionary has no order.
    private var outcomes: [SignalID: Engagement] {
        var outcomes: [SignalID: Engagement] = [:]
        for decision in standing where decision.verdict == .shared { outcomes[decision.signal] = decision.outcome }
        return outcomes
    }
}

extension Decision {
    /// Whether it replaces what the same person said of the signal before.
    package var isOpinion: Bool { verdict == .accept || verdict == .reject || verdict == .unsure }
}
