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
    /// The store's number of the feed that heard it; nil for a file of a recording.
    package var feed: Int64?
    /// The line that joins the unmatched if the signal neither answers nor revises a kept one; nil if it is kept in any case.
    package var unmatchedLine: [UInt8]?

    package init(
        signal: Signal,
        judgement: Judgement,
        topics: [Int],
        sketch: Sketch?,
        news: News = .recorded,
        feed: Int64? = nil,
        unmatchedLine: [UInt8]? = nil
    ) {
        (self.signal, self.judgement, self.topics, self.sketch) = (signal, judgement, topics, sketch)
        (self.news, self.feed, self.unmatchedLine) = (news, feed, unmatchedLine)
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

/// How far a stream has been heard, known by its content and never by a path.
package struct FeedCursor: Hashable, Sendable {
    /// How the content starts: streams that start alike share it.
    package var feed: String
    /// With which topics and options it was heard.
    package var rules: UInt64
    /// Bytes heard, the XXH64 of them, and the lines in them.
    package var bytes: Int64
    package var digest: UInt64
    package var lines: Int64
    /// Whether this was the stream's end.
    ///
    /// A stream that goes on from here later is a new row.
    package var isComplete: Bool
    /// The digest of the row this one moves on from.
    package var replaces: UInt64?

    package init(
        feed: String,
        rules: UInt64,
        bytes: Int64 = 0,
        digest: UInt64,
        lines: Int64 = 0,
        isComplete: Bool = false
    ) {
        self.feed = feed
        self.rules = rules
        self.bytes = bytes
        self.digest = digest
        self.lines = lines
        self.isComplete = isComplete
    }
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
    package var cursor: FeedCursor?
    package var heardAt: Timestamp
    /// Lines read.
    package var heard = 0

    package init(heardAt: Timestamp) {
        self.heardAt = heardAt
    }
}

/// What became of a batch.
package struct Receipt: Hashable, Sendable {
    package var kept = 0
    package var duplicates = 0
    /// Signals that would have been kept only because of another, which was not there.
    package var unmatched = 0
    /// Signals taken back by their source that were there.
    package var withdrawn = 0
    /// Things that could not be written and became dead letters, beside those of the batch.
    package var buried = 0

    package init() {}

    package static func += (receipt: inout Receipt, more: Receipt) {
        receipt.kept += more.kept
        receipt.duplicates += more.duplicates
        receipt.withdrawn += more.withdrawn
        receipt.buried += more.buried
    }
}
