import Signals

/// Which features of a post were read already: an open-addressing table that is never cleared, because each entry says
/// which post it is of.
final class FeatureSlots {
    private static let positionBits: UInt64 = 16
    /// A text that makes more features share one place was written to do so.
    private static let mostProbes = 64

    /// The number of a post in the upper bits, the position of a feature in the lower.
    private let slots: UnsafeMutablePointer<UInt64>
    private let most: Int
    private var mask = 0
    private var post: UInt64 = 0

    /// Room for `capacity` features, fewer than 2^16.
    init(capacity: Int) {
        most = Self.size(for: capacity)
        slots = .allocate(capacity: most)
        slots.initialize(repeating: 0, count: most)
    }

    deinit {
        slots.deallocate()
    }

    /// A power of two, at least twice as many.
    private static func size(for count: Int) -> Int {
        1 << (Int.bitWidth - (2 * count - 1).leadingZeroBitCount)
    }

    /// Starts a post of about `count` features; short ones stay within little memory.
    func forget(before count: Int) {
        post &+= 1
        mask = min(Self.size(for: count), most) - 1
    }

    /// False where the feature is known, or there is no place for it.
    ///
    /// `position`: where it will stand in `features`, which hold those before it.
    @inline(__always)
    func insert(_ hash: UInt64, at position: Int, in features: UnsafeMutablePointer<Feature>) -> Bool {
        var slot = Int(truncatingIfNeeded: hash &>> 32) & mask
        for _ in 0..<Self.mostProbes {
            let entry = slots[slot]
            if entry &>> Self.positionBits != post {
                slots[slot] = post &<< Self.positionBits | UInt64(truncatingIfNeeded: position)
                return true
            }
            if features[Int(truncatingIfNeeded: entry & 0xFFFF)].hash == hash { return false }
            slot = (slot &+ 1) & mask
        }
        return false
    }
}
