/// What `TweetPoints` and `FigurePoints` write, as a table.
///
/// Dashboards are made of it and a test holds the points to it, so that no panel asks for a field that is not there.
package enum TweetSchema {
    package enum Tag: String, CaseIterable, Sendable {
        case keywords
        case source
    }

    package enum Field: String, CaseIterable, Sendable {
        case tweetID = "tweetid"
        case relevance
        case volatile
        case id
        case user
        case sentiment
        case raw
        case keywords
        case decisions
        case accepted
        case auc
        case accuracy
        case calibrationError = "calibration_error"
    }

    /// The type of a field, in InfluxDB's words.
    package enum Kind: String, Sendable {
        case integer
        case float
        case boolean
        case string
    }

    package struct Measurement: Hashable, Sendable {
        package let name: String
        package let tags: [Tag]
        package let fields: [Field]
    }

    /// A point a signal and topic.
    package static let perKeyword = Measurement(
        name: TweetPoints.perKeyword,
        tags: [.keywords, .source],
        fields: [.tweetID, .relevance, .volatile, .id, .user, .sentiment, .raw]
    )

    /// A point a signal: what totals are counted of, because a signal of two topics is two points in the other.
    package static let perPost = Measurement(
        name: TweetPoints.perPost,
        tags: [.source],
        fields: [.tweetID, .relevance, .volatile, .id, .user, .sentiment, .keywords]
    )

    /// A point a figure of learned relevance: how good it was at the time.
    package static let figures = Measurement(
        name: FigurePoints.measurement,
        tags: [],
        fields: [.decisions, .accepted, .auc, .accuracy, .calibrationError]
    )

    /// Those of signals.
    package static let measurements = [perKeyword, perPost]
}

extension TweetSchema.Field {
    package var kind: TweetSchema.Kind {
        switch self {
        case .tweetID, .decisions, .accepted: .integer
        case .relevance, .sentiment, .auc, .accuracy, .calibrationError: .float
        case .volatile: .boolean
        case .id, .user, .raw, .keywords: .string
        }
    }
}
