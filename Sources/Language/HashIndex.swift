/// A fixed map from hashes to small numbers: a bit filter that fits in cache in front of an open-addressing table, so
/// that looking up a word that is not there costs one bit test, however many entries there are.
struct HashIndex: Sendable {
    private var filter: [UInt64]
    private let filterShift: UInt64
    private var keys: [UInt64]
    private var values: [UInt32]
    private let shift: UInt64
    private(set) var count = 0

    /// Room for `capacity` entries.
    init(capacity: Int) {
        let bits = max(4, UInt64.bitWidth - (capacity * 2).leadingZeroBitCount)
        keys = Array(repeating: 0, count: 1 << bits)
        values = Array(repeating: 0, count: 1 << bits)
        shift = UInt64(64 - bits)
        let filterBits = min(max(10, bits + 3), 20)
        filter = Array(repeating: 0, count: 1 << (filterBits - 6))
        filterShift = UInt64(64 - filterBits)
    }

    /// The value of `hash`, or nil.
    @inline(__always)
    func value(of hash: UInt64) -> UInt32? {
        let bit = Self.spread(hash) >> filterShift
        guard filter[Int(bit >> 6)] >> (bit & 63) & 1 == 1 else { return nil }
        return find(hash)
    }

    private func find(_ hash: UInt64) -> UInt32? {
        var slot = Int(Self.spread(hash) >> shift)
        while keys[slot] != 0 {
            if keys[slot] == Self.stored(hash) { return values[slot] }
            slot = (slot + 1) & (keys.count - 1)
        }
        return nil
    }

    /// Sets the value of `hash`. There must be room for it.
    mutating func set(_ hash: UInt64, to value: UInt32) {
        var slot = Int(Self.spread(hash) >> shift)
        while keys[slot] != 0, keys[slot] != Self.stored(hash) { slot = (slot + 1) & (keys.count - 1) }
        if keys[slot] == 0 { count += 1 }
        precondition(count < keys.count, "index is full")
        keys[slot] = Self.stored(hash)
        values[slot] = value
        let bit = Self.spread(hash) >> filterShift
        filter[Int(bit >> 6)] |= 1 << (bit & 63)
    }

    /// 0 marks an empty slot.
    private static func stored(_ hash: UInt64) -> UInt64 { hash == 0 ? 1 : hash }

    @inline(__always)
    private static func spread(_ hash: UInt64) -> UInt64 { hash &* 0xD6E8_FEB8_6659_FD93 }
}
