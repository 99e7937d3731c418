/// Up to eight ASCII letters in a register, the first in the lowest byte (SIMD within a register).
struct LetterWord {
    /// The letters in lower case; zeros behind them.
    let lower: UInt64
    /// How many letters stand before the first byte that is none.
    let count: Int
    private let written: UInt64

    private static let ones: UInt64 = 0x0101_0101_0101_0101
    private static let tops: UInt64 = 0x8080_8080_8080_8080

    @inline(__always)
    init(_ word: UInt64) {
        let word = UInt64(littleEndian: word)
        let low = (word | Self.ones &* 0x20) & ~Self.tops
        // A byte's top bit is set by these sums where it is at least "a", and where it is above "z".
        let isLetter = (low &+ Self.ones &* 0x1F) & ~(low &+ Self.ones &* 0x05) & ~word & Self.tops
        count = (~isLetter & Self.tops).trailingZeroBitCount >> 3
        let mask = Self.within(count)
        lower = low & mask
        written = word & mask
    }

    /// How many of them were capitals.
    @inline(__always)
    var capitals: Int {
        let small = ~written & (Self.ones &* 0x20) & Self.within(count)
        return small == 0 ? 0 : small.nonzeroBitCount
    }

    /// The first letter and the eighth.
    @inline(__always)
    var first: UInt8 { UInt8(truncatingIfNeeded: lower) }
    @inline(__always)
    var last: UInt8 { UInt8(truncatingIfNeeded: lower >> 56) }

    /// Whether one letter stands three times in a row.
    ///
    /// May say so wrongly, never deny it wrongly.
    @inline(__always)
    var hasTriple: Bool {
        let same = lower ^ (lower >> 8)
        let zeros = (same &- Self.ones) & ~same & Self.tops
        return zeros & (zeros >> 8) & Self.within(count &- 2) != 0
    }

    @inline(__always)
    private static func within(_ bytes: Int) -> UInt64 {
        bytes <= 0 ? 0 : UInt64.max &>> UInt64(truncatingIfNeeded: 64 &- bytes &* 8)
    }

    /// The token's hash, for fewer than eight letters.
    @inline(__always)
    var hash: UInt64 { TokenHash.of(short: lower, count: count) }
}
