/// A fixed-size summary of a text by which copies are recognised: bands, by which candidates are found, and the wording,
/// which decides.
///
/// Bands are pairs of the 32 bins of a one-permutation MinHash (Li, Owen and Zhang, 2012) over words and word pairs. Two
/// texts that share half of these agree in a band with probability 0.25, and in none of sixteen with probability 0.01.
package struct Sketch: Hashable, Sendable {
    package static let bandCount = 16
    /// Texts of fewer words say too little to be called copies of each other.
    package static let leastWords = 4

    /// What each pair of bins holds, in one number; 0 where nothing fell into either.
    package let bands: SIMD16<UInt32>
    /// The words in their order.
    package let wording: Wording

    /// nil for a text too short to have copies.
    init?(_ buffer: TokenBuffer) {
        guard let words = WordReader.read(buffer, { Self.summary($0) }) else { return nil }
        (bands, wording) = words
    }

    /// Whether both say the same: see `Wording`.
    package func isCopy(of other: Sketch) -> Bool {
        wording.says(sameAs: other.wording)
    }

    private static func summary(_ words: WordReader) -> (SIMD16<UInt32>, Wording)? {
        guard words.count >= leastWords else { return nil }
        return (bands(of: words.hashes), Wording(words.entries, isCut: words.isCut))
    }

    private static func bands(of hashes: UnsafeBufferPointer<UInt64>) -> SIMD16<UInt32> {
        var minima = SIMD32<UInt32>(repeating: .max)
        withUnsafeMutableBytes(of: &minima) { bytes in
            let minima = bytes.assumingMemoryBound(to: UInt32.self)
            var previous: UInt64?
            for hash in hashes {
                put(hash, minima)
                if let previous { put(TokenHash.join(previous, hash), minima) }
                previous = hash
            }
        }
        var bands = SIMD16<UInt32>()
        for band in 0..<bandCount where minima[band * 2] & minima[band * 2 + 1] != .max {
            let pair = UInt64(minima[band * 2]) << 32 | UInt64(minima[band * 2 + 1])
            bands[band] = max(1, UInt32(truncatingIfNeeded: TokenHash.mix(pair, UInt64(band)) >> 16))
        }
        return bands
    }

    @inline(__always)
    private static func put(_ hash: UInt64, _ minima: UnsafeMutableBufferPointer<UInt32>) {
        let spread = hash &* 0xFF51_AFD7_ED55_8CCD
        let bin = Int(truncatingIfNeeded: spread >> 59)
        minima[bin] = min(minima[bin], UInt32(truncatingIfNeeded: spread >> 24))
    }
}
