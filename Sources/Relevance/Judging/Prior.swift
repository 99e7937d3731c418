package import Signals

/// How relevant a signal is before anything was learned from decisions.
///
/// It starts at nothing; every part moves it and leaves a reason whose weight is the move, so that the weights sum to
/// the result:
/// 1. a topic found closes part of the way to 1: 0.3 of it for the shortest keyword up to 0.6 for a specific one;
/// 2. clear sentiment closes up to 0.2 of the rest: 0.2 × |sentiment score|, of the topic it is clearest on;
/// 3. a friendly author closes half of the rest: r += (1 − r) · 0.5, the rule of the original collector;
/// 4. profanity halves the result, and so does being offensive without;
/// 5. a sign of spam halves it again.
package struct Prior: Sendable {
    private static let leastKeyword = 0.3
    private static let mostKeyword = 0.6
    private static let sentimentShare = 0.2
    private static let friendlyShare = 0.5
    private static let volatileFactor = 0.5
    private static let spamFactor = 0.5

    private let topics: [Topic]
    /// What each topic closes of the way to 1.
    private let shares: [Double]

    package init(topics: [Topic]) {
        self.topics = topics
        shares = topics.map { Self.leastKeyword + (Self.mostKeyword - Self.leastKeyword) * Self.specificity($0.name) }
    }

    /// 0 for the shortest keywords, 1 for those of ten letters or more and for tags: short words are common words
    /// (Zipf's law of abbreviation), and long or several-word keywords are rarely said by chance.
    static func specificity(_ keyword: String) -> Double {
        if keyword.hasPrefix("#") || keyword.hasPrefix("@") { return 1 }
        let letters = keyword.unicodeScalars.reduce(0) { count, scalar in
            // A Chinese character or a syllable says about as much as three letters.
            count
                + (scalar.value >= 0x1100
                    ? 3 : scalar.properties.isAlphabetic || scalar.properties.numericType != nil ? 1 : 0)
        }
        return min(max(Double(letters - 2) / 8, 0), 1)
    }

    /// Sets the relevance of `judgement` and adds its reasons.
    ///
    /// `judgement`: has its keywords and sentiments.
    func weigh(
        topics numbers: [Int],
        friendly author: String?,
        volatile: Volatility?,
        spam: String?,
        into judgement: inout Judgement
    ) {
        var relevance = Score.zero
        func move(to value: Double, _ what: Reason.What, _ detail: String) {
            let next = Score(value)
            judgement.reasons.append(Reason(what: what, detail: detail, weight: next - relevance))
            relevance = next
        }
        for topic in numbers {
            move(to: relevance.value + (1 - relevance.value) * shares[topic], .keyword, topics[topic].name)
        }
        if let (sentiment, detail) = clearest(judgement) {
            let share = Self.sentimentShare * abs(sentiment.score.value)
            move(to: relevance.value + (1 - relevance.value) * share, .sentiment, detail)
        }
        if let author { move(to: relevance.value + (1 - relevance.value) * Self.friendlyShare, .friendly, author) }
        switch volatile {
        case .profane(let words): move(to: relevance.value * Self.volatileFactor, .profanity, words)
        case .offensive(let score): move(to: relevance.value * Self.volatileFactor, .offensive, score.description)
        case nil: break
        }
        if let spam { move(to: relevance.value * Self.spamFactor, .spam, spam) }
        judgement.relevance = relevance
        judgement.prior = relevance
    }

    /// The sentiment that is furthest from none, and of which topic it is where they are told apart.
    private func clearest(_ judgement: Judgement) -> (Sentiment, String)? {
        guard !judgement.keywords.isEmpty else { return nil }
        guard !judgement.topicSentiments.isEmpty else {
            guard let sentiment = judgement.sentiment, sentiment.decision != .neutral else { return nil }
            return (sentiment, sentiment.decision.name)
        }
        let clear = zip(judgement.topicSentiments, judgement.keywords).filter { $0.0.decision != .neutral }
        let first = clear.max { abs($0.0.score.tenThousandths) < abs($1.0.score.tenThousandths) }
        return first.map { ($0.0, "\($0.0.decision.name) on \($0.1)") }
    }
}

/// Why a post is held back until somebody looks.
enum Volatility {
    /// It holds profane words: these.
    case profane(String)
    /// It holds none, and is offensive beyond what was set.
    case offensive(Score)
}
