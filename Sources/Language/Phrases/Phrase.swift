/// One to three words in a row that a text may be about.
package struct Phrase: Hashable, Sendable {
    /// Of the folded tokens in a row, the same as that of an equal keyword; fixed for ever.
    package let hash: UInt64
    /// Where it stands in the text, in bytes, where it is used first.
    package var range: Range<Int> { Int(start)..<Int(end) }
    /// How many words it has, a run of characters counting as one.
    package let words: Int

    private let start: UInt32
    private let end: UInt32

    @inline(__always)
    init(hash: UInt64, start: UInt32, end: UInt32, words: Int) {
        self.hash = hash
        self.words = words
        self.start = start
        self.end = end
    }
}
