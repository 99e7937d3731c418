package import Signals

/// The meaning of an answer of a server that takes points: the status tables of docs/reference.md.
package enum PointReply: Hashable, Sendable {
    /// All of it is in the database, or out of it.
    case done
    /// Some points were refused: send each half again. Points written already are only written over.
    case split
    /// The one point of the write was refused for good.
    case refuse(Cause)
    /// Every point of the write was refused for the same reason.
    case refuseAll(Cause)
    /// What points go into is missing.
    case create
    /// The same works later.
    case later(Cause, atLeast: Duration? = nil)
    /// A person has to change something first.
    case hold(Cause)

    package init(_ wait: HTTPWait) {
        switch wait {
        case .later(let cause, let atLeast): self = .later(cause, atLeast: atLeast)
        case .hold(let cause): self = .hold(cause)
        }
    }

    /// The delivery that makes the sink wait; nil if it can go on.
    var wait: Delivery? {
        switch self {
        case .done: nil
        case .later(let cause, let atLeast): .later(cause, atLeast: atLeast)
        case .hold(let cause): .held(cause)
        case .create, .split, .refuse, .refuseAll: .held(Cause(.failed, "the server answered what it may not"))
        }
    }

    /// It was created a moment ago and is not there all the same.
    package static let stillMissing = PointReply.hold(
        Cause(.notFound, "the server knows no such database or address (404)")
    )

    static func hold(_ code: Cause.Code, _ ours: String, _ answer: HTTPAnswer) -> PointReply {
        .hold(Cause(code, ours, theirs: answer.message))
    }

    /// A success that is not what the protocol names: whoever else answers in a server's place says 200, such as a proxy's
    /// page, a captive portal or another service.
    static func stranger(_ answer: HTTPAnswer, _ service: String, to request: String) -> PointReply {
        hold(
            .notTheService,
            "what answers there is not \(service): it says \(answer.status) to \(request)",
            answer
        )
    }

    /// A write can be refused in part.
    ///
    /// The answer to a partial write states how many points were dropped, and not which.
    static func refused(_ answer: HTTPAnswer, points: Int) -> PointReply {
        let cause = Cause(.refused, "the server refused a point", theirs: answer.message)
        if points == 1 { return .refuse(cause) }
        return dropped(answer.body) == points ? .refuseAll(cause) : .split
    }

    static func tooLarge(points: Int) -> PointReply {
        points > 1 ? .split : .refuse(Cause(.tooLarge, "the point is larger than the server accepts (413)"))
    }

    /// N of `… dropped=N`.
    private static func dropped(_ body: String) -> Int? {
        guard let range = body.firstRange(of: "dropped=") else { return nil }
        return Int(body[range.upperBound...].prefix { $0.isNumber })
    }
}
