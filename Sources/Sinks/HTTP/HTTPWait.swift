package import Signals

/// The wait that an answer, or the lack of one, imposes on a sink.
package enum HTTPWait: Hashable, Sendable {
    /// The same works later by itself.
    case later(Cause, atLeast: Duration? = nil)
    /// A person has to change something first.
    case hold(Cause)

    var delivery: Delivery {
        switch self {
        case .later(let cause, let atLeast): .later(cause, atLeast: atLeast)
        case .hold(let cause): .held(cause)
        }
    }

    /// There was no answer: what became of the request is unknown, and it is made again.
    package static func unanswered(_ error: NoAnswer) -> HTTPWait {
        error.needsPerson
            ? .hold(Cause(.noAnswer, error.reason)) : .later(Cause(.noAnswer, "no answer: \(error.reason)"))
    }
}

extension HTTPAnswer {
    /// Tells what a status means that every server says alike: redirects, credentials, and "not now".
    ///
    /// `who`: the other side in our words. `credentials`: what a person changes if they are refused.
    func wait(_ who: String = "the server", credentials: String) -> HTTPWait {
        switch status {
        case 401, 403: .hold(Cause(.credentials, "\(who) refuses the credentials (\(status)). \(credentials)"))
        case 300..<400:
            .hold(
                Cause(
                    .redirected,
                    "\(who) redirects elsewhere (\(status)), which is not followed. Give its true address"
                )
            )
        case 408, 425, 429, 503: .later(Cause(.busy, "\(who) is busy (\(status))"), atLeast: retryAfter)
        case 500...: .later(Cause(.failed, "\(who) failed (\(status))", theirs: message), atLeast: retryAfter)
        default: .hold(Cause(.refused, "\(who) answered \(status)", theirs: message))
        }
    }
}
