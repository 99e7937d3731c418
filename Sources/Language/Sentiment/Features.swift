/// The features that the sentiment and offensive models are linear in: words, words in the scope of a negation, word
/// pairs, emphasis.
///
/// Training and judging read them through the same function, so they cannot differ.
enum Features {
    /// What is no word of the text; together, because to look at a value that is made at first use costs a call each time.
    private struct Signs {
        let start = TokenHash.of("<start>".utf8)
        let mention = TokenHash.of("<mention>".utf8)
        let number = TokenHash.of("<number>".utf8)
        let capitals = TokenHash.of("<capitals>".utf8)
        let elongation = TokenHash.of("<elongation>".utf8)
        let comma = TokenHash.of(",".utf8)
    }

    private static let signs = Signs()
    private static let emphasis = Token.Flags(rawValue: 1 | 2)
    /// Sets the hash of a negated word apart from that of the word.
    static let negated: UInt64 = 0x5BD1_E995_7A63_1F2B
    /// How many tokens a negation covers when nothing ends it before.
    private static let scope = 4

    /// Negators, and where their scope ends short of a clause end.
    ///
    /// Folded: `don't` is `dont`.
    static let negators = [
        "not", "no", "never", "none", "nothing", "nobody", "nowhere", "neither", "nor", "without", "cannot", "cant",
        "dont", "doesnt", "didnt", "isnt", "wasnt", "arent", "werent", "wont", "wouldnt", "shouldnt", "couldnt",
        "hasnt", "havent", "hadnt", "aint", "hardly",
    ].map { TokenHash.of($0.utf8) }
    static let turns = ["but", "however", "although", "though", "yet"].map { TokenHash.of($0.utf8) }

    /// Gives `word` the hash of every token and whether a negation covers it (all bits set, or none), and `other` that
    /// of every word pair and emphasis.
    ///
    /// `tokens`: marked.
    @inline(__always)
    static func visit(
        _ tokens: UnsafeBufferPointer<Token>,
        word: (_ hash: UInt64, _ isNegated: UInt64, _ token: Token) -> Void,
        other: (_ hash: UInt64) -> Void
    ) {
        let signs = signs
        let (mention, number, comma) = (signs.mention, signs.number, signs.comma)
        var previous = signs.start
        // Tokens that the open scope still covers; below zero it is long closed.
        var left = 0
        for token in tokens {
            let kind = token.kind
            let hash = kind == .mention ? mention : kind == .number ? number : token.hash
            if kind == .punctuation, hash != comma { left = 0 }
            word(hash, left > 0 ? .max : 0, token)
            left &-= 1
            other(TokenHash.join(previous, hash))
            previous = hash
            if token.flags.rawValue & emphasis.rawValue != 0 {
                if token.flags.contains(.elongated) {
                    other(TokenHash.mix(signs.elongation, kind == .punctuation ? hash : 0))
                }
                if token.flags.contains(.allCapitals) { other(signs.capitals) }
            }
            if token.mark.rawValue & WordMark.scoping.rawValue != 0, kind == .word {
                left = token.mark.contains(.negates) ? scope : 0
            }
        }
    }

    /// Writes the model keys of all features to `keys`, which has room for `most(tokens)`; returns how many.
    @inline(__always)
    static func collect(
        _ tokens: UnsafeBufferPointer<Token>,
        into keys: UnsafeMutablePointer<UInt32>
    ) -> Int {
        var count = 0
        @inline(__always)
        func add(_ hash: UInt64) {
            keys[count] = LinearModel.key(hash)
            count &+= 1
        }
        visit(tokens, word: { hash, isNegated, _ in add(hash ^ (negated & isNegated)) }, other: { add($0) })
        return count
    }

    /// The factor on the sum of a text's weights: long texts say a thing more often, not more strongly.
    @inline(__always)
    static func lengthFactor(_ tokens: Int) -> Float {
        (15 / Float(max(1, tokens))).squareRoot()
    }

    /// How many features a text can have.
    static func most(_ tokens: UnsafeBufferPointer<Token>) -> Int { tokens.count * 4 }
}

/// The features of one text as keys of a model, in memory that is used again for the next.
///
/// They are gathered before any weight is looked at: look-ups that wait for nothing else overlap in the processor.
final class FeatureBuffer {
    private var storage: UnsafeMutableBufferPointer<UInt32>
    private var count = 0
    /// How many tokens it has.
    private(set) var tokens = 0

    init() {
        storage = .allocate(capacity: 2048)
    }

    deinit {
        storage.deallocate()
    }

    /// The keys, one a feature.
    ///
    /// Valid until the next text is read.
    var keys: UnsafeBufferPointer<UInt32> { UnsafeBufferPointer(start: storage.baseAddress, count: count) }

    /// Reads the features of a text.
    ///
    /// `tokens`: marked.
    func read(_ tokens: UnsafeBufferPointer<Token>) {
        let most = Features.most(tokens)
        if most > storage.count {
            storage.deallocate()
            storage = .allocate(capacity: most * 2)
        }
        guard let keys = storage.baseAddress else { return }
        count = Features.collect(tokens, into: keys)
        self.tokens = tokens.count
    }
}
