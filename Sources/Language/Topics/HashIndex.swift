/// A fixed map from hashes to small numbers: a bit filter that fits in cache in front of an open-addressing table, so
/// that looking up a word that is not there costs one bit test, however many entries there are.
///
/// Unchecked: it is written while it is built by one owner, and only read from then on.
final class HashIndex: @unchecked Sendable {
    /// Where its memory is: a value that stays in registers while it is read.
    ///
    /// Valid as long as the index is.
    struct Table {
        fileprivate let filter: UnsafeMutablePointer<UInt64>
        fileprivate let filterShift: UInt64
        fileprivate let slots: UnsafeMutablePointer<(key: UInt64, value: UInt32)>
        fileprivate let shift: UInt64
        fileprivate let mask: Int

        /// The value of `hash`, or nil.
        @inline(__always)
        func value(of hash: UInt64) -> UInt32? {
            let spread = HashIndex.spread(hash)
            let bit = spread &>> filterShift
            guard filter[Int(truncatingIfNeeded: bit >> 6)] &>> (bit & 63) & 1 == 1 else { return nil }
            return find(hash, from: Int(truncatingIfNeeded: spread &>> shift))
        }

        @inline(__always)
        private func find(_ hash: UInt64, from first: Int) -> UInt32? {
            var slot = first
            while slots[slot].key != 0 {
                if slots[slot].key == HashIndex.stored(hash) { return slots[slot].value }
                slot = (slot &+ 1) & mask
            }
            return nil
        }
    }

    let table: Table
    private var count = 0

    /// Room for `capacity` entries.
    init(capacity: Int) {
        let bits = max(4, Int.bitWidth - (capacity * 2).leadingZeroBitCount)
        let filterBits = min(max(10, bits + 3), 20)
        let slots = UnsafeMutablePointer<(key: UInt64, value: UInt32)>.allocate(capacity: 1 << bits)
        slots.initialize(repeating: (0, 0), count: 1 << bits)
        let filter = UnsafeMutablePointer<UInt64>.allocate(capacity: 1 << (filterBits - 6))
        filter.initialize(repeating: 0, count: 1 << (filterBits - 6))
        table = Table(
            filter: filter,
            filterShift: UInt64(64 - filterBits),
            slots: slots,
            shift: UInt64(64 - bits),
            mask: 1 << bits - 1
        )
    }

    deinit {
        table.filter.deallocate()
        table.slots.deallocate()
    }

    /// The value of `hash`, or nil.
    @inline(__always)
    func value(of hash: UInt64) -> UInt32? { table.value(of: hash) }

    /// Sets the value of `hash`.
    ///
    /// There must be room for it.
    func set(_ hash: UInt64, to value: UInt32) {
        let (slots, mask) = (table.slots, table.mask)
        let spread = Self.spread(hash)
        var slot = Int(truncatingIfNeeded: spread &>> table.shift)
        while slots[slot].key != 0, slots[slot].key != Self.stored(hash) { slot = (slot + 1) & mask }
        if slots[slot].key == 0 { count += 1 }
        precondition(count <= mask, "index is full")
        slots[slot] = (Self.stored(hash), value)
        let bit = spread &>> table.filterShift
        table.filter[Int(bit >> 6)] |= 1 &<< (bit & 63)
    }

    /// 0 marks an empty slot.
    @inline(__always)
    private static func stored(_ hash: UInt64) -> UInt64 { hash == 0 ? 1 : hash }

    @inline(__always)
    private static func spread(_ hash: UInt64) -> UInt64 { hash &* 0xD6E8_FEB8_6659_FD93 }
}
