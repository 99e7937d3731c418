package import Signals

/// What was accepted or rejected, as far as something is learned from it.
package struct Example: Hashable, Sendable {
    package let features: DecisionFeatures
    package let isAccepted: Bool
    /// How much it teaches; 1 is a decision whose outcome is unknown.
    package let weight: Double
    /// Whether it is from an archive: nobody drew it from what was heard, so that it says which posts are liked and not
    /// how many are.
    package let isArchived: Bool

    package init(_ features: DecisionFeatures, isAccepted: Bool, weight: Score = .one, isArchived: Bool = false) {
        self.init(features, isAccepted: isAccepted, weight: weight.value, isArchived: isArchived)
    }

    private init(_ features: DecisionFeatures, isAccepted: Bool, weight: Double, isArchived: Bool) {
        self.features = features
        self.isAccepted = isAccepted
        self.weight = weight
        self.isArchived = isArchived
    }

    /// nil where nothing is learned from a decision.
    ///
    /// `outcome`: what became of the signal, by the latest sample; it weighs accepts.
    package init?(_ decision: Decision, outcome: Engagement? = nil) {
        guard let features = decision.features, decision.weight > .zero,
            decision.verdict == .accept || decision.verdict == .reject
        else { return nil }
        let isAccepted = decision.verdict == .accept
        let factor = isAccepted ? outcome.map { DecisionWeight.shared($0).value } ?? 1 : 1
        self.init(
            features,
            isAccepted: isAccepted,
            weight: min(decision.weight.value * factor, DecisionWeight.most.value),
            isArchived: decision.by == Decision.archive
        )
    }
}
