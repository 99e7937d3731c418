package import Signals

/// The outcome of delivering a page.
package enum Delivery: Sendable {
    /// The first items are dealt with, at least one: told, refused for good, or passed over.
    case dealt(through: Int, refused: [Refusal] = [], memory: [ReaderMemory.Change] = [])
    /// Nothing is dealt with; the same works later by itself.
    ///
    /// `atLeast`: the wait that the other side asked for.
    case later(Cause, atLeast: Duration? = nil)
    /// Nothing is dealt with, and a person has to change something first.
    case held(Cause)
    /// The page is too large for the other side.
    case smaller
}
