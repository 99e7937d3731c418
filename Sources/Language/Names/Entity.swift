/// A person, product, organisation or place that a text names.
package struct Entity: Hashable, Sendable {
    package enum Kind: String, Sendable, CaseIterable {
        case person, product, organisation, place, tag, handle
        /// A name of something; unknown rather than a wrong guess.
        case other
    }

    /// What gave a name away, or its kind.
    package enum Cue: String, Sendable {
        /// Capital letters where a common word has none.
        case capitals
        /// Capital letters inside the word, as in `PostgreSQL`.
        case spelling
        /// A name that is known.
        case known
        /// A given name that is known.
        case given
        /// A title before it, as in `Dr Meyer`.
        case title
        /// How it ends, as in `Acme Labs`.
        case ending
        /// A number behind it, as in `iOS 18`.
        case version
        /// The word before it, as in `near Brno`.
        case before
        case hashtag
        case mention
    }

    /// Where it stands in the text, in bytes.
    package let range: Range<Int>
    /// As it is written, a possessive aside.
    package let name: String
    package let kind: Kind
    package let cue: Cue
    /// Of its folded words in a row, the same as that of an equal keyword; fixed for ever.
    package let hash: UInt64
}
