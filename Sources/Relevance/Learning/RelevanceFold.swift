import Signals

/// Learns from examples: logistic regression with the prior as an offset.
///
/// What is minimised is ½ ‖w‖² + 32 · Σ cᵢ · ln(1 + exp(−yᵢ zᵢ)) with zᵢ = w·xᵢ + b + the logit of the prior, cᵢ the
/// weight of an example and yᵢ = ±1. It is solved in its dual, one variable an example, by going through the examples in
/// the order of the log a few times (stochastic dual coordinate ascent, Shalev-Shwartz and Zhang 2013, with the step
/// that needs no search). There is no rate to choose and nothing is drawn by lot: the same log gives the same weights.
///
/// A feature that an example has counts as |r| · k, where r is how much its odds of being accepted differ from all
/// (ln, smoothed) and k depends on its kind: what parts accepted from rejected speaks louder than what does not (NBSVM,
/// Wang and Manning 2012). An example's features are divided by the fourth root of their number.
///
/// What archives say are accepts alone, and nobody drew them from what was heard: they have an intercept b of their own,
/// which is not kept, so that they say what is liked and not how much of all is; and they are not counted.
struct RelevanceFold {
    /// Changing any of these changes every learned score.
    private enum Choice {
        static let passes = 8
        static let strength = 32.0
        /// How many examples like all others a feature is thought to have been in.
        static let smoothing = 2.0
        static let bias = 0.5
    }

    /// Of each numbered feature, ready to be summed.
    private(set) var weights: [Float] = []
    /// What is added for every post.
    private(set) var intercept = 0.0
    /// The same of what archives say; only to learn with.
    private var archivedIntercept = 0.0
    /// How many rows people decided.
    private(set) var accepts = 0
    private(set) var rejects = 0

    /// Whether enough was decided for a probability to mean something.
    var isKnown: Bool { LearnedRelevance.isEnough(accepts: accepts, rejects: rejects) }

    /// Learns from the rows `learned` of a table, in this order.
    init(_ table: ExampleTable, rows learned: [Int]) {
        for index in learned where !table.rows[index].isArchived {
            if table.rows[index].isAccepted { accepts += 1 } else { rejects += 1 }
        }
        guard !learned.isEmpty else {
            weights = Array(repeating: 0, count: table.features.count)
            return
        }
        var columns = Self.columns(table, learned)
        var margins = Array(repeating: 0.0, count: learned.count)
        columns.withUnsafeMutableBufferPointer { columns in
            margins = ascend(table, learned, columns)
        }
        weights = columns.map(\.weight)
        if isKnown { centre(table, learned, margins) }
    }

    /// How likely it is that a row is accepted.
    func logit(of row: ExampleTable.Row, in table: ExampleTable) -> Double {
        var sum = 0.0
        for column in table.columns[row.features] { sum += Double(weights[Int(column)]) }
        return sum * row.factor + intercept + row.offset
    }

    // MARK: How features count

    /// A feature while it is learned; together, because a weight and its scale are looked up as one.
    private struct Column {
        var weight: Float
        /// The square of how much the feature counts.
        let scale: Float
    }

    private static func columns(_ table: ExampleTable, _ learned: [Int]) -> [Column] {
        var seen = Array(repeating: 0.0, count: table.features.count)
        var accepted = seen
        var (all, allAccepted) = (0.0, 0.0)
        for index in learned {
            let row = table.rows[index]
            let weight = row.isAccepted ? row.weight : 0
            all += row.weight
            allAccepted += weight
            for column in table.columns[row.features] {
                seen[Int(column)] += row.weight
                accepted[Int(column)] += weight
            }
        }
        let share = (allAccepted + 0.5) / (all + 1)
        return table.features.indices.map { index in
            let yes = accepted[index] + Choice.smoothing * share
            let no = seen[index] - accepted[index] + Choice.smoothing * (1 - share)
            let ratio = Logistic.logarithm(yes * (1 - share) / (no * share))
            let scale = ratio * loudness[table.features[index].kindNumber]
            return Column(weight: 0, scale: Float(scale * scale))
        }
    }

    /// How much the kinds count, by their number.
    ///
    /// Word pairs are many and mostly repeat what their words say; the hour, the language and the like are what happens
    /// to be common to what was decided in one sitting.
    private static let loudness: [Double] = (0..<16).map { number in
        switch Feature.Kind(rawValue: UInt8(number)) {
        case .word, .mention, .author, .topic, .domain, .sign: 1
        case .phrase: 0.5
        case .source, .language, .sentiment, .hour, .weekday, .form: 0.3
        case nil: 0
        }
    }

    // MARK: Learning

    /// Sets weights and intercept, and returns of each row the logit that half of its own part is taken from.
    private mutating func ascend(
        _ table: ExampleTable,
        _ learned: [Int],
        _ columns: UnsafeMutableBufferPointer<Column>
    ) -> [Double] {
        var duals = Array(repeating: 0.0, count: learned.count)
        let squares = learned.map { Self.square(table.rows[$0], table, columns) }
        for _ in 0..<Choice.passes {
            for (position, index) in learned.enumerated() {
                let row = table.rows[index]
                let sign = row.isAccepted ? 1.0 : -1.0
                let logit = logit(row, table, columns)
                let limit = Choice.strength * row.weight
                let gap = limit * Logistic.probability(-sign * logit) - duals[position]
                let step = gap / (1 + limit * squares[position] / 4)
                duals[position] += step
                let move = Float(step * sign * row.factor)
                for column in table.columns[row.features] {
                    columns[Int(column)].weight += move * columns[Int(column)].scale
                }
                let shift = step * sign * Choice.bias * Choice.bias
                if row.isArchived { archivedIntercept += shift } else { intercept += shift }
            }
        }
        return learned.indices.map { position in
            let row = table.rows[learned[position]]
            let own = (row.isAccepted ? 1.0 : -1.0) * duals[position] * squares[position]
            return logit(row, table, columns) - own / 2
        }
    }

    @inline(__always)
    private func logit(
        _ row: ExampleTable.Row,
        _ table: ExampleTable,
        _ columns: UnsafeMutableBufferPointer<Column>
    ) -> Double {
        var sum = 0.0
        for column in table.columns[row.features] { sum += Double(columns[Int(column)].weight) }
        return sum * row.factor + (row.isArchived ? archivedIntercept : intercept) + row.offset
    }

    private static func square(
        _ row: ExampleTable.Row,
        _ table: ExampleTable,
        _ columns: UnsafeMutableBufferPointer<Column>
    ) -> Double {
        var sum = 0.0
        for column in table.columns[row.features] { sum += Double(columns[Int(column)].scale) }
        return sum * row.factor * row.factor + Choice.bias * Choice.bias
    }

    // MARK: Calibration

    /// Moves the intercept so that as many are accepted as the probabilities say.
    ///
    /// What was learned from fits too well, so each row is looked at without half of its own part: without all of it
    /// (Jaakkola and Haussler 1999) is too little, because were the row not there its neighbours would say more.
    private mutating func centre(_ table: ExampleTable, _ learned: [Int], _ margins: [Double]) {
        var shift = 0.0
        for _ in 0..<12 {
            // A little holds it near zero.
            var (slope, curve) = (0.1 * shift, 0.1)
            for (position, index) in learned.enumerated() where !table.rows[index].isArchived {
                let row = table.rows[index]
                let probability = Logistic.probability(margins[position] + shift)
                slope += row.weight * (probability - (row.isAccepted ? 1 : 0))
                curve += row.weight * probability * (1 - probability)
            }
            shift -= min(max(slope / curve, -1), 1)
        }
        intercept += shift
    }
}
