/// The features that the sentiment and offensive models are linear in: words, word pairs, words in the scope of a
/// negation, emphasis.
///
/// Training and judging read them through the same function, so they cannot differ.
enum Features {
    private static let start = TokenHash.of("<start>".utf8)
    private static let mention = TokenHash.of("<mention>".utf8)
    private static let number = TokenHash.of("<number>".utf8)
    private static let capitals = TokenHash.of("<capitals>".utf8)
    private static let elongation = TokenHash.of("<elongation>".utf8)
    private static let negated: UInt64 = 0x5BD1_E995_7A63_1F2B

    /// Negators, and where their scope ends short of a clause end.
    ///
    /// Folded: `don't` is `dont`.
    private static let negators = [
        "not", "no", "never", "none", "nothing", "nobody", "nowhere", "neither", "nor", "without", "cannot", "cant",
        "dont", "doesnt", "didnt", "isnt", "wasnt", "arent", "werent", "wont", "wouldnt", "shouldnt", "couldnt",
        "hasnt", "havent", "hadnt", "aint", "hardly",
    ].map { TokenHash.of($0.utf8) }
    private static let scopeEnds = ["but", "however", "although", "though", "yet"].map { TokenHash.of($0.utf8) }

    /// What words do to negation.
    struct Negation: Sendable {
        private let index: HashIndex

        init() {
            let index = HashIndex(capacity: negators.count + scopeEnds.count)
            for hash in negators { index.set(hash, to: 1) }
            for hash in scopeEnds { index.set(hash, to: 2) }
            self.index = index
        }

        @inline(__always)
        func opens(_ hash: UInt64) -> Bool? {
            index.value(of: hash).map { $0 == 1 }
        }
    }

    /// Calls `body` with the hash of every feature.
    @inline(__always)
    static func forEach(in tokens: UnsafeBufferPointer<Token>, _ negation: Negation, _ body: (UInt64) -> Void) {
        var previous = start
        var isNegated = false
        for token in tokens {
            var hash = token.hash
            switch token.kind {
            case .mention: hash = mention
            case .number: hash = number
            case .punctuation: isNegated = false
            case .word, .hashtag, .url, .emoji, .emoticon, .character: break
            }
            body(isNegated ? hash ^ negated : hash)
            body(TokenHash.join(previous, hash))
            previous = hash
            if !token.flags.isEmpty {
                if token.flags.contains(.elongated) {
                    body(TokenHash.mix(elongation, token.kind == .punctuation ? hash : 0))
                }
                if token.flags.contains(.allCapitals) { body(capitals) }
            }
            if token.kind == .word, let opens = negation.opens(token.hash) { isNegated = opens }
        }
    }
}
