/// Which words moved the sentiment and the offensiveness of a text, and how far.
package struct Explanation: Sendable {
    /// A word, two in a row, or an emphasis.
    package struct Part: Sendable {
        /// Where it stands, in bytes.
        package let range: Range<Int>
        package let what: What
        /// How far it moves the logarithm of how much more probable positive is than negative.
        package let sentiment: Double
        /// How far it moves the logarithm of how much more probable offensive is than not.
        package let offensive: Double
    }

    package enum What: String, Sendable {
        case word
        /// A word that a negation before it covers.
        case negated
        /// Two words in a row, besides what each says.
        case pair
        /// That the text begins with this word.
        case opening
        /// Capitals, letters drawn out, repeated signs.
        case emphasis
    }

    /// In the text's order; parts that say nothing are left out.
    package let parts: [Part]

    /// Reads a text with the models, whatever its language.
    package init(of text: String, model: LanguageModel = .embedded) {
        let buffer = TokenBuffer()
        let index = WordIndex(lexicon: model.lexicon)
        var text = text
        text.withUTF8 { Tokenizer.tokenize(UnsafeRawBufferPointer($0), into: buffer, marking: index) }
        var parts: [Part] = []
        var (last, current): (Token?, Token?)
        var pairs = 0
        func note(_ hash: UInt64, from first: Token?, _ what: What) {
            guard let current else { return }
            let weights = model.scorer.weights(of: hash, tokens: buffer.count)
            guard weights != .zero else { return }
            let range = Int((first ?? current).start)..<Int(current.end)
            parts.append(
                Part(
                    range: range,
                    what: what,
                    sentiment: Double(weights[1] - weights[0]),
                    offensive: Double(weights[2])
                )
            )
        }
        Features.visit(
            buffer.tokens,
            word: { hash, isNegated, token in
                (last, current, pairs) = (current, token, 0)
                note(hash ^ (Features.negated & isNegated), from: token, isNegated == 0 ? .word : .negated)
            },
            other: { hash in
                // The pair with the word before comes first.
                pairs += 1
                note(hash, from: pairs == 1 ? last : current, pairs > 1 ? .emphasis : last == nil ? .opening : .pair)
            }
        )
        self.parts = parts
    }
}
