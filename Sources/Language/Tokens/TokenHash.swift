/// The hash of a token's folded bytes, built while they are scanned: eight bytes a step, no second pass.
///
/// Fixed for ever: trained weights are indexed by it.
package struct TokenHash: Sendable {
    private static let seed: UInt64 = 0x51_7C_C1_B7_27_22_0A_95
    private var state = seed
    private var word: UInt64 = 0
    private var bits: UInt64 = 0

    package init() {}

    @inline(__always)
    package mutating func append(_ byte: UInt8) {
        word |= UInt64(byte) << (bits & 56)
        bits &+= 8
        if bits & 56 == 0 {
            state = Self.mix(state, word)
            word = 0
        }
    }

    /// The hash of the bytes so far.
    @inline(__always)
    package var value: UInt64 {
        Self.mix(Self.mix(state, word), bits)
    }

    /// The hash of fewer than eight bytes, the first in the lowest bits and zeros behind them.
    @inline(__always)
    static func of(short word: UInt64, count: Int) -> UInt64 {
        mix(mix(seed, word), UInt64(truncatingIfNeeded: count &* 8))
    }

    /// The hash of eight bytes and up to seven more, the first in the lowest bits and zeros behind them.
    @inline(__always)
    static func of(head: UInt64, tail: UInt64, tailCount: Int) -> UInt64 {
        mix(mix(mix(seed, head), tail), UInt64(truncatingIfNeeded: (8 &+ tailCount) &* 8))
    }

    /// The hash of bytes in memory of which eight more can be read.
    @inline(__always)
    static func of(padded bytes: UnsafePointer<UInt8>, count: Int) -> UInt64 {
        var state = seed
        let raw = UnsafeRawPointer(bytes)
        var offset = 0
        while offset + 8 <= count {
            state = mix(state, UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self)))
            offset += 8
        }
        let rest = UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
        let bits = UInt64((count - offset) * 8)
        return mix(mix(state, rest & ((1 &<< bits) &- 1)), UInt64(count * 8))
    }

    /// The hash of `text`'s UTF-8 bytes as they are.
    package static func of(_ text: some Sequence<UInt8>) -> UInt64 {
        var hash = TokenHash()
        for byte in text { hash.append(byte) }
        return hash.value
    }

    /// Joins a hash with the next one: `a b` is another than `b a`.
    @inlinable
    @inline(__always)
    package static func join(_ left: UInt64, _ right: UInt64) -> UInt64 {
        mix(left &+ 0x632B_E59B_D9B4_E019, right)
    }

    /// Mixes two hashes, in either order.
    @inlinable
    @inline(__always)
    package static func mix(_ left: UInt64, _ right: UInt64) -> UInt64 {
        let product = (left ^ right) &* 0x9E37_79B9_7F4A_7C15
        return product ^ (product >> 29)
    }
}
