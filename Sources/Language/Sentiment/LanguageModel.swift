import CResources
import Signals

/// All that judging language needs besides the topics: word lists and trained weights.
package struct LanguageModel: Sendable {
    let lexicon: Lexicon
    let profanity: ProfanityFinder
    let spam: SpamSigns
    let scorer: LinearScorer
    /// Which weights and lists these are.
    ///
    /// Stored with every judgement.
    package let revision: UInt64

    /// The embedded lists as somebody changed them, with the given weights.
    ///
    /// - Throws: `WordListError` for a word that is none.
    package init(
        sentiment: LinearModel = .embedded(.sentiment),
        offensive: LinearModel = .embedded(.offensive),
        profanity choices: ProfanityChoices = ProfanityChoices()
    ) throws(WordListError) {
        self.init(sentiment, offensive, try Lexicon(choices: choices))
    }

    private init(_ sentiment: LinearModel, _ offensive: LinearModel, _ lexicon: Lexicon) {
        self.lexicon = lexicon
        profanity = ProfanityFinder(lexicon: lexicon)
        spam = .embedded
        scorer = LinearScorer(sentiment: sentiment, offensive: offensive)
        revision = StableHash.hash("\(sentiment.revision) \(offensive.revision) \(lexicon.revision) \(spam.revision)")
    }

    /// What the program was shipped with.
    package static let embedded = LanguageModel(.embedded(.sentiment), .embedded(.offensive), .embedded)
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
    var buffer: UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: bytes, count: length)
    }
}
