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
    private static let emphasis: Token.Flags = [.elongated, .allCapitals]
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

    /// Writes the model rows of all features to `rows`, which has room for `most(tokens)`; returns how many.
    @inline(__always)
    static func collect(
        _ tokens: UnsafeBufferPointer<Token>,
        _ negation: Negation,
        into rows: UnsafeMutablePointer<UInt32>
    ) -> Int {
        var count = 0
        @inline(__always)
        func add(_ hash: UInt64) {
            rows[count] = LinearModel.row(hash)
            count &+= 1
        }
        let (elongation, capitals, mention, number) = (elongation, capitals, mention, number)
        var previous = start
        var sign: UInt64 = 0
        for token in tokens {
            let kind = token.kind
            let hash = kind == .mention ? mention : kind == .number ? number : token.hash
            if kind == .punctuation { sign = 0 }
            add(hash ^ sign)
            add(TokenHash.join(previous, hash))
            previous = hash
            if token.flags.rawValue & emphasis.rawValue != 0 {
                if token.flags.contains(.elongated) {
                    add(TokenHash.mix(elongation, kind == .punctuation ? hash : 0))
                }
                if token.flags.contains(.allCapitals) { add(capitals) }
            }
            if let opens = negation.opens(token.hash), kind == .word { sign = opens ? negated : 0 }
        }
        return count
    }

    /// How many features a text can have.
    static func most(_ tokens: UnsafeBufferPointer<Token>) -> Int { tokens.count * 4 }
}

/// The features of one text as rows of a model, in memory that is used again for the next.
///
/// They are gathered before any weight is looked at: look-ups that wait for nothing else overlap in the processor.
final class FeatureBuffer {
    private static let negation = Features.Negation()
    private let negation = FeatureBuffer.negation
    private var storage: UnsafeMutableBufferPointer<UInt32>
    private var count = 0

    init() {
        storage = .allocate(capacity: 2048)
    }

    deinit {
        storage.deallocate()
    }

    /// The rows, one a feature.
    ///
    /// Valid until the next text is read.
    var rows: UnsafeBufferPointer<UInt32> { UnsafeBufferPointer(rebasing: storage[..<count]) }

    /// Reads the features of a text.
    func read(_ tokens: UnsafeBufferPointer<Token>) {
        let most = Features.most(tokens)
        if most > storage.count {
            storage.deallocate()
            storage = .allocate(capacity: most * 2)
        }
        guard let rows = storage.baseAddress else { return }
        count = Features.collect(tokens, negation, into: rows)
    }
}
