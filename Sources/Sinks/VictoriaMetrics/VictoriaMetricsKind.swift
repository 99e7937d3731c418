import Settings
import Signals

extension SinkKind {
    package static let victoriametrics = SinkKind(
        name: "victoriametrics",
        summary: "writes the numbers of points to a VictoriaMetrics server",
        place: Key("victoriametrics", .address, "the server", example: "http://127.0.0.1:8428"),
        keys: [
            Key("username", .text, "the user whose password follows", example: "earshot"),
            Key("password", .secret, "where the password is; a changed one counts with the next request"),
            Key("token", .secret, "where a bearer token is, in place of user and password"),
            Key("labels", .texts, "labels that all series get, as `name=value`", example: "instance=home"),
        ],
        access: .open,
        blindSpots: [
            "texts, titles, links, authors and ids",
            "signals written before its retention, which it drops without a word",
        ],
        template: ["- victoriametrics: http://127.0.0.1:8428"],
        identity: { try target(of: $0, nil).name },
        check: { entry, context in
            let findings = await PointProbe.findings(http: context.http) { try target(of: entry, context) }
            guard findings.allSatisfy(\.isFine), let target = try? target(of: entry, context) else { return findings }
            let retention = await VictoriaMetricsFlags(target, context.http).retention
            return findings.map { Finding(what: $0.what, message: $0.message + (retention.map { ", \($0)" } ?? "")) }
        },
        make: { entry, context in
            let configuration = try PointSink.Configuration(entry, context)
            return PointSink(target: try target(of: entry, context), http: context.http, configuration: configuration)
        }
    )

    /// `context`: where secrets are read; nil if the name alone is asked for.
    private static func target(of entry: Entry, _ context: SinkContext?) throws -> VictoriaMetricsTarget {
        guard let server = ServerAddress(try entry.placeText()) else {
            throw entry.error(
                "this is no address of a VictoriaMetrics server. Write victoriametrics: http://HOST:8428"
            )
        }
        let labels = try entry.texts("labels")
        for label in labels where label.wholeMatch(of: /[a-zA-Z_][a-zA-Z0-9_]*=.+/) == nil {
            throw entry.error("the label \(label.debugDescription) is none. Write labels: [name=value]")
        }
        return VictoriaMetricsTarget(server: server, credentials: try credentials(of: entry, context), labels: labels)
    }

    private static func credentials(of entry: Entry, _ context: SinkContext?) throws -> Credentials {
        let (user, token) = (try entry.text("username"), try entry.secret("token"))
        guard user == nil || token == nil else {
            throw entry.error("the server is asked by username and password, or by token. Write one of them.")
        }
        guard let context else { return .none }
        if let token = try context.secret("token", of: entry) { return .token(scheme: "Bearer", token: token) }
        let password = try context.secret("password", of: entry)
        return user.map { user in .basic(user: user) { password?() } } ?? .none
    }
}
