extension JSONWriter {
    /// `"keywords":…` to `"reasons":[…]`: the part that `judge`, `why` and `export` share.
    package mutating func appendMembers(of judgement: Judgement) {
        raw("\"keywords\":[")
        for (index, keyword) in judgement.keywords.enumerated() {
            if index > 0 { raw(",") }
            append(keyword)
        }
        raw("],\"sentiment\":")
        appendSentiment(judgement.sentiment)
        if !judgement.topicSentiments.isEmpty { appendTopicSentiments(of: judgement) }
        raw(",\"volatile\":")
        append(judgement.isVolatile)
        raw(",\"offensive\":")
        append(judgement.offensive)
        raw(",\"relevance\":")
        append(judgement.relevance)
        if judgement.learnedFrom != nil {
            raw(",\"prior\":")
            append(judgement.prior)
        }
        raw(",\"language\":")
        append(judgement.language)
        raw(",\"reasons\":[")
        for (index, reason) in judgement.reasons.enumerated() {
            if index > 0 { raw(",") }
            append(reason)
        }
        raw("]")
    }

    private mutating func appendSentiment(_ sentiment: Sentiment?) {
        guard let sentiment else {
            return raw("null,\"sentiment_score\":null,\"probabilities\":null")
        }
        switch sentiment.decision {
        case .negative: raw("\"negative\"")
        case .neutral: raw("\"neutral\"")
        case .positive: raw("\"positive\"")
        }
        raw(",\"sentiment_score\":")
        append(sentiment.score)
        raw(",\"probabilities\":{\"negative\":")
        append(sentiment.negative)
        raw(",\"neutral\":")
        append(sentiment.neutral)
        raw(",\"positive\":")
        append(sentiment.positive)
        raw("}")
    }

    private mutating func appendTopicSentiments(of judgement: Judgement) {
        raw(",\"topic_sentiment\":[")
        for (index, sentiment) in judgement.topicSentiments.enumerated() {
            raw(index > 0 ? ",{\"topic\":" : "{\"topic\":")
            append(judgement.keywords[index])
            raw(",\"sentiment\":")
            append(sentiment.decision.name)
            raw(",\"sentiment_score\":")
            append(sentiment.score)
            raw("}")
        }
        raw("]")
    }

    private mutating func append(_ reason: Reason) {
        switch reason.what {
        case .keyword: raw("{\"what\":\"keyword\",\"detail\":")
        case .sentiment: raw("{\"what\":\"sentiment\",\"detail\":")
        case .friendly: raw("{\"what\":\"friendly\",\"detail\":")
        case .profanity: raw("{\"what\":\"profanity\",\"detail\":")
        case .offensive: raw("{\"what\":\"offensive\",\"detail\":")
        case .spam: raw("{\"what\":\"spam\",\"detail\":")
        case .learned: raw("{\"what\":\"learned\",\"detail\":")
        case .muted: raw("{\"what\":\"muted\",\"detail\":")
        }
        append(reason.detail)
        raw(",\"weight\":")
        append(reason.weight)
        raw("}")
    }
}
