package import Signals

/// What the model said of a signal before it learned what was decided.
package struct Prediction: Sendable {
    package let decision: Decision
    /// Of being accepted.
    package let probability: Double

    package init(_ decision: Decision, probability: Double) {
        self.decision = decision
        self.probability = probability
    }

    package var isAccepted: Bool { decision.verdict == .accept }

    /// Whether the likelier came to pass.
    package var isRight: Bool { (probability >= 0.5) == isAccepted }
}

/// How well predictions did.
///
/// A figure that cannot be told is nil, which is not zero.
package struct PredictionFigures: Hashable, Sendable {
    /// What is called about as probable as each other, and how often it was accepted.
    package struct Bin: Hashable, Sendable {
        package let decisions: Int
        package let meanProbability: Double
        package let shareAccepted: Double
    }

    private static let binCount = 10

    package let decisions: Int
    package let accepted: Int
    /// How often an accepted signal was thought more probable than a rejected one, ties counting half; nil where one
    /// kind is missing.
    package let auc: Double?
    /// How often the more probable was right.
    package let accuracy: Double?
    /// The expected calibration error: the mean distance of probability and share accepted over ten bins of
    /// probability, by how many are in each (Guo and others, 2017).
    package let calibrationError: Double?
    /// Ten, from 0 to 1; nil where nothing is in one.
    package let bins: [Bin?]

    package init(_ predictions: some Collection<Prediction>) {
        self.init(predictions.map { ($0.probability, $0.isAccepted) })
    }

    init(_ outcomes: [(probability: Double, isAccepted: Bool)]) {
        decisions = outcomes.count
        accepted = outcomes.count { $0.isAccepted }
        auc = Self.auc(outcomes)
        let right = outcomes.count { ($0.probability >= 0.5) == $0.isAccepted }
        accuracy = outcomes.isEmpty ? nil : Double(right) / Double(outcomes.count)
        let bins = Self.bins(outcomes)
        let gaps = bins.reduce(0) { sum, bin in
            bin.map { sum + Double($0.decisions) * ($0.meanProbability - $0.shareAccepted).magnitude } ?? sum
        }
        calibrationError = outcomes.isEmpty ? nil : gaps / Double(outcomes.count)
        self.bins = bins
    }

    private static func bins(_ outcomes: [(probability: Double, isAccepted: Bool)]) -> [Bin?] {
        var sums = Array(repeating: (count: 0, probability: 0.0, accepted: 0), count: binCount)
        for outcome in outcomes {
            let bin = min(Int(outcome.probability * Double(binCount)), binCount - 1)
            sums[bin].count += 1
            sums[bin].probability += outcome.probability
            if outcome.isAccepted { sums[bin].accepted += 1 }
        }
        return sums.map { sum in
            guard sum.count > 0 else { return nil }
            let count = Double(sum.count)
            return Bin(
                decisions: sum.count,
                meanProbability: sum.probability / count,
                shareAccepted: Double(sum.accepted) / count
            )
        }
    }

    /// Counted exactly: of every pair of an accepted and a rejected one.
    private static func auc(_ outcomes: [(probability: Double, isAccepted: Bool)]) -> Double? {
        let sorted = outcomes.sorted { $0.probability < $1.probability }
        var (accepted, rejected, halves) = (0, 0, 0)
        var index = 0
        while index < sorted.count {
            var (levelAccepted, levelRejected) = (0, 0)
            let probability = sorted[index].probability
            while index < sorted.count, sorted[index].probability == probability {
                if sorted[index].isAccepted { levelAccepted += 1 } else { levelRejected += 1 }
                index += 1
            }
            halves += levelAccepted * (2 * rejected + levelRejected)
            accepted += levelAccepted
            rejected += levelRejected
        }
        guard accepted > 0, rejected > 0 else { return nil }
        return Double(halves) / (2 * Double(accepted) * Double(rejected))
    }
}
