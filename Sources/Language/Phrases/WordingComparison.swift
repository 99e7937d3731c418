/// Whether two texts are one message, by their words in a row.
///
/// The longest row of words that both have is lined up; what either has besides is weighed:
/// - Words in front with a sentence, mention or link behind them, and words at the end with one before them, are a
///   comment. So are more than three in front or at the end, or more than two that are not capitalised.
/// - A number that only one has, and a name or tag in place of another, make another message (templates).
/// - What is missing where one was cut is not missing.
/// - Tags beside the rest do not count. Capitalised words in front or at the end are a source's name and count as one.
/// - All other words may be four for every nine in common beyond three, and no more than six.
///
/// The figures were chosen on pairs of real posts: see the near-duplicates in `docs/benchmarks.md`.
struct WordingComparison {
    typealias Words = UnsafeBufferPointer<Wording.Entry>

    struct Side {
        let words: Words
        let isCut: Bool

        init(_ words: Words, isCut: Bool) {
            self.words = words
            self.isCut = isCut
        }

        /// What is compared must not depend on which text came first.
        func comes(before other: Side) -> Bool {
            if isCut != other.isCut { return isCut }
            if words.count != other.words.count { return words.count < other.words.count }
            return words.lazy.map(\.rawValue).lexicographicallyPrecedes(other.words.lazy.map(\.rawValue))
        }
    }

    private static let leastShared = 4
    private static let mostAround = 3
    private static let mostOther = 6
    /// A shorter row of words that ends where another is cut may be chance.
    private static let leastBeforeCut = 5
    private static let leastBeforeLead = 7

    /// The one that was cut, or the shorter one.
    private let short: Side
    private let long: Side
    /// Words that are not shared.
    private var others = 0
    private var shared = 0

    init(_ one: Side, _ other: Side) {
        (short, long) = one.comes(before: other) ? (one, other) : (other, one)
    }

    /// Lines both up and weighs what is left.
    var isSame: Bool {
        mutating get {
            guard min(short.words.count, long.words.count) >= Sketch.leastWords, mayBeSame else { return false }
            // On the stack for texts of up to 31 words.
            let cells = (short.words.count + 1) * (long.words.count + 1)
            return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: cells) {
                fill($0)
                shared = Int($0[0])
                guard shared >= Self.leastShared else { return false }
                return weigh($0) && others * 9 <= 4 * (shared - 3) && others <= Self.mostOther
            }
        }
    }

    /// Whether enough words of the one with fewer are in the other, in whatever order.
    ///
    /// Most candidates that are no copies are ruled out by that, without lining them up.
    private var mayBeSame: Bool {
        let (few, many) = short.words.count < long.words.count ? (short, long) : (long, short)
        var known: UInt64 = 0
        for word in many.words { known |= 1 << word.bit }
        var (words, found) = (0, 0)
        for word in few.words where word.kind != .tag {
            words += 1
            found += Int(known >> word.bit & 1)
        }
        // A source's name counts as one word, half a word may stand where one was cut, and tags may be shared as well.
        let (tags, rest) = (few.words.count - words, words - (few.isCut ? 3 : 2))
        return 13 * (found + tags) >= 9 * rest + 12
    }

    /// Per place in both, how long the longest row in common is from there on.
    private func fill(_ lengths: UnsafeMutableBufferPointer<UInt8>) {
        let row = long.words.count + 1
        for index in 0..<row { lengths[short.words.count * row + index] = 0 }
        for first in (0..<short.words.count).reversed() {
            let word = short.words[first]
            lengths[first * row + row - 1] = 0
            for second in (0..<long.words.count).reversed() {
                let at = first * row + second
                lengths[at] =
                    word ~= long.words[second] ? lengths[at + row + 1] + 1 : max(lengths[at + row], lengths[at + 1])
            }
        }
    }

    /// Walks along the row in common; false where something makes it another message.
    private mutating func weigh(_ lengths: UnsafeMutableBufferPointer<UInt8>) -> Bool {
        let row = long.words.count + 1
        var (first, second) = (0, 0)
        var (firstDone, secondDone) = (0, 0)
        while lengths[first * row + second] > 0 {
            if short.words[first] ~= long.words[second] {
                guard weighGap(firstDone..<first, secondDone..<second) else { return false }
                first += 1
                second += 1
                (firstDone, secondDone) = (first, second)
            } else if lengths[(first + 1) * row + second] >= lengths[first * row + second + 1] {
                first += 1
            } else {
                second += 1
            }
        }
        return weighEnd(
            Words(rebasing: short.words[firstDone...]),
            Words(rebasing: long.words[secondDone...])
        )
    }

    /// Weighs what stands before a word in common.
    private mutating func weighGap(_ first: Range<Int>, _ second: Range<Int>) -> Bool {
        let isFront = first.lowerBound == 0 && second.lowerBound == 0
        if isFront, isComment(first, in: short.words) || isComment(second, in: long.words) { return false }
        let (one, other) = (Words(rebasing: short.words[first]), Words(rebasing: long.words[second]))
        guard !Self.hasNumber(one), !Self.hasNumber(other) else { return false }
        if !one.isEmpty, !other.isEmpty {
            guard !Self.hasName(one) || !Self.hasName(other) else { return false }
            others += one.count + other.count
        } else if isFront {
            others += Self.weightAround(one) + Self.weightAround(other)
        } else {
            others += Self.words(one) + Self.words(other)
        }
        return true
    }

    /// Whether words in front are someone's comment on the rest.
    private func isComment(_ range: Range<Int>, in words: Words) -> Bool {
        guard let first = range.first(where: { words[$0].kind != .tag }) else { return false }
        if Self.isMuch(Words(rebasing: words[range])) { return true }
        return (first + 1...range.upperBound).contains { words[$0].isBehindMark }
    }

    private mutating func weighEnd(_ one: Words, _ other: Words) -> Bool {
        if isCutOff(one, other) { return true }
        for words in [one, other] where Self.words(words) > 0 {
            guard !Self.isMuch(words), !words.contains(where: \.isBehindMark), !Self.hasNumber(words) else {
                return false
            }
        }
        others += Self.weightAround(one) + Self.weightAround(other)
        return true
    }

    /// Whether one goes on only because the other was cut, or because it is a headline with the start of its article.
    private func isCutOff(_ one: Words, _ other: Words) -> Bool {
        if short.isCut, shared >= Self.leastBeforeCut, Self.words(one) <= 1 { return true }
        if long.isCut, shared >= Self.leastBeforeCut, Self.words(other) <= 1 { return true }
        guard shared >= Self.leastBeforeLead else { return false }
        let (ended, going, isCut) = one.isEmpty ? (one, other, long.isCut) : (other, one, short.isCut)
        guard isCut, ended.isEmpty, let next = going.first else { return false }
        return !next.isBehindMark || Self.words(going) <= 2
    }

    /// Whether it is more than a label, a source's name or an odd word.
    private static func isMuch(_ words: Words) -> Bool {
        Self.words(words) > mostAround || words.count { $0.kind == .plain } > 2
    }

    /// Words that are no tags.
    private static func words(_ words: Words) -> Int { words.count { $0.kind != .tag } }

    private static func weightAround(_ words: Words) -> Int {
        words.contains { $0.kind == .plain } ? Self.words(words) : min(Self.words(words), 1)
    }

    private static func hasNumber(_ words: Words) -> Bool { words.contains { $0.kind == .number } }

    private static func hasName(_ words: Words) -> Bool {
        words.contains { $0.kind == .capitalised || $0.kind == .tag }
    }
}
