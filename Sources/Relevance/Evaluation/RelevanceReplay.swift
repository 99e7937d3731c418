import Signals

/// Predicts the decisions of a log by what was decided before each.
///
/// The model is made anew after every tenth part that the decisions have grown by, and not after each, so that the whole
/// costs some ten folds. Predictions are therefore a little worse than what was shown at the time. What archives say is
/// learned where it stands in the log, and never predicted.
struct RelevanceReplay {
    /// The fewest decisions that are learned at once.
    private static let leastStep = 10

    let lessons: [Lesson]
    let table: ExampleTable
    /// The rows that people decided, in the order of the log.
    let decided: [Int]
    /// Of each part by where it begins: one fold tells all of it.
    private var known: [Int: [Prediction]] = [:]

    init(_ lessons: [Lesson]) {
        self.lessons = lessons
        table = ExampleTable(lessons.map(\.example))
        decided = lessons.indices.filter { !lessons[$0].example.isArchived }
    }

    /// Of some of what people decided, in rising order; those before there was enough are left out.
    mutating func predictions(of wanted: some Sequence<Int>) -> [Prediction] {
        var found: [Prediction] = []
        var steps = steps[...]
        for index in wanted {
            while let step = steps.first, step.upperBound <= index { steps.removeFirst() }
            guard let step = steps.first else { break }
            let predictions = predictions(ofStep: step)
            if !predictions.isEmpty { found.append(predictions[index - step.lowerBound]) }
        }
        return found
    }

    /// Empty before there was enough.
    private mutating func predictions(ofStep step: Range<Int>) -> [Prediction] {
        if let predictions = known[step.lowerBound] { return predictions }
        let fold = RelevanceFold(table, rows: Array(0..<decided[step.lowerBound]))
        let predictions = fold.isKnown ? step.map { prediction(ofRow: decided[$0], by: fold) } : []
        known[step.lowerBound] = predictions
        return predictions
    }

    /// Whether it is the same replay as far as these lessons go.
    func begins(with other: [Lesson]) -> Bool { lessons.starts(with: other) }

    func prediction(ofRow row: Int, by fold: RelevanceFold) -> Prediction {
        Prediction(
            lessons[row].decision,
            probability: Logistic.probability(fold.logit(of: table.rows[row], in: table))
        )
    }

    /// Parts of the decisions that one fold predicts; where they begin does not depend on how many there are.
    private var steps: [Range<Int>] {
        var steps: [Range<Int>] = []
        var start = 0
        while start < decided.count {
            let end = min(decided.count, start + max(Self.leastStep, start / 10))
            steps.append(start..<end)
            start = end
        }
        return steps
    }
}
