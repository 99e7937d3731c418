package import Language
package import Signals

/// A signal with all that is kept of it in one go.
///
/// All but the sketch is in an object: copying so many fields costs more than reading them. The sketch is not, because an
/// object of its alignment takes the allocator's slow path.
package struct JudgedSignal: Sendable {
    private final class Fields: Sendable {
        let signal: Signal
        let judgement: Judgement
        let topics: [Int]
        let news: News
        let feed: Int64?
        let unmatchedLine: [UInt8]?

        init(_ signal: Signal, _ judgement: Judgement, _ topics: [Int], _ news: News, _ feed: Int64?, _ line: [UInt8]?)
        {
            (self.signal, self.judgement, self.topics, self.news) = (signal, judgement, topics, news)
            (self.feed, unmatchedLine) = (feed, line)
        }
    }

    private let fields: Fields
    package let sketch: Sketch?

    package var signal: Signal { fields.signal }
    package var judgement: Judgement { fields.judgement }
    /// Numbers of the topics found, in the list the store was told to track.
    package var topics: [Int] { fields.topics }
    package var news: News { fields.news }
    /// The store's number of the feed that heard it; nil for a file of a recording.
    package var feed: Int64? { fields.feed }
    /// The line that joins the unmatched if the signal neither answers nor revises a kept one; nil if it is kept in any case.
    package var unmatchedLine: [UInt8]? { fields.unmatchedLine }

    package init(
        signal: consuming Signal,
        judgement: consuming Judgement,
        topics: [Int],
        sketch: Sketch?,
        news: News = .recorded,
        feed: Int64? = nil,
        unmatchedLine: [UInt8]? = nil
    ) {
        fields = Fields(signal, judgement, topics, news, feed, unmatchedLine)
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

    /// Adds a line.
    ///
    /// `time`: of its signal, and not in the future, for that would push out what is younger.
    package mutating func add(_ line: some Sequence<UInt8>, at time: Timestamp) {
        lines.append(contentsOf: line)
        count += 1
        newest = max(newest, time)
    }
}

/// The content of one transaction.
package struct Batch: Sendable {
    package var signals: [JudgedSignal] = []
    package var unmatched = UnmatchedLines()
    package var deadLetters: [DeadLetter] = []
    /// Signals that their source has taken back.
    package var withdrawn: [SignalID] = []
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

    /// Leaves the places and gaps to the batch that follows.
    mutating func forgetPlaces() { (places, gaps) = ([], []) }

    /// Notes how far a stream was heard; of moves that follow each other one is written.
    package mutating func move(_ move: PlaceMove) {
        for index in places.indices.reversed() where places[index].extend(with: move) { return }
        places.append(move)
    }
}

/// The outcome of a batch.
package struct Receipt: Hashable, Sendable {
    /// The fates of the signals, in the order of the batch.
    package var fates: [SignalFate] = []
    /// Signals taken back by their source that were there.
    package var withdrawn = 0
    /// Authors of whom it turned out that a name which a person gave means them.
    package var authors: [NamedAuthor] = []
    /// Things that could not be written and became dead letters, beside those of the batch.
    package var buried = 0

    package init() {}

    package var kept: Int { fates.count { $0 == .kept } }
    package var duplicates: Int { fates.count { $0 == .known } }
    package var unmatched: Int { fates.count { $0 == .unrelated } }

    package static func += (receipt: inout Receipt, more: Receipt) {
        receipt.fates += more.fates
        receipt.withdrawn += more.withdrawn
        receipt.authors += more.authors
        receipt.buried += more.buried
    }
}

/// The fate of a judged signal.
package enum SignalFate: UInt8, Sendable {
    case kept
    /// It was in the store already, or is not to come back.
    case known
    /// It would have been kept only because of another, which is not there: it joined the unmatched.
    case unrelated
    /// It could not be written, and is a dead letter.
    case buried
}
