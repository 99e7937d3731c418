package import Signals

/// How likely a person is to accept a post: what was learned from decisions.
///
/// A value that is made from a log of decisions and never changed. The same log gives the same value to the last bit, in
/// every run and on every machine; see `RelevanceFold` for how.
package struct LearnedRelevance: Sendable {
    /// The prior counts as a probability, but is not believed beyond these.
    private static let priors = Score(0.05)...Score(0.95)
    /// As many of both kinds have to be known before a probability means something.
    package static let enough = 10

    /// How many accepted and rejected signals it learned from, without what archives say.
    package let accepts: Int
    package let rejects: Int
    package let mutes: Mutes
    let intercept: Double
    let weights: WeightTable
    /// What something was learned of, in the order it first occurs, and how much.
    let features: [Feature]
    let featureWeights: [Float]

    /// Folds a log.
    ///
    /// `deciders`: people whose decisions are left out.
    package init(_ log: some Sequence<Decision> = [], excluding deciders: Set<String> = []) {
        self.init(DecisionLog(log, excluding: deciders))
    }

    /// Learns from what stands of a log.
    package init(_ log: DecisionLog) {
        self.init(log.examples, mutes: log.mutes)
    }

    /// Learns from examples in their order.
    package init(_ examples: [Example], mutes: Mutes = Mutes()) {
        let table = ExampleTable(examples)
        let fold = RelevanceFold(table, rows: Array(table.rows.indices))
        weights = WeightTable(table.features, fold.weights)
        (features, featureWeights) = (table.features, fold.weights)
        (accepts, rejects, intercept) = (fold.accepts, fold.rejects, fold.intercept)
        self.mutes = mutes
    }

    /// Whether enough was decided, both ways, for a probability to mean something.
    package var isKnown: Bool { Self.isEnough(accepts: accepts, rejects: rejects) }

    static func isEnough(accepts: Int, rejects: Int) -> Bool { accepts >= enough && rejects >= enough }

    /// The probability that a post is accepted; nil while there is not enough data yet.
    ///
    /// `features`: of the post; `prior`: how relevant it was before anything was learned.
    package func probability(of features: UnsafeBufferPointer<Feature>, prior: Score) -> Score? {
        isKnown ? Score(Logistic.probability(logit(of: features, prior: prior))) : nil
    }

    /// What a queue is sorted by, from the first decision on: the probability as far as one can be told, and the prior
    /// before anything was decided.
    package func rank(of features: UnsafeBufferPointer<Feature>, prior: Score) -> Double {
        Logistic.probability(logit(of: features, prior: prior))
    }

    /// The same of what was kept with a decision or a signal.
    package func rank(of kept: DecisionFeatures) -> Double {
        kept.features.withUnsafeBufferPointer { rank(of: $0, prior: kept.prior) }
    }

    private func logit(of features: UnsafeBufferPointer<Feature>, prior: Score) -> Double {
        weights.sum(of: features) * Self.factor(features: features.count) + intercept + Self.offset(of: prior)
    }

    /// The prior as a logit.
    static func offset(of prior: Score) -> Double {
        Logistic.logit(min(max(prior, priors.lowerBound), priors.upperBound).value)
    }

    /// 1 / ⁴√n: long posts have more to say, but not as much more as they have features.
    static func factor(features count: Int) -> Double {
        1 / Double(max(1, count)).squareRoot().squareRoot()
    }
}
