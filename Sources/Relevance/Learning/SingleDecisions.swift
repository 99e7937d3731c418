package import Signals

/// Tells decisions that were made one by one from those that were made many at once.
///
/// Those of one person at one moment were made at once. What somebody decides at once they chose by what it has in common,
/// often by what the model says of it, so that how well it is predicted says little.
package struct SingleDecisions: Sendable {
    private struct Moment: Hashable {
        let by: String
        let at: Timestamp

        init(_ decision: Decision) {
            (by, at) = (decision.by, decision.at)
        }
    }

    private var counts: [Moment: Int] = [:]

    /// Near-duplicates, which weigh nothing, are one with what they were decided with.
    package init(_ decisions: some Sequence<Decision>) {
        for decision in decisions where decision.weight > .zero { counts[Moment(decision), default: 0] += 1 }
    }

    package func contain(_ decision: Decision) -> Bool { counts[Moment(decision)] == 1 }
}
