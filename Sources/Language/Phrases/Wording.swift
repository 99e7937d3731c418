/// The words of a text in their order, in 128 bytes.
///
/// Of a text of more than 62 words those are kept whose hash ends in enough zeros, so that what is kept of two texts can be
/// compared wherever they start and end.
package struct Wording: Hashable, Sendable {
    static let limit = 62
    /// Of even longer texts the first words that are kept, rather than fewer of them.
    private static let mostLevel = 6

    /// The words, then how many and what part of them, then whether the text was cut.
    package let lanes: SIMD64<UInt16>

    /// A wording that was kept as its lanes.
    package init(lanes: SIMD64<UInt16>) {
        self.lanes = lanes
    }

    init(_ words: UnsafeBufferPointer<Entry>, isCut: Bool) {
        var level = 0
        while level < Self.mostLevel, words.count(where: { $0.isKept(level) }) > Self.limit { level += 1 }
        var lanes = SIMD64<UInt16>()
        var count = 0
        for word in words where count < Self.limit && word.isKept(level) {
            lanes[count] = word.rawValue
            count += 1
        }
        lanes[Self.limit] = UInt16(count | level << 8)
        lanes[Self.limit + 1] = isCut ? 1 : 0
        self.lanes = lanes
    }

    var count: Int { Int(lanes[Self.limit] & 0xFF) }
    /// A word is kept when so many of its hash's last bits are zero.
    var level: Int { Int(lanes[Self.limit] >> 8) }
    /// Whether the text ends in an ellipsis.
    var isCut: Bool { lanes[Self.limit + 1] != 0 }

    /// Whether two texts are one message: see `WordingComparison`.
    package func says(sameAs other: Wording) -> Bool {
        if lanes == other.lanes { return true }
        let level = max(level, other.level)
        return withWords(level) { words in
            other.withWords(level) { others in
                var comparison = WordingComparison(.init(words, isCut: isCut), .init(others, isCut: other.isCut))
                return comparison.isSame
            }
        }
    }

    private func withWords<Result>(_ level: Int, _ body: (UnsafeBufferPointer<Entry>) -> Result) -> Result {
        withUnsafeTemporaryAllocation(of: Entry.self, capacity: Self.limit) { words in
            var kept = 0
            for index in 0..<count {
                let word = Entry(rawValue: lanes[index])
                guard word.isKept(level) else { continue }
                words[kept] = word
                kept += 1
            }
            return body(UnsafeBufferPointer(rebasing: words[..<kept]))
        }
    }
}

extension Wording {
    /// A word in sixteen bits: 13 of its hash, what kind of word it is, and whether something ends before it.
    struct Entry: RawRepresentable {
        enum Kind: UInt16 {
            case plain = 0
            case capitalised = 1
            /// Digits are among its characters.
            case number = 2
            case tag = 3
        }

        let rawValue: UInt16

        init(rawValue: UInt16) {
            self.rawValue = rawValue
        }

        init(hash: UInt64, kind: Kind, isBehindMark: Bool) {
            rawValue =
                UInt16(truncatingIfNeeded: hash >> 40) & 0x1FFF | kind.rawValue << 13 | (isBehindMark ? 0x8000 : 0)
        }

        var kind: Kind { Kind(rawValue: rawValue >> 13 & 3) ?? .plain }
        /// Whether a sentence, a mention or a link stands between it and the word before.
        var isBehindMark: Bool { rawValue & 0x8000 != 0 }

        func isKept(_ level: Int) -> Bool { rawValue & ((1 << UInt16(level)) - 1) == 0 }

        /// One of 64 that equal words share.
        var bit: UInt64 { UInt64(rawValue >> 7 & 63) }

        /// Whether both are the same word, however it is written.
        static func ~= (one: Entry, other: Entry) -> Bool { (one.rawValue ^ other.rawValue) & 0x1FFF == 0 }
    }
}
