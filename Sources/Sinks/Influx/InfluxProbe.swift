package import Signals

/// Asks an InfluxDB server whether it would take points, without writing any.
package struct InfluxProbe: Sendable {
    private let target: InfluxTarget
    private let http: any HTTPWriter

    package init(target: InfluxTarget, http: any HTTPWriter) {
        self.target = target
        self.http = http
    }

    /// The reason why it would not, and what to do; nil if it would.
    ///
    /// A write of nothing passes the same checks as one of points: address, credentials, database. A database that is
    /// missing is no fault, for the first write creates it.
    /// - Throws: `CancellationError`.
    package func fault() async throws -> Cause? {
        let reply: InfluxReply
        do {
            let answer = try await http.post([], to: target.writeURL, headers: target.headers)
            reply = .toWrite(target.withoutCredentials(answer), points: 1)
        } catch let error as NoAnswer {
            reply = .unanswered(error)
        }
        return switch reply {
        case .done, .createDatabase, .split: nil
        case .refuse(let cause), .refuseAll(let cause), .later(let cause, _), .hold(let cause): cause
        }
    }
}
