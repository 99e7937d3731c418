package import Signals

/// What was accepted or rejected, as far as something is learned from it.
package struct Example: Sendable {
    package let features: DecisionFeatures
    package let isAccepted: Bool
    /// How much it teaches; 1 is a decision whose outcome is unknown.
    package let weight: Double

    package init(_ features: DecisionFeatures, isAccepted: Bool, weight: Score = .one) {
        self.features = features
        self.isAccepted = isAccepted
        self.weight = weight.value
    }

    /// nil where nothing is learned from a decision.
    package init?(_ decision: Decision) {
        guard let features = decision.features, decision.weight > .zero,
            decision.verdict == .accept || decision.verdict == .reject
        else { return nil }
        self.init(features, isAccepted: decision.verdict == .accept, weight: decision.weight)
    }
}
