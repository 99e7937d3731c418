/// A kept signal as a reader is told of it: as it is now, and why it is told.
package struct OutboxEntry: Sendable {
    /// Raw values are stored and never change.
    package enum Cause: Int64, Sendable, CaseIterable {
        /// Kept since the reader last looked.
        case new = 0
        /// It was told before, and is another now: a topic gained, a text edited.
        case changed = 1
        /// It was told before, and somebody wants it told again.
        case sentAgain = 2
    }

    /// The store's number of the signal; numbers rise and none is given twice.
    package let number: Int64
    package let cause: Cause
    package let signal: Signal
    package let judgement: Judgement
    /// The source as a tag: one of a bounded number of values.
    package let sourceTag: String
    /// Topics as of now: those of the judgement and those it gained later.
    package let topics: [String]
    /// The signal that this one is a near-duplicate of.
    package let duplicateOf: SignalID?
    /// The label of the feed that heard it; nil if that is not known.
    package let feed: String?
    package let heard: Timestamp

    package init(
        number: Int64,
        cause: Cause = .new,
        signal: Signal,
        judgement: Judgement,
        sourceTag: String,
        topics: [String],
        duplicateOf: SignalID? = nil,
        feed: String? = nil,
        heard: Timestamp? = nil
    ) {
        (self.number, self.cause, self.signal, self.judgement) = (number, cause, signal, judgement)
        (self.sourceTag, self.topics, self.duplicateOf) = (sourceTag, topics, duplicateOf)
        (self.feed, self.heard) = (feed, heard ?? signal.time)
    }

    /// The entry with nothing that was heard, nor who said it.
    package var withoutWords: OutboxEntry {
        OutboxEntry(
            number: number,
            cause: cause,
            signal: signal.withoutWords,
            judgement: judgement.withoutWords,
            sourceTag: sourceTag,
            topics: topics,
            duplicateOf: duplicateOf,
            feed: feed,
            heard: heard
        )
    }
}
