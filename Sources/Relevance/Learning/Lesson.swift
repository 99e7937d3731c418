package import Signals

/// A decision that stands, with what is learned from it.
package struct Lesson: Hashable, Sendable {
    package let decision: Decision
    package let example: Example
}
