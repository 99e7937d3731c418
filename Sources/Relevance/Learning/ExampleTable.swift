import Signals

/// Examples with their features numbered from zero in the order they first occur, so that a fold works on flat arrays.
struct ExampleTable {
    struct Row {
        /// Its features in `columns`.
        let features: Range<Int>
        let isAccepted: Bool
        /// See `Example`.
        let isArchived: Bool
        let weight: Double
        /// The prior as a logit.
        let offset: Double
        /// What the sum of its features' weights is multiplied with.
        let factor: Double
    }

    private(set) var rows: [Row] = []
    private(set) var columns: [UInt32] = []
    private var numbers: FeatureNumbers

    /// The feature that a number stands for.
    var features: [Feature] { numbers.features }

    init(_ examples: some Collection<Example>) {
        let total = examples.reduce(0) { $0 + $1.features.features.count }
        rows.reserveCapacity(examples.count)
        columns.reserveCapacity(total)
        numbers = FeatureNumbers(capacity: total / 3)
        for example in examples {
            let first = columns.count
            for feature in example.features.features {
                columns.append(UInt32(numbers.number(of: feature)))
            }
            rows.append(
                Row(
                    features: first..<columns.count,
                    isAccepted: example.isAccepted,
                    isArchived: example.isArchived,
                    weight: example.weight,
                    offset: LearnedRelevance.offset(of: example.features.prior),
                    factor: LearnedRelevance.factor(features: columns.count - first)
                )
            )
        }
    }
}
