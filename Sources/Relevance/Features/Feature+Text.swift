import Language
package import Signals

extension Feature {
    /// The feature of posts by an author, whose name is written with or without `@`, in whatever case.
    package static func author(_ name: String) -> Feature { Feature(.author, hash: CaselessHash.ofAuthor(name)) }

    /// Features that every post with a phrase has; none for what is no feature by itself, such as a link.
    package static func all(ofPhrase phrase: String) -> [Feature] {
        let tokens = TokenBuffer()
        var text = phrase
        text.withUTF8 { Tokenizer.tokenize(UnsafeRawBufferPointer($0), into: tokens) }
        return (0..<tokens.count).compactMap { Feature(tokens[$0]) }
    }

    /// What a token is as a feature of its own.
    private init?(_ token: Token) {
        switch token.kind {
        case .word, .number, .hashtag, .character: self.init(.word, hash: token.hash)
        case .mention: self.init(.mention, hash: token.hash)
        case .emoji, .emoticon, .punctuation: self.init(.sign, hash: token.hash)
        case .url: return nil
        }
    }

    /// The feature of posts with a sentiment.
    package static func sentiment(_ decision: Sentiment.Class) -> Feature {
        Feature(.sentiment, hash: UInt64(decision.rawValue))
    }
}
