import Signals

/// The table of answers of InfluxDB v1.
package enum InfluxAnswers {
    /// Reads the answer to a write of so many points.
    package static func toWrite(_ answer: HTTPAnswer, points: Int) -> PointReply {
        switch answer.status {
        case 204: .done
        case 200..<300: .stranger(answer, "InfluxDB", to: "a write, where InfluxDB answers 204")
        case 400: .refused(answer, points: points)
        case 404: .create
        case 413: .tooLarge(points: points)
        case 500 where answer.body.contains("retention policy not found"):
            .hold(.missing, "the database has no default retention policy", answer)
        default: other(answer)
        }
    }

    /// Reads the answer to the creation of a database that was missing.
    package static func toCreation(_ answer: HTTPAnswer) -> PointReply {
        switch answer.status {
        case 200 where isResult(answer.body) && !statesError(answer.body): .done
        case 200 where !isResult(answer.body): stranger(answer)
        case 429, 500...:
            .later(Cause(.failed, "creating the database failed (\(answer.status))"), atLeast: answer.retryAfter)
        default: .hold(.missing, "the database is missing and may not be created (\(answer.status))", answer)
        }
    }

    /// Reads the answer to the deletion of points; a statement's error is in an answer of 200.
    package static func toDeletion(_ answer: HTTPAnswer) -> PointReply {
        switch answer.status {
        case 200 where !isResult(answer.body): return stranger(answer)
        case 200 where statesError(answer.body):
            // All that influxd 1.6 says of a database that is not there.
            let isMissing = answer.body.contains("not executed") || answer.body.contains("database not found")
            if isMissing { return .create }
            return .later(Cause(.failed, "deleting points failed", theirs: answer.message))
        case 200: return .done
        case 201..<300: return stranger(answer)
        case 400: return .hold(.refused, "the server does not delete points (400)", answer)
        case 404: return .create
        default: return other(answer)
        }
    }

    private static func other(_ answer: HTTPAnswer) -> PointReply {
        PointReply(
            answer.wait(
                credentials:
                    "Set EARSHOT_INFLUX_USERNAME and EARSHOT_INFLUX_PASSWORD, or username and password_file in the "
                    + "configuration"
            )
        )
    }

    private static func stranger(_ answer: HTTPAnswer) -> PointReply {
        .stranger(answer, "InfluxDB", to: "a statement")
    }

    /// Tells whether a body is what InfluxDB answers statements with; its end may be cut off.
    private static func isResult(_ body: String) -> Bool {
        body.drop(while: \.isWhitespace).hasPrefix("{") && body.contains("\"results\"")
    }

    private static func statesError(_ body: String) -> Bool { body.contains("\"error\"") }
}
