/// A fixed map from hashes to small numbers: a bit filter that fits in cache in front of an open-addressing table, so
/// that looking up a word that is not there costs one bit test, however many entries there are.
///
/// Unchecked: it is written while it is built by one owner, and only read from then on.
final class HashIndex: @unchecked Sendable {
    private let filter: UnsafeMutablePointer<UInt64>
    private let filterShift: UInt64
    private let keys: UnsafeMutablePointer<UInt64>
    private let values: UnsafeMutablePointer<UInt32>
    private let shift: UInt64
    private let mask: Int
    private var count = 0

    /// Room for `capacity` entries.
    init(capacity: Int) {
        let bits = max(4, Int.bitWidth - (capacity * 2).leadingZeroBitCount)
        mask = 1 << bits - 1
        shift = UInt64(64 - bits)
        keys = .allocate(capacity: mask + 1)
        keys.initialize(repeating: 0, count: mask + 1)
        values = .allocate(capacity: mask + 1)
        values.initialize(repeating: 0, count: mask + 1)
        let filterBits = min(max(10, bits + 3), 20)
        filterShift = UInt64(64 - filterBits)
        filter = .allocate(capacity: 1 << (filterBits - 6))
        filter.initialize(repeating: 0, count: 1 << (filterBits - 6))
    }

    deinit {
        filter.deallocate()
        keys.deallocate()
        values.deallocate()
    }

    /// The value of `hash`, or nil.
    @inline(__always)
    func value(of hash: UInt64) -> UInt32? {
        let spread = Self.spread(hash)
        let bit = spread &>> filterShift
        guard filter[Int(truncatingIfNeeded: bit >> 6)] &>> (bit & 63) & 1 == 1 else { return nil }
        return find(hash, from: Int(truncatingIfNeeded: spread &>> shift))
    }

    private func find(_ hash: UInt64, from first: Int) -> UInt32? {
        var slot = first
        while keys[slot] != 0 {
            if keys[slot] == Self.stored(hash) { return values[slot] }
            slot = (slot + 1) & mask
        }
        return nil
    }

    /// Sets the value of `hash`.
    ///
    /// There must be room for it.
    func set(_ hash: UInt64, to value: UInt32) {
        let spread = Self.spread(hash)
        var slot = Int(truncatingIfNeeded: spread &>> shift)
        while keys[slot] != 0, keys[slot] != Self.stored(hash) { slot = (slot + 1) & mask }
        if keys[slot] == 0 { count += 1 }
        precondition(count <= mask, "index is full")
        keys[slot] = Self.stored(hash)
        values[slot] = value
        let bit = spread &>> filterShift
        filter[Int(bit >> 6)] |= 1 &<< (bit & 63)
    }

    /// 0 marks an empty slot.
    @inline(__always)
    private static func stored(_ hash: UInt64) -> UInt64 { hash == 0 ? 1 : hash }

    @inline(__always)
    private static func spread(_ hash: UInt64) -> UInt64 { hash &* 0xD6E8_FEB8_6659_FD93 }
}
