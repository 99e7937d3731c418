package import Signals

/// The reason a feed stopped hearing.
package enum FeedFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// It is run again after a while; `retryAfter`: the least the other side asks for.
    case passing(Cause, retryAfter: Duration? = nil)
    /// It cannot be heard until somebody does what `remedy` says.
    case needsPerson(Cause, remedy: String)

    package var cause: Cause {
        switch self {
        case .passing(let cause, _), .needsPerson(let cause, _): cause
        }
    }

    /// Our words, and the remedy.
    package var description: String {
        guard case .needsPerson(let cause, let remedy) = self, !remedy.isEmpty else { return cause.ours }
        return "\(cause.ours). \(remedy)"
    }
}
