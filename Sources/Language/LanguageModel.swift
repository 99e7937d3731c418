import CResources
import Signals

/// All that judging language needs besides the topics: word lists and trained weights.
package struct LanguageModel: Sendable {
    let lexicon: Lexicon
    let profanity: ProfanityFinder
    let scorer: LinearScorer
    /// Which weights and lists these are.
    ///
    /// Stored with every judgement.
    package let revision: UInt64

    /// The lists embedded in the program with the given weights.
    package init(sentiment: LinearModel, offensive: LinearModel) {
        let profanity = Self.text(earshot_profanity)
        let functionWords = Self.text(earshot_function_words)
        lexicon = Lexicon(profanity: profanity, functionWords: functionWords)
        self.profanity = ProfanityFinder(lexicon: lexicon)
        scorer = LinearScorer(sentiment: sentiment, offensive: offensive)
        let lists = StableHash.hash(profanity, seed: StableHash.hash(functionWords))
        revision = StableHash.hash("\(sentiment.revision) \(offensive.revision) \(lists)")
    }

    /// What the program was shipped with.
    package static let embedded = LanguageModel(sentiment: .embedded(.sentiment), offensive: .embedded(.offensive))

    private static func text(_ resource: earshot_resource) -> String {
        String(decoding: resource.buffer, as: UTF8.self)
    }
}

extension LinearModel {
    /// The weights the program was shipped with.
    package static func embedded(_ kind: Kind) -> LinearModel {
        let resource = kind == .sentiment ? earshot_sentiment_weights : earshot_offensive_weights
        do {
            return try LinearModel(resource.buffer, kind: kind)
        } catch {
            preconditionFailure("the embedded weights cannot be read: \(error)")
        }
    }
}

extension earshot_resource {
    fileprivate var buffer: UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: bytes, count: length)
    }
}
