package import Foundation
package import Signals

/// A VictoriaMetrics server, or the part of a cluster that inserts.
///
/// It holds numbers and no text, and times in milliseconds. It takes every write with 204, also one of lines that it cannot
/// read or that are older than its retention, and deletes series, not points. Measured with 1.79.5.
package struct VictoriaMetricsTarget: PointTarget {
    package let credentials: Credentials
    private let server: ServerAddress
    /// Labels that all series get.
    private let labels: [String]

    /// `labels`: `name=value` each.
    package init(server: ServerAddress, credentials: Credentials = .none, labels: [String] = []) {
        (self.server, self.credentials, self.labels) = (server, credentials, labels.sorted())
    }

    package var kind: String { "victoriametrics" }
    package var name: String {
        "victoriametrics:\(server.text)" + (labels.isEmpty ? "" : "?" + labels.joined(separator: "&"))
    }
    package var removal: OutboxReader.Removal { .none }

    /// Without `db`, which would become a label.
    package var writeURL: URL {
        server.url("write", [("precision", "ns")] + labels.map { ("extra_label", $0) })
    }

    /// Where the server says what it was started with.
    var flagsURL: URL { server.url("flags") }

    /// Leaves out texts: the server makes 0 of a text, or the number that it reads like.
    ///
    /// A sample is a 64-bit float, which tells whole numbers up to 2^53 apart; a larger `tweetid` is 53 bits of the id's hash.
    package func adapted(_ point: Point) -> Point {
        var point = point
        var id: String?
        for case ("id", .string(let text)) in point.fields { id = text }
        point.fields = point.fields.compactMap { key, value in
            switch value {
            case .string: nil
            case .integer(let number) where number.magnitude > 1 << 53:
                (key, .integer(Int64(StableHash.hash(id ?? "\(number)") >> 11)))
            case .integer, .float, .boolean: (key, value)
            }
        }
        return point
    }

    package func reply(toWrite answer: HTTPAnswer, points: Int) -> PointReply {
        switch answer.status {
        case 204: .done
        case 200..<300: .stranger(answer, "VictoriaMetrics", to: "a write, where VictoriaMetrics answers 204")
        case 400 where answer.body.contains("unsupported path"):
            .hold(.notFound, "the server takes no points at this address (400). Give it as http://HOST:8428", answer)
        case 400: .refused(answer, points: points)
        case 404:
            .hold(.notFound, "the server takes no points at this address (404). Give it as http://HOST:8428", answer)
        case 413: .tooLarge(points: points)
        default:
            PointReply(
                answer.wait(credentials: "Set username and password_file, or token_file, in the configuration")
            )
        }
    }
}
