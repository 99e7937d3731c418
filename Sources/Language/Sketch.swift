/// A fixed-size summary of a text by which copies are recognised: one-permutation MinHash (Li, Owen and Zhang, 2012)
/// over its words and word pairs.
///
/// Every feature falls into one of 32 bins, a bin keeps its least hash; the share of bins that are equal estimates the
/// share of features that two texts have in common.
///
/// Links, mentions and the `RT` mark do not count, so a repost with another link is a copy.
package struct Sketch: Hashable, Sendable {
    package static let bins = 32
    /// Texts of fewer words say too little to be called copies of each other.
    package static let leastWords = 4
    /// What a bin holds that no feature fell into.
    package static let empty = UInt32.max

    /// The least hash of every bin.
    package let minima: SIMD32<UInt32>

    /// A sketch that was kept as its least hashes.
    package init(minima: SIMD32<UInt32>) {
        self.minima = minima
    }

    /// nil for a text too short to have copies.
    init?(_ tokens: UnsafeBufferPointer<Token>) {
        var words = 0
        var minima = SIMD32<UInt32>(repeating: Self.empty)
        withUnsafeMutableBytes(of: &minima) { bytes in
            let minima = bytes.assumingMemoryBound(to: UInt32.self)
            var previous: UInt64 = 0
            for token in tokens where Self.counts(token) {
                words += 1
                Self.put(token.hash, minima)
                if words > 1 { Self.put(TokenHash.join(previous, token.hash), minima) }
                previous = token.hash
            }
        }
        guard words >= Self.leastWords else { return nil }
        self.minima = minima
    }

    /// Whether at least 70 % of the bins that either text fills are equal.
    package func isCopy(of other: Sketch) -> Bool {
        var equal = 0
        var filled = 0
        for bin in 0..<Self.bins where minima[bin] != Self.empty || other.minima[bin] != Self.empty {
            filled += 1
            if minima[bin] == other.minima[bin] { equal += 1 }
        }
        return equal * 10 >= filled * 7
    }

    private static let repostMark = TokenHash.of("rt".utf8)

    private static func counts(_ token: Token) -> Bool {
        switch token.kind {
        case .word, .number, .hashtag, .character: token.hash != repostMark
        case .url, .mention, .emoji, .emoticon, .punctuation: false
        }
    }

    @inline(__always)
    private static func put(_ hash: UInt64, _ minima: UnsafeMutableBufferPointer<UInt32>) {
        let spread = hash &* 0xFF51_AFD7_ED55_8CCD
        let bin = Int(truncatingIfNeeded: spread >> 59)
        minima[bin] = min(minima[bin], UInt32(truncatingIfNeeded: spread >> 24))
    }
}
