/// Asks an InfluxDB server whether it would take points, without writing any.
package struct InfluxProbe: Sendable {
    private let target: InfluxTarget
    private let http: any HTTPWriter

    package init(target: InfluxTarget, http: any HTTPWriter) {
        self.target = target
        self.http = http
    }

    /// Why it would not, and what to do; nil where it would.
    ///
    /// A write of nothing passes the same checks as one of points: address, credentials, database. A database that is
    /// missing is no fault, for the first write creates it.
    /// - Throws: `CancellationError`.
    package func fault() async throws -> String? {
        var delivery = InfluxDelivery()
        let action: InfluxDelivery.Action
        do {
            let answer = try await http.post([], to: target.writeURL, headers: target.headers)
            action = delivery.answered(answer, points: 1, jitter: 0)
        } catch let error as NoAnswer {
            action = delivery.unanswered(error.reason, jitter: 0)
        }
        return switch action {
        case .done, .createDatabase, .split: nil
        case .refuse(let reason), .refuseAll(let reason), .retry(_, let reason), .hold(_, let reason): reason
        }
    }
}
