/// Words that training gives no weight: who is spoken of says nothing of what is said.
package struct SilentWords: Sendable {
    let hashes: Set<UInt64>

    /// What is not one word is left out.
    package init(_ words: [String]) {
        let buffer = TokenBuffer()
        hashes = Set(
            words.compactMap { word in
                var word = word
                word.withUTF8 { Tokenizer.tokenize(UnsafeRawBufferPointer($0), into: buffer) }
                return buffer.count == 1 ? buffer[0].hash : nil
            }
        )
    }
}

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
    private let silent: SilentWords

    /// `silent`: words that are passed over, and the pairs with them.
    init(silent: SilentWords = SilentWords([])) {
        self.silent = silent
    }

    /// Gives every word and every other feature; returns the factor for the text's length.
    func read(_ text: String, word: (Word) -> Void, other: (UInt64) -> Void = { _ in }) -> Float {
        tokenize(text)
        var (isSilent, wasSilent) = (false, false)
        var others = 0
        Features.visit(
            tokens.tokens,
            word: { hash, isNegated, token in
                (wasSilent, isSilent, others) = (isSilent, silent.hashes.contains(hash), 0)
                if isSilent { return }
                word(Word(hash: hash, isNegated: isNegated != 0, folded: letters(of: token)))
            },
            other: { hash in
                others += 1
                // The pair with the word before comes first, then what is emphasised.
                if others > 1 || !(isSilent || wasSilent) { other(hash) }
            }
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
