import Foundation
package import Signals

/// The meaning of an answer of InfluxDB: the status table of docs/reference.md.
package enum InfluxReply: Hashable, Sendable {
    /// All of it is in the database, or out of it.
    case done
    /// Some points were refused: send each half again. Points written already are only written over.
    case split
    /// The one point of the write was refused for good.
    case refuse(Cause)
    /// Every point of the write was refused for the same reason.
    case refuseAll(Cause)
    case createDatabase
    /// The same works later.
    case later(Cause, atLeast: Duration? = nil)
    /// A person has to change something first.
    case hold(Cause)

    /// Of a write of so many points.
    package static func toWrite(_ answer: HTTPAnswer, points: Int) -> InfluxReply {
        switch answer.status {
        case 204: .done
        // Whoever else answers in a server's place says 200: a proxy's page, a captive portal, another service.
        case 200..<300: hold(.notTheService, "\(stranger(answer)) to a write, where InfluxDB answers 204", answer)
        case 400: refused(answer, points: points)
        case 404: .createDatabase
        case 413: points > 1 ? .split : .refuse(Cause(.tooLarge, "the point is larger than the server accepts (413)"))
        case 500 where answer.body.contains("retention policy not found"):
            hold(.missing, "the database has no default retention policy", answer)
        default: other(answer)
        }
    }

    /// Of the creation of a database that was missing.
    package static func toCreation(_ answer: HTTPAnswer) -> InfluxReply {
        switch answer.status {
        case 200 where isResult(answer.body) && !statesError(answer.body): .done
        case 200 where !isResult(answer.body): hold(.notTheService, "\(stranger(answer)) to a statement", answer)
        case 429, 500...:
            .later(Cause(.failed, "creating the database failed (\(answer.status))"), atLeast: answer.retryAfter)
        default: hold(.missing, "the database is missing and may not be created (\(answer.status))", answer)
        }
    }

    /// Of the deletion of points; a statement's error is in an answer of 200.
    package static func toDeletion(_ answer: HTTPAnswer) -> InfluxReply {
        switch answer.status {
        case 200 where !isResult(answer.body): return hold(.notTheService, "\(stranger(answer)) to a statement", answer)
        case 200 where statesError(answer.body):
            // All that influxd 1.6 says of a database that is not there.
            let isMissing = answer.body.contains("not executed") || answer.body.contains("database not found")
            if isMissing { return .createDatabase }
            return .later(Cause(.failed, "deleting points failed", theirs: message(answer)))
        case 200: return .done
        case 201..<300: return hold(.notTheService, "\(stranger(answer)) to a statement", answer)
        case 400: return hold(.refused, "the server does not delete points (400)", answer)
        case 404: return .createDatabase
        default: return other(answer)
        }
    }

    /// The database was created a moment ago and is not there all the same.
    package static let stillMissing = InfluxReply.hold(
        Cause(.notFound, "the server knows no such database or address (404)")
    )

    /// There was none: what became of the points is unknown, and they are sent again.
    package static func unanswered(_ error: NoAnswer) -> InfluxReply {
        error.needsPerson
            ? .hold(Cause(.noAnswer, error.reason)) : .later(Cause(.noAnswer, "no answer: \(error.reason)"))
    }

    private static func other(_ answer: HTTPAnswer) -> InfluxReply {
        switch answer.status {
        case 401, 403:
            .hold(
                Cause(
                    .credentials,
                    "the server refuses the credentials (\(answer.status)). Set EARSHOT_INFLUX_USERNAME and "
                        + "EARSHOT_INFLUX_PASSWORD, or username and password_file in the configuration"
                )
            )
        case 300..<400:
            .hold(
                Cause(
                    .redirected,
                    "the server redirects elsewhere (\(answer.status)), which is not followed. Give its true address"
                )
            )
        case 429, 503: .later(Cause(.busy, "the server is busy (\(answer.status))"), atLeast: answer.retryAfter)
        case 500...:
            .later(
                Cause(.failed, "the server failed (\(answer.status))", theirs: message(answer)),
                atLeast: answer.retryAfter
            )
        default: hold(.refused, "the server answered \(answer.status)", answer)
        }
    }

    /// A write can be refused in part.
    ///
    /// The answer to a partial write states how many points were dropped, and not which.
    private static func refused(_ answer: HTTPAnswer, points: Int) -> InfluxReply {
        let cause = Cause(.refused, "the server refused a point", theirs: message(answer))
        if points == 1 { return .refuse(cause) }
        return dropped(answer.body) == points ? .refuseAll(cause) : .split
    }

    /// N of `… dropped=N`.
    private static func dropped(_ body: String) -> Int? {
        guard let range = body.range(of: "dropped=") else { return nil }
        return Int(body[range.upperBound...].prefix { $0.isNumber })
    }

    private static func stranger(_ answer: HTTPAnswer) -> String {
        "what answers there is not InfluxDB: it says \(answer.status)"
    }

    private static func hold(_ code: Cause.Code, _ ours: String, _ answer: HTTPAnswer) -> InfluxReply {
        .hold(Cause(code, ours, theirs: message(answer)))
    }

    /// Tells whether a body is what InfluxDB answers statements with; its end may be cut off.
    private static func isResult(_ body: String) -> Bool {
        body.drop(while: \.isWhitespace).hasPrefix("{") && body.contains("\"results\"")
    }

    private static func statesError(_ body: String) -> Bool { body.contains("\"error\"") }

    /// The `error` of an answer's body, or its beginning.
    private static func message(_ answer: HTTPAnswer) -> String {
        struct Body: Decodable {
            let error: String
        }
        let stated = try? JSONDecoder().decode(Body.self, from: Data(answer.body.utf8)).error
        let message = stated ?? answer.body.trimmingCharacters(in: .whitespacesAndNewlines)
        return message.isEmpty ? "status \(answer.status)" : String(message.prefix(500))
    }
}
