/// Reads texts for training, through the same tokeniser and features as judging.
final class TrainingReader {
    /// A token as training sees it.
    struct Word {
        let hash: UInt64
        let isNegated: Bool
        /// Its letters where it has some of its own: not those of a number, a mention, a link or a sign.
        let folded: UnsafeRawBufferPointer
    }

    private let tokens = TokenBuffer()
    private let index = WordIndex(lexicon: .embedded)

    /// Gives every word and every other feature; returns the factor for the text's length.
    func read(_ text: String, word: (Word) -> Void, other: (UInt64) -> Void = { _ in }) -> Float {
        tokenize(text)
        Features.visit(
            tokens.tokens,
            word: { hash, isNegated, token in
                word(Word(hash: hash, isNegated: isNegated != 0, folded: letters(of: token)))
            },
            other: other
        )
        return Features.lengthFactor(tokens.count)
    }

    /// The token that the text is, if it is one with a hash of its own.
    func onlyToken(of text: String) -> (hash: UInt64, folded: [UInt8])? {
        tokenize(text)
        guard tokens.count == 1 else { return nil }
        let token = tokens[0]
        guard ![.number, .mention, .url, .punctuation].contains(token.kind) else { return nil }
        return (token.hash, Array(letters(of: token)))
    }

    private func tokenize(_ text: String) {
        var text = text
        text.withUTF8 { Tokenizer.tokenize(UnsafeRawBufferPointer($0), into: tokens, marking: index) }
    }

    private func letters(of token: Token) -> UnsafeRawBufferPointer {
        let hasLetters = token.kind == .word || token.kind == .hashtag || token.kind == .character
        return hasLetters ? tokens.folded(token) : UnsafeRawBufferPointer(start: nil, count: 0)
    }
}
