/// One fact about a post that relevance is learned of, as a hash: a word in it, two words in a row, its author.
///
/// A post has it or has it not: features have no value beside.
package struct Feature: Hashable, Sendable {
    /// What a feature is of.
    ///
    /// Fixed for ever: decisions keep them. Zero is none.
    package enum Kind: UInt8, Sendable, CaseIterable {
        /// A word, a number, a tag, or a character of a script without spaces.
        case word = 1
        /// Two tokens in a row.
        case phrase = 2
        case mention = 3
        case author = 4
        case source = 5
        /// A tracked topic that the text names.
        case topic = 6
        /// The host of a link.
        case domain = 7
        case language = 8
        case sentiment = 9
        /// The hour of the day, in UTC.
        case hour = 10
        case weekday = 11
        /// An emoji, an emoticon or punctuation.
        case sign = 12
        /// Whether it is a post, a reply, a repost or a quote.
        case form = 13
    }

    /// The hash, salted with the kind, whose number is in the four lowest bits.
    package let hash: UInt64

    /// `hash`: of what the feature is, among those of its kind.
    @inlinable
    @inline(__always)
    package init(_ kind: Kind, hash: UInt64) {
        let kind = UInt64(kind.rawValue)
        var mixed = (hash ^ (kind &* 0x9E37_79B9_7F4A_7C15)) &* 0xD6E8_FEB8_6659_FD93
        mixed = (mixed ^ (mixed &>> 32)) &* 0xD6E8_FEB8_6659_FD93
        self.hash = (mixed ^ (mixed &>> 29)) & ~0xF | kind
    }

    /// The feature of a text, such as a source's or a topic's name.
    package init(_ kind: Kind, _ text: String) {
        self.init(kind, hash: StableHash.hash(text))
    }

    /// A feature that was kept; nil where its kind is none of those.
    package init?(kept hash: UInt64) {
        guard Kind(rawValue: UInt8(hash & 0xF)) != nil else { return nil }
        self.hash = hash
    }

    /// The number of its kind.
    @inline(__always)
    package var kindNumber: Int { Int(truncatingIfNeeded: hash & 0xF) }

    package var kind: Kind? { Kind(rawValue: UInt8(kindNumber)) }
}

extension Feature.Kind {
    package var name: String {
        switch self {
        case .word: "word"
        case .phrase: "phrase"
        case .mention: "mention"
        case .author: "author"
        case .source: "source"
        case .topic: "topic"
        case .domain: "link to"
        case .language: "language"
        case .sentiment: "sentiment"
        case .hour: "hour"
        case .weekday: "weekday"
        case .sign: "sign"
        case .form: "kind"
        }
    }
}
