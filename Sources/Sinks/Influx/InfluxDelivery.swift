import Foundation

/// Decides what a write's answer means: the status table of docs/reference.md.
///
/// A value; whoever holds it does the sending and the waiting, so that tests compare actions and never wait.
package struct InfluxDelivery: Sendable {
    package enum Action: Hashable, Sendable {
        /// All points of the write are in the database.
        case done
        /// Some points were refused: send each half again. What was written already is only written over.
        case split
        /// The one point of the write was refused for good, and why.
        case refuse(reason: String)
        /// Every point of the write was refused for the same reason.
        case refuseAll(reason: String)
        case createDatabase
        /// Wait so many seconds and send the same again.
        case retry(after: Double, reason: String)
        /// No use sending before a person has changed something; look again after so many seconds.
        case hold(after: Double, reason: String)
    }

    /// Waits grow from half a second to a minute.
    package static let firstDelay = 0.5
    package static let longestDelay = 60.0

    private var failures = 0
    private var hasTriedToCreate = false

    package init() {}

    /// `points`: how many the write held.
    ///
    /// `jitter`: a number from 0 to 1, drawn for this call.
    package mutating func answered(_ answer: HTTPAnswer, points: Int, jitter: Double) -> Action {
        switch answer.status {
        case 200..<300:
            failures = 0
            hasTriedToCreate = false
            return .done
        case 400: return refused(answer, points: points)
        case 401, 403:
            return hold(
                "the server refuses the credentials (\(answer.status)). Set EARSHOT_INFLUX_USERNAME and EARSHOT_INFLUX_PASSWORD, "
                    + "or username and password_file in the configuration",
                jitter
            )
        case 404:
            guard hasTriedToCreate else {
                hasTriedToCreate = true
                return .createDatabase
            }
            return hold("the server knows no such database or address (404): \(Self.message(answer))", jitter)
        case 413: return points > 1 ? .split : .refuse(reason: "the point is larger than the server accepts (413)")
        case 500 where answer.body.contains("retention policy not found"):
            return hold("the database has no default retention policy: \(Self.message(answer))", jitter)
        case 300..<400:
            return hold(
                "the server redirects elsewhere (\(answer.status)), which is not followed. Give its true address",
                jitter
            )
        case 429, 503: return retry("the server is busy (\(answer.status))", jitter, atLeast: answer.retryAfter)
        case 500...:
            return retry(
                "the server failed (\(answer.status)): \(Self.message(answer))",
                jitter,
                atLeast: answer.retryAfter
            )
        default: return hold("the server answered \(answer.status): \(Self.message(answer))", jitter)
        }
    }

    /// The database was created, or was not; where that is unknown, `unanswered` is told.
    package mutating func created(_ answer: HTTPAnswer, jitter: Double) -> Action {
        if (200..<300).contains(answer.status), !answer.body.contains("\"error\"") {
            return .retry(after: 0, reason: "created")
        }
        if answer.status >= 500 || answer.status == 429 {
            return retry("creating the database failed (\(answer.status))", jitter, atLeast: answer.retryAfter)
        }
        return hold(
            "the database is missing and may not be created (\(answer.status)): \(Self.message(answer))",
            jitter
        )
    }

    /// Points were deleted, or were not; a statement's error is in an answer of 200.
    package mutating func deleted(_ answer: HTTPAnswer, jitter: Double) -> Action {
        guard (200..<300).contains(answer.status), answer.body.contains("\"error\"") else {
            return answer.status == 400
                ? hold("the server does not delete points (400): \(Self.message(answer))", jitter)
                : answered(answer, points: 1, jitter: jitter)
        }
        // All that influxd 1.6 says of a database that is not there.
        let isMissing = answer.body.contains("not executed") || answer.body.contains("database not found")
        if isMissing, !hasTriedToCreate {
            hasTriedToCreate = true
            return .createDatabase
        }
        return retry("deleting points failed: \(Self.message(answer))", jitter, atLeast: nil)
    }

    /// There was no answer: what became of the points is unknown, and they are sent again.
    package mutating func unanswered(_ reason: String, jitter: Double) -> Action {
        retry("no answer: \(reason)", jitter, atLeast: nil)
    }

    /// A write can be refused in part.
    ///
    /// How many points a partial write dropped is stated; which ones is not.
    private func refused(_ answer: HTTPAnswer, points: Int) -> Action {
        let reason = Self.message(answer)
        if points == 1 { return .refuse(reason: reason) }
        if Self.dropped(answer.body) == points { return .refuseAll(reason: reason) }
        return .split
    }

    /// N of `… dropped=N`.
    private static func dropped(_ body: String) -> Int? {
        guard let range = body.range(of: "dropped=") else { return nil }
        return Int(body[range.upperBound...].prefix { $0.isNumber })
    }

    /// The `error` of an answer's body, or its beginning.
    private static func message(_ answer: HTTPAnswer) -> String {
        struct Body: Decodable {
            let error: String
        }
        let stated = try? JSONDecoder().decode(Body.self, from: Data(answer.body.utf8)).error
        let message = stated ?? answer.body.trimmingCharacters(in: .whitespacesAndNewlines)
        return message.isEmpty ? "status \(answer.status)" : String(message.prefix(500))
    }

    /// Full jitter: anywhere between nothing and a bound that doubles.
    private mutating func retry(_ reason: String, _ jitter: Double, atLeast stated: Double?) -> Action {
        let bound = min(Self.longestDelay, Self.firstDelay * pow(2, Double(min(failures, 10))))
        failures += 1
        hasTriedToCreate = false
        if let stated, !stated.isNaN { return .retry(after: min(max(stated, 0), 3600) + jitter, reason: reason) }
        return .retry(after: bound * jitter, reason: reason)
    }

    private mutating func hold(_ reason: String, _ jitter: Double) -> Action {
        // By the next look somebody may have allowed it.
        hasTriedToCreate = false
        return .hold(after: Self.longestDelay / 2 * (1 + jitter), reason: reason)
    }
}
