/// The machine's opinion of a signal.
///
/// Every number in it can be traced to a reason.
package struct Judgement: Hashable, Sendable {
    /// Names of the topics found, in the order they first occur in the text.
    package var keywords: [String] = []
    /// nil where the language is one the models do not know: unknown, which is not neutral.
    package var sentiment: Sentiment?
    /// The sentiment on each keyword, where the text tells them apart; empty where all have that of the whole.
    package var topicSentiments: [Sentiment] = []
    /// True if it holds profanity, or is clearly offensive without.
    package var isVolatile = false
    /// The degree to which it is offensive, 0 to 1; 0.5 is the decision.
    ///
    /// nil if the language is one the models do not know.
    package var offensive: Score?
    /// The relevance, 0 to 1: as learned from decisions, or the prior if too little was decided.
    package var relevance = Score.zero
    /// The relevance before anything is learned, 0 to 1; a decision freezes this, so that the model never feeds on
    /// itself.
    package var prior = Score.zero
    /// The place in the log of decisions that `relevance` was learned from; nil if it is the prior.
    package var learnedFrom: Int64?
    /// ISO 639-1 where there is one, as stated by the source or guessed; nil when unknown.
    package var language: String?
    package var reasons: [Reason] = []

    package init() {}

    /// Empties it and keeps its memory.
    package mutating func reset() {
        if !keywords.isEmpty { keywords.removeAll(keepingCapacity: true) }
        if !reasons.isEmpty { reasons.removeAll(keepingCapacity: true) }
        if !topicSentiments.isEmpty { topicSentiments.removeAll(keepingCapacity: true) }
        sentiment = nil
        isVolatile = false
        offensive = nil
        relevance = .zero
        prior = .zero
        learnedFrom = nil
        language = nil
    }

    /// The sentiment on the keyword at an index of `keywords`.
    package func sentiment(ofKeyword index: Int) -> Sentiment? {
        index < topicSentiments.count ? topicSentiments[index] : sentiment
    }
}

/// Probabilities of the three classes, calibrated to equal priors; they sum to one.
package struct Sentiment: Hashable, Sendable {
    package enum Class: UInt8, Sendable, CaseIterable {
        case negative = 0
        case neutral = 1
        case positive = 2

        package var name: String {
            switch self {
            case .negative: "negative"
            case .neutral: "neutral"
            case .positive: "positive"
            }
        }
    }

    package let negative: Score
    package let neutral: Score
    package let positive: Score

    package init(negative: Score, neutral: Score, positive: Score) {
        self.negative = negative
        self.neutral = neutral
        self.positive = positive
    }

    /// Makes a sentiment whose neutral part is what is left to one.
    package init(negative: Score, positive: Score) {
        self.init(negative: negative, neutral: .one - negative - positive, positive: positive)
    }

    /// The most probable class; neutral where two are level.
    package var decision: Class {
        if positive > neutral, positive > negative { return .positive }
        if negative > neutral, negative > positive { return .negative }
        return .neutral
    }

    /// From -1 to 1: how much more probable positive is than negative.
    package var score: Score { positive - negative }
}

/// A reason why a judgement is what it is.
///
/// The weights of a judgement's reasons sum to its relevance.
package struct Reason: Hashable, Sendable {
    package enum What: UInt8, Sendable, CaseIterable {
        /// A topic was found. Detail: its name.
        case keyword = 1
        /// The sentiment on it is clear. Detail: the class, and the topic where they are told apart.
        case sentiment = 2
        /// A friendly wrote it. Detail: the author.
        case friendly = 3
        /// It holds profanity, which lowers relevance. Detail: the words.
        case profanity = 4
        /// It reads like an advert or a prize draw, which lowers relevance. Detail: the phrase.
        case spam = 5
        /// It holds none and is offensive all the same, which lowers relevance. Detail: how much, 0 to 1.
        case offensive = 6
        /// Learning from decisions moved it. Detail: from how many.
        case learned = 7
        /// Its author or a phrase in it is muted, which leaves nothing. Detail: which.
        case muted = 8

        package var name: String {
            switch self {
            case .keyword: "keyword"
            case .sentiment: "sentiment"
            case .friendly: "friendly"
            case .profanity: "profanity"
            case .spam: "spam"
            case .offensive: "offensive"
            case .learned: "learned"
            case .muted: "muted"
            }
        }
    }

    package let what: What
    package let detail: String
    /// The amount by which it moved relevance, up or down.
    package let weight: Score

    package init(what: What, detail: String, weight: Score) {
        self.what = what
        self.detail = detail
        self.weight = weight
    }
}
