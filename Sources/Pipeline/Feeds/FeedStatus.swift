package import Signals

/// The status of a feed.
package struct FeedStatus: Hashable, Sendable {
    package enum State: Hashable, Sendable {
        case hearing
        /// There is nothing to hear yet, and why.
        case waiting(Cause)
        /// It cannot be heard until a person does something.
        case failed(Cause)
        /// Nothing will come any more.
        case ended

        package var name: String {
            switch self {
            case .hearing: "hearing"
            case .waiting: "waiting"
            case .failed: "failed"
            case .ended: "ended"
            }
        }

        package var reason: String? {
            switch self {
            case .waiting(let cause), .failed(let cause): cause.ours
            case .hearing, .ended: nil
            }
        }
    }

    package let name: String
    package let kind: String
    package var state = State.hearing
    /// Lines heard and kept since the program was started.
    package var lines = 0
    /// The time at which the last line was heard.
    package var lastHeard: Timestamp?

    package init(name: String, kind: String = "") {
        (self.name, self.kind) = (name, kind)
    }

    /// The reason why nothing is heard; nil while something can be.
    var cause: Cause? {
        switch state {
        case .hearing, .ended: nil
        case .waiting(let cause), .failed(let cause): cause
        }
    }
}
