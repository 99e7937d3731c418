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
        let (signal, judgement) = (entry.signal, entry.judgement)
        let timestamp = Self.timestamp(of: signal.id, at: signal.time)
        let source = (key: "source", value: entry.sourceTag)
        let shared = sharedFields(signal, judgement)
        func sentiment(_ score: Score?) -> [(key: String, value: Point.Field)] {
            score.map { [("sentiment", .float($0.value))] } ?? []
        }
        let keywords = ("keywords", Point.Field.string(entry.topics.sorted().joined(separator: ",")))
        let total = Point(
            measurement: Self.perPost,
            tags: [source],
            fields: shared + sentiment(judgement.sentiment?.score) + [keywords],
            timestamp: timestamp
        )
        var raw: [(key: String, value: Point.Field)] = []
        if includesRaw, let heard = signal.raw { raw.append(("raw", .string(String(decoding: heard, as: UTF8.self)))) }
        return [total]
            + entry.topics.enumerated().map { index, topic in
                Point(
                    measurement: Self.perKeyword,
                    tags: [source, ("keywords", topic)],
                    fields: shared + sentiment(judgement.sentiment(ofKeyword: index)?.score) + raw,
                    timestamp: timestamp
                )
            }
    }

    private func sharedFields(_ signal: Signal, _ judgement: Judgement) -> [(key: String, value: Point.Field)] {
        var fields: [(key: String, value: Point.Field)] = [
            ("tweetid", .integer(signal.id.number)),
            ("relevance", .float(judgement.relevance.value)),
            ("volatile", .boolean(judgement.isVolatile)),
            ("id", .string(signal.id.qualified)),
        ]
        if let author = signal.author { fields.append(("user", .string(author))) }
        return fields
    }

    /// Nanoseconds of a signal's points.
    package static func timestamp(of id: SignalID, at time: Timestamp) -> Int64 {
        id.instant(at: time)
    }
}
