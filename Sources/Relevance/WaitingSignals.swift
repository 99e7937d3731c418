package import Signals

/// Signals that wait for a decision, as far as their order and the filters on them need: their features, numbered.
///
/// Rows are numbered from zero and stay. A row takes about 4 bytes a feature, and every feature that occurs 20.
package struct WaitingSignals: Sendable {
    private struct Row {
        let start: Int
        let count: Int
        /// The prior as a logit.
        let offset: Double
    }

    private var rows: [Row] = []
    private var columns: [UInt32] = []
    private var numbers = FeatureNumbers()
    /// Of each row, as it was scored last.
    package private(set) var logits: [Double] = []

    package init() {}

    package var count: Int { rows.count }

    /// Adds a signal.
    ///
    /// `prior`: how relevant it was before anything was learned.
    package mutating func append(_ features: UnsafeBufferPointer<Feature>, prior: Score) {
        let start = columns.count
        for feature in features { columns.append(UInt32(numbers.number(of: feature))) }
        rows.append(Row(start: start, count: features.count, offset: LearnedRelevance.offset(of: prior)))
    }

    /// Scores the rows that were added since the last time, or all of them.
    package mutating func score(_ learned: LearnedRelevance, anew: Bool) {
        if anew { logits.removeAll(keepingCapacity: true) }
        logits += scores(learned, from: logits.count)
    }

    /// The logits of the rows from `first` on: those that `LearnedRelevance` gives, to the last bit.
    package func scores(_ learned: LearnedRelevance, from first: Int = 0) -> [Double] {
        guard first < rows.count else { return [] }
        let weights = numbers.features.map { learned.weights.weight(of: $0) }
        return weights.withUnsafeBufferPointer { weights in
            columns.withUnsafeBufferPointer { columns in
                rows[first...].map { row in
                    var sum = 0.0
                    for column in columns[row.start..<row.start + row.count] { sum += Double(weights[Int(column)]) }
                    return sum * LearnedRelevance.factor(features: row.count) + learned.intercept + row.offset
                }
            }
        }
    }

    /// The probability of being accepted, or what stands for it while there is not enough data.
    package func probability(_ row: Int) -> Double { Logistic.probability(logits[row]) }

    // MARK: Filters

    /// Some features, to be looked for in rows.
    package struct Probe: Sendable {
        fileprivate let numbers: [UInt32]
        /// Whether all of them are asked for; else one is enough.
        fileprivate let needsAll: Bool
        fileprivate let isVain: Bool
    }

    /// Looks for rows that have one of some features.
    package func any(of features: [Feature]) -> Probe {
        let known = features.compactMap(numbers.known).map { UInt32($0) }
        return Probe(numbers: known, needsAll: false, isVain: known.isEmpty)
    }

    /// Looks for rows that have all of some features.
    package func all(of features: [Feature]) -> Probe {
        let known = features.compactMap(numbers.known).map { UInt32($0) }
        return Probe(numbers: known, needsAll: true, isVain: known.count < features.count)
    }

    package func has(_ probe: Probe, row: Int) -> Bool {
        guard !probe.isVain else { return false }
        let row = rows[row]
        return columns.withUnsafeBufferPointer { columns in
            let own = UnsafeBufferPointer(rebasing: columns[row.start..<row.start + row.count])
            return probe.needsAll
                ? probe.numbers.allSatisfy { own.contains($0) } : probe.numbers.contains { own.contains($0) }
        }
    }
}
