/// How far the probabilities of decisions are from the shares that are right: the expected calibration error (Guo and
/// others, 2017) over ten bins of probability, every class weighing the same.
package struct CalibrationError: Sendable {
    private static let bins = 10

    /// By bin and label, the sum of what the decisions were worth (0 or 1) less their probabilities.
    private var gaps: [[Double]]
    private var counts: [Int]

    package init(labels: Int) {
        gaps = Array(repeating: Array(repeating: 0, count: labels), count: Self.bins)
        counts = Array(repeating: 0, count: labels)
    }

    /// Adds a text of class `label` whose decision had `probability`.
    package mutating func add(label: Int, probability: Double, isRight: Bool) {
        let bin = min(Int(probability * Double(Self.bins)), Self.bins - 1)
        gaps[bin][label] += (isRight ? 1 : 0) - probability
        counts[label] += 1
    }

    /// From 0, where the probabilities are what they say, to 1.
    package var value: Double {
        let classes = counts.count { $0 > 0 }
        return gaps.reduce(0) { sum, bin in
            let gap = zip(bin, counts).reduce(0) { $1.1 == 0 ? $0 : $0 + $1.0 / Double($1.1) }
            return sum + gap.magnitude / Double(max(1, classes))
        }
    }
}
