import Signals

/// The weights of features in one flat open-addressing table: a look-up is a read of eight bytes, rarely more.
///
/// A feature is known by where it belongs and 32 bits besides.
struct WeightTable: Sendable {
    /// The lower half of a feature's hash above its weight; zero is free, for no hash ends in four zero bits.
    private let slots: [UInt64]
    private let shift: UInt64

    init(_ features: [Feature], _ weights: [Float]) {
        let bits = max(4, Int.bitWidth - (features.count * 2).leadingZeroBitCount)
        var slots = Array(repeating: UInt64(0), count: 1 << bits)
        let shift = UInt64(64 - bits)
        let mask = 1 << bits - 1
        for (feature, weight) in zip(features, weights) where weight != 0 {
            var slot = Int(truncatingIfNeeded: feature.hash &>> shift)
            while slots[slot] != 0 { slot = (slot + 1) & mask }
            slots[slot] = feature.hash &<< 32 | UInt64(weight.bitPattern)
        }
        self.slots = slots
        self.shift = shift
    }

    /// Zero where nothing was learned of it.
    func weight(of feature: Feature) -> Float {
        slots.withUnsafeBufferPointer { Self.weight(of: feature.hash, in: $0, shift) }
    }

    /// Of features that a post has.
    func sum(of features: UnsafeBufferPointer<Feature>) -> Double {
        slots.withUnsafeBufferPointer { slots in
            var sum = 0.0
            for feature in features { sum += Double(Self.weight(of: feature.hash, in: slots, shift)) }
            return sum
        }
    }

    @inline(__always)
    private static func weight(of hash: UInt64, in slots: UnsafeBufferPointer<UInt64>, _ shift: UInt64) -> Float {
        let tag = UInt32(truncatingIfNeeded: hash)
        let mask = slots.count &- 1
        var slot = Int(truncatingIfNeeded: hash &>> shift)
        while slots[slot] != 0 {
            if UInt32(truncatingIfNeeded: slots[slot] &>> 32) == tag {
                return Float(bitPattern: UInt32(truncatingIfNeeded: slots[slot]))
            }
            slot = (slot &+ 1) & mask
        }
        return 0
    }
}
