package import Signals

/// An item that the other side will never take: it becomes a dead letter.
package struct Refusal: Sendable {
    /// The item's index in its page.
    package let item: Int
    package let cause: Cause
    /// The refused bytes, as they were sent.
    package let payload: [UInt8]

    package init(item: Int, cause: Cause, payload: [UInt8]) {
        (self.item, self.cause, self.payload) = (item, cause, payload)
    }
}
