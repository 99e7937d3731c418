import Signals

/// Examples with their features numbered from zero in the order they first occur, so that a fold works on flat arrays.
struct ExampleTable {
    struct Row {
        /// Its features in `columns`.
        let features: Range<Int>
        let isAccepted: Bool
        let weight: Double
        /// The prior as a logit.
        let offset: Double
        /// What the sum of its features' weights is multiplied with.
        let factor: Double
    }

    private(set) var rows: [Row] = []
    private(set) var columns: [UInt32] = []
    /// The feature that a number stands for.
    private(set) var features: [Feature] = []

    init(_ examples: some Collection<Example>) {
        let total = examples.reduce(0) { $0 + $1.features.features.count }
        rows.reserveCapacity(examples.count)
        columns.reserveCapacity(total)
        var numbers = FeatureNumbers(capacity: total / 3)
        for example in examples {
            let first = columns.count
            for feature in example.features.features {
                let number = numbers.number(of: feature, in: features)
                if number == features.count { features.append(feature) }
                columns.append(UInt32(number))
            }
            rows.append(
                Row(
                    features: first..<columns.count,
                    isAccepted: example.isAccepted,
                    weight: example.weight,
                    offset: LearnedRelevance.offset(of: example.features.prior),
                    factor: LearnedRelevance.factor(features: columns.count - first)
                )
            )
        }
    }
}

/// Numbers features in the order they come.
private struct FeatureNumbers {
    private var slots: [UInt32]
    private var mask: Int
    private static let free = UInt32.max

    init(capacity: Int) {
        let bits = max(6, Int.bitWidth - (capacity * 2).leadingZeroBitCount)
        slots = Array(repeating: Self.free, count: 1 << bits)
        mask = 1 << bits - 1
    }

    /// The number of a feature; the count of `features`, which holds those numbered before, where it is new.
    mutating func number(of feature: Feature, in features: [Feature]) -> Int {
        if features.count * 2 > mask { grow(features) }
        var slot = Self.home(feature) & mask
        while slots[slot] != Self.free {
            let number = Int(slots[slot])
            if features[number] == feature { return number }
            slot = (slot + 1) & mask
        }
        slots[slot] = UInt32(features.count)
        return features.count
    }

    private mutating func grow(_ features: [Feature]) {
        mask = mask * 2 + 1
        slots = Array(repeating: Self.free, count: mask + 1)
        for (number, feature) in features.enumerated() {
            var slot = Self.home(feature) & mask
            while slots[slot] != Self.free { slot = (slot + 1) & mask }
            slots[slot] = UInt32(number)
        }
    }

    private static func home(_ feature: Feature) -> Int { Int(truncatingIfNeeded: feature.hash &>> 20) }
}
