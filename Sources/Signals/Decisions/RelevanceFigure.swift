/// How well what was learned predicted the latest decisions, at one place of the log.
///
/// A figure that cannot be told is nil, which is not zero.
package struct RelevanceFigure: Hashable, Sendable {
    /// The first is 1.
    package let number: Int64
    /// When the last of the decisions was made.
    package let at: Timestamp
    /// Its place in the log.
    package let log: Int64
    /// How many decisions could be predicted, and how many of them were accepts.
    package let decisions: Int
    package let accepted: Int
    package let auc: Score?
    package let accuracy: Score?
    package let calibrationError: Score?

    package init(
        number: Int64,
        at: Timestamp,
        log: Int64,
        decisions: Int,
        accepted: Int,
        auc: Score?,
        accuracy: Score?,
        calibrationError: Score?
    ) {
        self.number = number
        self.at = at
        self.log = log
        self.decisions = decisions
        self.accepted = accepted
        self.auc = auc
        self.accuracy = accuracy
        self.calibrationError = calibrationError
    }

    /// Nanoseconds of its point since 1970: when it was, and below the millisecond its number, so that no two of one store
    /// share a point and one that is sent twice is one.
    package var instant: Int64 {
        // People may say that they decide in any year; nanoseconds of 64 bits reach from 1678 to 2261.
        let furthest = Int64.max / 1_000_000 - 1
        return min(max(at.milliseconds, -furthest), furthest) * 1_000_000 + number % 1_000_000
    }
}
