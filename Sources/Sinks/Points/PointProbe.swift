package import Signals

/// Asks a server whether it would take points, without writing any.
package struct PointProbe: Sendable {
    private let target: any PointTarget
    private let http: any HTTPWriter

    package init(target: any PointTarget, http: any HTTPWriter) {
        self.target = target
        self.http = http
    }

    /// The reason why it would not, and what to do; nil if it would.
    ///
    /// A write of nothing passes the same checks as one of points: address, credentials, database. A database that the
    /// first write creates is no fault if it is missing.
    /// - Throws: `CancellationError`.
    package func fault() async throws -> Cause? {
        let reply: PointReply
        do {
            let headers = ["Content-Type": "text/plain; charset=utf-8"]
            let answer = try await http.post([], to: target.writeURL, headers: headers, credentials: target.credentials)
            reply = target.reply(toProbe: answer)
        } catch let error as NoAnswer {
            reply = PointReply(.unanswered(error))
        }
        return switch reply {
        case .done, .create, .split: nil
        case .refuse(let cause), .refuseAll(let cause), .later(let cause, _), .hold(let cause): cause
        }
    }
}
