package import Signals

/// The points of a signal: one a keyword in the original collector's measurement, and one a post for totals.
package struct TweetPoints: Sendable {
    /// The measurement of the original collector: a point a matched keyword.
    package static let perKeyword = "tweets"
    /// A point a post.
    package static let perPost = "posts"

    package let includesRaw: Bool

    package init(includesRaw: Bool) {
        self.includesRaw = includesRaw
    }

    /// The point of the post, then those of its keywords.
    package func points(of entry: OutboxEntry) -> [Point] {
        let timestamp = Self.timestamp(of: entry.id, at: entry.time)
        let source = (key: "source", value: entry.sourceTag)
        let shared = sharedFields(of: entry)
        func sentiment(_ score: Score?) -> [(key: String, value: Point.Field)] {
            score.map { [("sentiment", .float($0.value))] } ?? []
        }
        let keywords = ("keywords", Point.Field.string(entry.topics.sorted().joined(separator: ",")))
        let total = Point(
            measurement: Self.perPost,
            tags: [source],
            fields: shared + sentiment(entry.sentiment) + [keywords],
            timestamp: timestamp
        )
        var raw: [(key: String, value: Point.Field)] = []
        if includesRaw, let heard = entry.raw { raw.append(("raw", .string(String(decoding: heard, as: UTF8.self)))) }
        return [total]
            + entry.topics.enumerated().map { index, topic in
                let isTold = index < entry.topicSentiments.count
                let score = isTold ? entry.topicSentiments[index] : entry.sentiment
                return Point(
                    measurement: Self.perKeyword,
                    tags: [source, ("keywords", topic)],
                    fields: shared + sentiment(score) + raw,
                    timestamp: timestamp
                )
            }
    }

    private func sharedFields(of entry: OutboxEntry) -> [(key: String, value: Point.Field)] {
        var fields: [(key: String, value: Point.Field)] = [
            ("tweetid", .integer(entry.id.number)),
            ("relevance", .float(entry.relevance.value)),
            ("volatile", .boolean(entry.isVolatile)),
            ("id", .string(entry.id.qualified)),
        ]
        if let author = entry.author { fields.append(("user", .string(author))) }
        return fields
    }

    /// Nanoseconds of a signal's points.
    package static func timestamp(of id: SignalID, at time: Timestamp) -> Int64 {
        id.instant(at: time)
    }
}
