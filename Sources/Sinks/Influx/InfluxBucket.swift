package import Foundation
package import Signals

/// A bucket of an InfluxDB 2 server.
///
/// From the protocol: tests replay what servers were seen to answer, and no server is at hand.
/// Sources: `http/write_handler.go` and `http/delete_handler.go` of influxdata/influxdb 2.x, and its issues 20359 and 20775.
package struct InfluxBucket: PointTarget {
    package let credentials: Credentials
    private let server: ServerAddress
    private let organisation: String
    private let bucket: String

    /// `token`: asked for with every request, because it may change.
    package init(server: ServerAddress, organisation: String, bucket: String, token: @escaping @Sendable () -> String?)
    {
        (self.server, self.organisation, self.bucket) = (server, organisation, bucket)
        credentials = .token(scheme: "Token", token: token)
    }

    package var kind: String { "influxdb" }
    package var name: String { "influxdb:\(server.text)/\(organisation)/\(bucket)" }
    package var removal: OutboxReader.Removal { .byInstant }
    /// Two requests a signal, each of which the server may take a while over.
    package var deletionLimit: Int { 10 }

    package var writeURL: URL { server.url("api/v2/write", place + [("precision", "ns")]) }

    private var place: [(name: String, value: String)] { [("org", organisation), ("bucket", bucket)] }

    /// A request a measurement: a predicate joins by `AND` alone.
    package func deletions(of removals: [OutboxRemoval]) -> [PointRequest] {
        let url = server.url("api/v2/delete", place)
        return removals.flatMap { removal in
            [TweetPoints.perKeyword, TweetPoints.perPost].map { measurement in
                let body = Self.deletion(of: removal, from: measurement)
                return PointRequest(url, type: "application/json", body: body)
            }
        }
    }

    /// Both ends of the range are in it, so that one nanosecond is a range.
    private static func deletion(of removal: OutboxRemoval, from measurement: String) -> String {
        var writer = JSONWriter()
        let instant = instant(removal.instant)
        writer.raw("{\"start\":")
        writer.append(instant)
        writer.raw(",\"stop\":")
        writer.append(instant)
        writer.raw(",\"predicate\":")
        // A source is `a-z`, `0-9`, `-` and `_`, in which nothing needs an escape.
        writer.append("_measurement=\"\(measurement)\" AND source=\"\(removal.sourceTag)\"")
        writer.raw("}")
        return writer.text
    }

    /// RFC 3339 with nine decimals.
    private static func instant(_ nanoseconds: Int64) -> String {
        let (second, rest) = nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
        let whole = rest < 0 ? second - 1 : second
        let decimals = "\(1_000_000_000 + nanoseconds - whole * 1_000_000_000)".dropFirst()
        var writer = JSONWriter()
        writer.append(Timestamp(seconds: whole))
        return "\(writer.text.dropLast()).\(decimals)Z"
    }
}

// MARK: Answers

extension InfluxBucket {
    package func reply(toWrite answer: HTTPAnswer, points: Int) -> PointReply {
        switch answer.status {
        case 204: .done
        case 200..<300: .stranger(answer, "InfluxDB 2", to: "a write, where InfluxDB answers 204")
        case 400, 422: .refused(answer, points: points)
        // Up to 2.4 points beyond the bucket's retention were a fault of the server.
        case 500 where answer.body.contains("partial write"): .refused(answer, points: points)
        case 413: .tooLarge(points: points)
        default: other(answer)
        }
    }

    package func reply(toDeletion answer: HTTPAnswer) -> PointReply {
        switch answer.status {
        case 204: .done
        case 200..<300: .stranger(answer, "InfluxDB 2", to: "a deletion, where InfluxDB answers 204")
        case 400, 422: .hold(.refused, "the server does not delete points (\(answer.status))", answer)
        default: other(answer)
        }
    }

    /// A write of nothing is refused when all else is right.
    package func reply(toProbe answer: HTTPAnswer) -> PointReply {
        answer.status == 400 && answer.body.contains("requires points") ? .done : reply(toWrite: answer, points: 1)
    }

    private func other(_ answer: HTTPAnswer) -> PointReply {
        guard answer.status != 404 else {
            return .hold(.missing, "the server knows no such organisation or bucket (404). Create it", answer)
        }
        return PointReply(
            answer.wait(
                credentials: "Write token_file, with a token that may write to the bucket, in the configuration"
            )
        )
    }
}
