/// A fixed-size summary of a text by which copies are recognised: minima of 32 hash functions over its words and word
/// pairs (MinHash, Broder 1997). Two sketches agree in about the share of features that the texts have in common.
///
/// Links, mentions and the `RT` mark do not count, so a repost with another link is a copy.
package struct Sketch: Hashable, Sendable {
    package static let lanes = 32
    /// Texts of fewer words say too little to be called copies of each other.
    package static let leastWords = 4

    package let minima: SIMD32<UInt32>

    /// nil for a text too short to have copies.
    init?(_ tokens: UnsafeBufferPointer<Token>) {
        var minima = SIMD32<UInt32>(repeating: .max)
        var words = 0
        var previous: UInt64 = 0
        for token in tokens where Self.counts(token) {
            words += 1
            Self.fold(token.hash, into: &minima)
            if words > 1 { Self.fold(TokenHash.mix(previous, token.hash), into: &minima) }
            previous = token.hash
        }
        guard words >= Self.leastWords else { return nil }
        self.minima = minima
    }

    /// How many of the 32 minima are equal.
    package func agreement(with other: Sketch) -> Int {
        var equal = 0
        for lane in 0..<Self.lanes where minima[lane] == other.minima[lane] { equal += 1 }
        return equal
    }

    private static let repostMark = TokenHash.of("rt".utf8)
    /// Odd multipliers, one a lane.
    private static let multipliers: SIMD32<UInt32> = {
        var random = SplitMix(state: 0x5EED)
        var values = SIMD32<UInt32>()
        for lane in 0..<lanes { values[lane] = UInt32(truncatingIfNeeded: random.next()) | 1 }
        return values
    }()

    private static func counts(_ token: Token) -> Bool {
        switch token.kind {
        case .word, .number, .hashtag, .character: token.hash != repostMark
        case .url, .mention, .emoji, .emoticon, .punctuation: false
        }
    }

    private static func fold(_ hash: UInt64, into minima: inout SIMD32<UInt32>) {
        let low = SIMD32<UInt32>(repeating: UInt32(truncatingIfNeeded: hash ^ (hash >> 32)))
        var mixed = low &* multipliers
        mixed = mixed ^ (mixed &>> 15)
        mixed = mixed &* SIMD32<UInt32>(repeating: 0x2C1B_3C6D)
        minima.replace(with: mixed, where: mixed .< minima)
    }
}
