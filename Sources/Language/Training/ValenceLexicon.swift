/// Words with how positive or negative people find them, about from -4 to 4.
///
/// Only training reads it; what it says ends up in the weights of its words.
package struct ValenceLexicon: Sendable {
    struct Word: Sendable {
        let hash: UInt64
        let folded: [UInt8]
        let valence: Float
    }

    let words: [Word]
    /// How many entries are not one token, and so could not be found in a text.
    package let skipped: Int

    /// `entries`: the first one of a word counts.
    package init(_ entries: [(word: String, valence: Float)]) {
        let reader = TrainingReader()
        var seen: Set<UInt64> = []
        var words: [Word] = []
        var skipped = 0
        for entry in entries {
            guard let token = reader.onlyToken(of: entry.word) else {
                skipped += 1
                continue
            }
            guard seen.insert(token.hash).inserted else { continue }
            words.append(Word(hash: token.hash, folded: token.folded, valence: entry.valence))
        }
        self.words = words
        self.skipped = skipped
    }

    package var count: Int { words.count }
}
