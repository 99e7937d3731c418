import Foundation
import Synchronization

/// Answers as InfluxDB 2 was seen to, byte by byte, and holds the points that it was sent.
///
/// The answers are those of influxdb 2.0 and 2.7 in the project's issues 20359 and docs-v2 6071, and of its handlers' source.
package final class InfluxBucketServer: Sendable {
    /// An answer that servers gave.
    package enum Recorded {
        package static let unauthorized = #"{"code":"unauthorized","message":"unauthorized access"}"#
        package static let noBucket = #"{"code":"not found","message":"bucket \"none\" not found"}"#
        package static let needsPoints = #"{"code":"invalid","message":"writing requires points"}"#
        /// Of 2.0 to 2.4, with status 500.
        package static let tooOld =
            #"{"code":"internal error","message":"unexpected error writing points to database: partial write: points beyond retention policy dropped=1"}"#
        /// Of 2.5 and later, with status 422.
        package static let tooOldNow =
            #"{"code":"unprocessable entity","message":"failure writing points to database: partial write: points beyond retention policy dropped=1"}"#
        package static let unreadable = #"{"code":"invalid","message":"unable to parse 'posts': missing fields"}"#
    }

    private let points: Points
    private let server: ScriptedServer

    package var url: String { server.url }
    package var requests: [RecordedRequest] { server.requests }
    /// The lines of a measurement that are there, as they were written.
    package func lines(_ measurement: String) -> [String] {
        points.held.withLock { held in held.values.filter { $0.hasPrefix("\(measurement),") } }
    }

    /// `refuses`: the status and body with which a write is refused in part because of a line; nil if the line is good.
    package init(
        org: String = "home",
        bucket: String = "earshot",
        token: String = "s3cr+t",
        refuses: @escaping @Sendable (Substring) -> (Int, String)? = { _ in nil }
    ) throws {
        let points = Points(place: "org=\(org)&bucket=\(bucket)", token: token, refuses: refuses)
        self.points = points
        server = try ScriptedServer { points.answer(to: $0) }
    }

    /// What it holds, by series and instant.
    private final class Points: Sendable {
        let held = Mutex<[String: String]>([:])
        private let place: String
        private let token: String
        private let refuses: @Sendable (Substring) -> (Int, String)?

        init(place: String, token: String, refuses: @escaping @Sendable (Substring) -> (Int, String)?) {
            (self.place, self.token, self.refuses) = (place, token, refuses)
        }

        func answer(to request: RecordedRequest) -> ScriptedServer.Answer {
            guard request.headers["authorization"] == "Token \(token)" else {
                return .status(401, body: Recorded.unauthorized)
            }
            switch request.target {
            case "/api/v2/write?\(place)&precision=ns": return write(request)
            case "/api/v2/delete?\(place)": return delete(request)
            default: return .status(404, body: Recorded.noBucket)
            }
        }

        private func write(_ request: RecordedRequest) -> ScriptedServer.Answer {
            guard !request.lines.isEmpty else { return .status(400, body: Recorded.needsPoints) }
            var refusal: (Int, String)?
            held.withLock { held in
                for line in request.lines {
                    if let refused = refuses(line) { refusal = refused } else { held[Self.key(line)] = String(line) }
                }
            }
            return refusal.map { .status($0, body: $1) } ?? .written
        }

        /// Series and instant: what no space stands in, where tags have none.
        private static func key(_ line: Substring) -> String {
            "\(line.prefix { $0 != " " }) \(line.split(separator: " ").last ?? "")"
        }

        private func delete(_ request: RecordedRequest) -> ScriptedServer.Answer {
            struct Deletion: Decodable {
                let start: String
                let stop: String
                let predicate: String
            }
            guard let deletion = try? JSONDecoder().decode(Deletion.self, from: Data(request.body.utf8)),
                let (from, to) = Self.instant(deletion.start).flatMap({ from in
                    Self.instant(deletion.stop).map { (from, $0) }
                }),
                let match = deletion.predicate.wholeMatch(of: /_measurement="([a-z]+)" AND source="([a-z0-9_-]+)"/)
            else { return .status(400, body: #"{"code":"invalid","message":"invalid request"}"#) }
            held.withLock { held in
                held = held.filter { key, _ in
                    let isNamed = key.hasPrefix("\(match.1),") && key.contains("source=\(match.2)")
                    return !isNamed || !(from...to).contains(Int64(key.split(separator: " ").last ?? "") ?? 0)
                }
            }
            return .status(204)
        }

        /// Nanoseconds of `2017-08-29T13:08:27.131000001Z`.
        private static func instant(_ text: String) -> Int64? {
            guard let match = text.wholeMatch(of: /(.{19})\.([0-9]{9})Z/), let decimals = Int64(match.2),
                let whole = ISO8601DateFormatter().date(from: "\(match.1)Z")
            else { return nil }
            return Int64(whole.timeIntervalSince1970) * 1_000_000_000 + decimals
        }
    }
}
