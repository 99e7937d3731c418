/// A part of a stream that was not heard.
package struct Gap: Hashable, Sendable {
    /// nil if unknown.
    package var from: Timestamp?
    package var to: Timestamp?
    /// Posts known to be missing; nil if unknown.
    package var dropped: Int64?
    package var cause: Cause

    package init(from: Timestamp? = nil, to: Timestamp? = nil, dropped: Int64? = nil, cause: Cause) {
        (self.from, self.to, self.dropped, self.cause) = (from, to, dropped, cause)
    }
}
