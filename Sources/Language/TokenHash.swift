/// The hash of a token's folded bytes, built while they are scanned: eight bytes a step, no second pass.
///
/// Fixed for ever: trained weights are indexed by it.
package struct TokenHash: Sendable {
    private var state: UInt64 = 0x51_7C_C1_B7_27_22_0A_95
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

    /// The hash of `text`'s UTF-8 bytes as they are.
    package static func of(_ text: some Sequence<UInt8>) -> UInt64 {
        var hash = TokenHash()
        for byte in text { hash.append(byte) }
        return hash.value
    }

    /// Joins a hash with the next one, in order.
    @inline(__always)
    package static func mix(_ left: UInt64, _ right: UInt64) -> UInt64 {
        let product = (left ^ right) &* 0x9E37_79B9_7F4A_7C15
        return product ^ (product >> 29)
    }
}
