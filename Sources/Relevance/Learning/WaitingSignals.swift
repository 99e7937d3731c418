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
    private var links = FeatureLinks()
    /// Of each feature, by which the rows were scored last.
    private var weights: [Float] = []
    /// The intercept that goes with them.
    private var intercept = 0.0
    /// Of each row, as it was scored last.
    package private(set) var logits: [Double] = []
    /// Numbers of features that no row has any more.
    private var unused = 0

    package init() {}

    package var count: Int { rows.count }

    /// Adds a signal.
    ///
    /// `prior`: how relevant it was before anything was learned.
    package mutating func append(_ features: UnsafeBufferPointer<Feature>, prior: Score) {
        rows.append(row(features, prior))
    }

    private mutating func row(_ features: UnsafeBufferPointer<Feature>, _ prior: Score) -> Row {
        let start = columns.count
        for feature in features { columns.append(UInt32(numbers.number(of: feature))) }
        return Row(start: start, count: features.count, offset: LearnedRelevance.offset(of: prior))
    }

    /// Puts a signal as it is now in the place of what it was; one that was scored is scored by the same model.
    package mutating func replace(
        _ number: Int,
        by features: UnsafeBufferPointer<Feature>,
        prior: Score,
        _ learned: LearnedRelevance
    ) {
        unused += rows[number].count
        rows[number] = row(features, prior)
        if number < logits.count {
            (weights, intercept) = (links.weights(learned, numbers), learned.intercept)
            logits[number] = scores(weights, intercept, of: [rows[number]])[0]
        }
        if unused > columns.count / 2 { compact() }
    }

    private mutating func compact() {
        var kept: [UInt32] = []
        kept.reserveCapacity(columns.count - unused)
        for number in rows.indices {
            let row = rows[number]
            rows[number] = Row(start: kept.count, count: row.count, offset: row.offset)
            kept += columns[row.start..<row.start + row.count]
        }
        (columns, unused) = (kept, 0)
    }

    /// Scores the rows that were added since the last time, or all of them.
    package mutating func score(_ learned: LearnedRelevance, anew: Bool) {
        if anew { logits.removeAll(keepingCapacity: true) }
        guard logits.count < rows.count else { return }
        (weights, intercept) = (links.weights(learned, numbers), learned.intercept)
        logits += scores(weights, intercept, of: rows[logits.count...])
    }

    /// The logits of all rows by another model.
    package func scores(_ learned: LearnedRelevance) -> [Double] {
        var links = FeatureLinks()
        return scores(links.weights(learned, numbers), learned.intercept, of: rows[...])
    }

    /// Those that `LearnedRelevance` gives, to the last bit.
    private func scores(_ weights: [Float], _ intercept: Double, of rows: ArraySlice<Row>) -> [Double] {
        weights.withUnsafeBufferPointer { weights in
            columns.withUnsafeBufferPointer { columns in
                rows.map { row in
                    var sum = 0.0
                    for place in row.start..<row.start + row.count { sum += Double(weights[Int(columns[place])]) }
                    return sum * LearnedRelevance.factor(features: row.count) + intercept + row.offset
                }
            }
        }
    }

    /// The probability of being accepted, or what stands for it while there is not enough data.
    package func probability(_ row: Int) -> Double { Logistic.probability(logits[row]) }

    // MARK: Variety

    /// The first `limit` of some rows, so that what was said of late is not said again and again.
    ///
    /// What speaks for a row counts half for each of the `recent` rows that had it, and for each that was chosen before;
    /// what speaks against it counts as it is. The best by that is chosen each time, which is the greedy way to a varied
    /// choice (Lin and Bilmes 2011: what a feature gives diminishes).
    package func varied(_ limit: Int, of rows: [Int], after recent: [Int]) -> [Int] {
        var said: [UInt32: Int] = [:]
        for row in recent { note(row, in: &said) }
        // A value only falls, so that who was the best and still has the value it had then is the best.
        var values = rows.map { value(of: $0, after: said) }
        var left = Set(rows.indices)
        var chosen: [Int] = []
        while chosen.count < limit, var best = left.first {
            for index in left where (values[index], best) > (values[best], index) { best = index }
            let value = value(of: rows[best], after: said)
            guard value == values[best] else {
                values[best] = value
                continue
            }
            left.remove(best)
            chosen.append(rows[best])
            note(rows[best], in: &said)
        }
        return chosen
    }

    private func note(_ row: Int, in said: inout [UInt32: Int]) {
        let row = rows[row]
        for column in columns[row.start..<row.start + row.count] where weights[Int(column)] > 0 {
            said[column, default: 0] += 1
        }
    }

    private func value(of row: Int, after said: [UInt32: Int]) -> Double {
        let row = rows[row]
        var sum = 0.0
        for column in columns[row.start..<row.start + row.count] {
            let weight = Double(weights[Int(column)])
            sum += weight > 0 ? weight / Double(1 << min(said[column] ?? 0, 62)) : weight
        }
        return sum * LearnedRelevance.factor(features: row.count) + intercept + row.offset
    }

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

/// Which of the features of a model are which of the waiting signals'.
///
/// A log that grows gives its features in the same order as before, so that few have to be looked up again.
private struct FeatureLinks: Sendable {
    private static let none = UInt32.max

    private var features: [Feature] = []
    private var numbers: [UInt32] = []
    /// How many features of waiting signals there were.
    private var known = 0

    /// The weight of each numbered feature.
    mutating func weights(_ learned: LearnedRelevance, _ waiting: FeatureNumbers) -> [Float] {
        let hasMore = waiting.features.count > known
        known = waiting.features.count
        var weights = Array(repeating: Float(0), count: known)
        for (place, feature) in learned.features.enumerated() {
            let isLinked = place < features.count && features[place] == feature
            if !isLinked || hasMore && numbers[place] == Self.none { link(feature, at: place, waiting) }
            let number = numbers[place]
            if number != Self.none { weights[Int(number)] = learned.featureWeights[place] }
        }
        return weights
    }

    private mutating func link(_ feature: Feature, at place: Int, _ waiting: FeatureNumbers) {
        let number = waiting.known(feature).map { UInt32($0) } ?? Self.none
        if place < features.count {
            (features[place], numbers[place]) = (feature, number)
        } else {
            features.append(feature)
            numbers.append(number)
        }
    }
}
