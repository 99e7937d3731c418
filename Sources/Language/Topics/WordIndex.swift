/// What is known of a word beyond its letters, in 32 bits.
package struct WordMark: OptionSet, Sendable {
    package let rawValue: UInt32

    package init(rawValue: UInt32) {
        self.rawValue = rawValue
    }

    static let profane = WordMark(rawValue: 1)
    /// A negation begins behind it.
    static let negates = WordMark(rawValue: 2)
    /// A negation ends before what comes behind it.
    static let turns = WordMark(rawValue: 4)
    /// It is the last word of a sign of spam.
    static let endsSpam = WordMark(rawValue: 8)

    /// Either of the two.
    static let scoping = WordMark(rawValue: negates.rawValue | turns.rawValue)

    static var none: WordMark { WordMark(rawValue: 0) }
    private static let nodeShift: UInt32 = 8
    /// Topics, profanity or spam look at a word with one of these.
    static let notable = WordMark(rawValue: .max << nodeShift | profane.rawValue | endsSpam.rawValue)

    /// Where a topic's term begins: the number of a node; 0 for none.
    @inline(__always)
    var topicNode: Int { Int(rawValue &>> Self.nodeShift) }

    static func topicNode(_ number: UInt32) -> WordMark {
        precondition(number < 1 << (32 - nodeShift), "too many topics")
        return WordMark(rawValue: number << nodeShift)
    }
}

/// The words that any analysis knows: one look-up a token serves them all.
struct WordIndex: Sendable {
    private let index: HashIndex

    /// Knows no word.
    static let none = WordIndex()

    private init() {
        index = HashIndex(capacity: 0)
    }

    init(lexicon: Lexicon, spam: SpamSigns? = nil, matcher: TopicMatcher? = nil) {
        var marks: [UInt64: WordMark] = [:]
        for hash in lexicon.profane { marks[hash, default: .none].insert(.profane) }
        for hash in Features.negators { marks[hash, default: .none].insert(.negates) }
        for hash in Features.turns { marks[hash, default: .none].insert(.turns) }
        for hash in spam?.endings ?? [] { marks[hash, default: .none].insert(.endsSpam) }
        for start in matcher?.starts ?? [] { marks[start.hash, default: .none].formUnion(.topicNode(start.node)) }
        index = HashIndex(capacity: marks.count)
        for (hash, mark) in marks { index.set(hash, to: mark.rawValue) }
    }

    /// The marks, as it is read many times in a row.
    var table: HashIndex.Table { index.table }
}
