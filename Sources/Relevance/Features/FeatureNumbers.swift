import Signals

/// Numbers features in the order they come, from zero: an open-addressing table over what it has numbered.
struct FeatureNumbers: Sendable {
    /// The feature that a number stands for.
    private(set) var features: [Feature] = []
    private var slots: [UInt32]
    private var mask: Int
    private static let free = UInt32.max

    init(capacity: Int = 0) {
        let bits = max(6, Int.bitWidth - (capacity * 2).leadingZeroBitCount)
        slots = Array(repeating: Self.free, count: 1 << bits)
        mask = 1 << bits - 1
    }

    /// The number of a feature, a new one where it has none yet.
    mutating func number(of feature: Feature) -> Int {
        if features.count * 2 > mask { grow() }
        let slot = slot(of: feature)
        guard slots[slot] == Self.free else { return Int(slots[slot]) }
        slots[slot] = UInt32(features.count)
        features.append(feature)
        return features.count - 1
    }

    /// The number of a feature; nil where it has none.
    func known(_ feature: Feature) -> Int? {
        let slot = slot(of: feature)
        return slots[slot] == Self.free ? nil : Int(slots[slot])
    }

    /// Where a feature is, or would be.
    @inline(__always)
    private func slot(of feature: Feature) -> Int {
        var slot = Self.home(feature) & mask
        while slots[slot] != Self.free, features[Int(slots[slot])] != feature { slot = (slot + 1) & mask }
        return slot
    }

    private mutating func grow() {
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
