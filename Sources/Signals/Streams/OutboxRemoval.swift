/// A signal whose points are to go, because it was forgotten or has lost topics, by all that is still known of it.
package struct OutboxRemoval: Hashable, Sendable {
    /// Its place in the stream.
    package let number: Int64
    /// The number that the signal had; nil if an earlier version forgot it.
    package let signal: Int64?
    /// The signal's `SignalID.key`; nil if an earlier version forgot it.
    package let key: Int64?
    /// Nanoseconds since 1970: where its points lie.
    package let instant: Int64
    /// The source as a tag.
    package let sourceTag: String

    package init(number: Int64, signal: Int64? = nil, key: Int64? = nil, instant: Int64, sourceTag: String) {
        (self.number, self.signal, self.key) = (number, signal, key)
        (self.instant, self.sourceTag) = (instant, sourceTag)
    }
}
