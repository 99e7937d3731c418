package import Language
package import Signals

/// What is kept of a signal in one go.
package struct JudgedSignal: Sendable {
    package let signal: Signal
    package let judgement: Judgement
    /// Numbers of the topics found, in the list the store was told to track.
    package let topics: [Int]
    package let sketch: Sketch?
    package var news: News

    package init(
        signal: Signal,
        judgement: Judgement,
        topics: [Int],
        sketch: Sketch?,
        news: News = .recorded
    ) {
        self.news = news
        self.signal = signal
        self.judgement = judgement
        self.topics = topics
        self.sketch = sketch
    }
}

/// Signals that matched nothing, as lines of the neutral format.
package struct UnmatchedLines: Sendable {
    package var lines: [UInt8] = []
    package var count = 0
    /// The latest event time among them.
    package var newest = Timestamp(milliseconds: .min)

    package init() {}
}

/// What one transaction keeps.
package struct Batch: Sendable {
    package var signals: [JudgedSignal] = []
    package var unmatched = UnmatchedLines()
    package var deadLetters: [DeadLetter] = []
    /// Signals that their source has taken back.
    package var withdrawn: [SignalID] = []
    /// Messages of the stream that are no post.
    package var notices = 0
    /// Posts that the stream said it left out; nil where it said nothing of it.
    package var undelivered: Int64?
    /// The places of the streams behind what is in it.
    package private(set) var places: [PlaceMove] = []
    package var gaps: [FeedGap] = []
    package var heardAt: Timestamp
    /// Lines read.
    package var heard = 0
    /// The rules it was judged with, as `Store.prepare` numbered them; nil for a batch that is kept whatever they are.
    package var generation: Int?

    package init(heardAt: Timestamp, generation: Int? = nil) {
        self.heardAt = heardAt
        self.generation = generation
    }

    /// Notes how far a stream was heard; of moves that follow each other one is written.
    package mutating func move(_ move: PlaceMove) {
        for index in places.indices.reversed() where places[index].extend(with: move) { return }
        places.append(move)
    }
}

/// What became of a batch.
package struct Receipt: Hashable, Sendable {
    package var kept = 0
    package var duplicates = 0
    /// Where in the batch the signals stand that were there before or are not to come back, in order.
    package var repeated: [Int] = []
    /// Signals taken back by their source that were there.
    package var withdrawn = 0

    package init() {}
}
