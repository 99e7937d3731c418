/// How far a sink has read: the last signal as it was kept, the last of those that gained a topic later, the last of those
/// that were forgotten, and the last of the figures of learned relevance.
package struct OutboxPosition: Hashable, Sendable {
    package var signal: Int64
    package var relinked: Int64
    package var deletion: Int64
    package var figure: Int64

    package init(signal: Int64 = 0, relinked: Int64 = 0, deletion: Int64 = 0, figure: Int64 = 0) {
        self.signal = signal
        self.relinked = relinked
        self.deletion = deletion
        self.figure = figure
    }
}

/// The points of a forgotten signal, by all that is still known of it.
package struct PointDeletion: Hashable, Sendable {
    /// The position a sink has after this one.
    package let position: OutboxPosition
    /// Nanoseconds since 1970.
    package let instant: Int64
    package let sourceTag: String

    package init(position: OutboxPosition, instant: Int64, sourceTag: String) {
        self.position = position
        self.instant = instant
        self.sourceTag = sourceTag
    }
}

/// One signal for sinks to tell of.
package struct OutboxEntry: Sendable {
    /// The position a sink has after this one.
    package let position: OutboxPosition
    package let sequence: Int64
    package let id: SignalID
    /// The source as a tag: one of a bounded number of values.
    package let sourceTag: String
    package let author: String?
    package let time: Timestamp
    package let topics: [String]
    package let relevance: Score
    package let sentiment: Score?
    /// The sentiment on each of the first topics, where the text tells them apart; else empty.
    package let topicSentiments: [Score]
    package let isVolatile: Bool
    package let raw: [UInt8]?

    package init(
        position: OutboxPosition,
        sequence: Int64,
        id: SignalID,
        sourceTag: String,
        author: String?,
        time: Timestamp,
        topics: [String],
        relevance: Score,
        sentiment: Score?,
        topicSentiments: [Score] = [],
        isVolatile: Bool,
        raw: [UInt8]?
    ) {
        self.position = position
        self.sequence = sequence
        self.id = id
        self.sourceTag = sourceTag
        self.author = author
        self.time = time
        self.topics = topics
        self.relevance = relevance
        self.sentiment = sentiment
        self.topicSentiments = topicSentiments
        self.isVolatile = isVolatile
        self.raw = raw
    }
}

/// The store as sinks see it: a queue that outlives them, read behind a cursor each.
package protocol Outbox: Sendable {
    /// Where the sink stands.
    func position(of sink: String) async throws -> OutboxPosition
    /// Points to delete after a position, in order, `limit` at most.
    ///
    /// They come before all entries: what is to be written again, because it shares an instant, is behind them.
    func deletions(after position: OutboxPosition, limit: Int) async throws -> [PointDeletion]
    /// What comes after a position, in order, `limit` at most.
    func entries(after position: OutboxPosition, limit: Int) async throws -> [OutboxEntry]
    /// Figures of learned relevance after a position, in order, `limit` at most.
    func figures(after position: OutboxPosition, limit: Int) async throws -> [RelevanceFigure]
    /// Moves the sink on and keeps what it could not send, in one transaction.
    func advance(_ sink: String, to position: OutboxPosition, deadLetters: [DeadLetter]) async throws
    /// Notes what the sink waits for, in words for people; nil when it goes on.
    func setWaiting(_ sink: String, reason: String?) async throws
}
