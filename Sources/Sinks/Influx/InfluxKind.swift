import Settings
package import Signals

extension SinkKind {
    package static let influxdb = SinkKind(
        name: "influxdb",
        summary: "writes points to an InfluxDB v1 server",
        place: Key("influxdb", .address, "the server", example: "http://127.0.0.1:8086"),
        keys: [
            Key("database", .text, "created if it is missing", example: "twitter", usual: usualDatabase),
            Key("username", .text, "the user whose password follows", example: "earshot"),
            Key("password", .secret, "where the password is; a changed one counts with the next request"),
            Key("raw", .flag, "whether the line as it was heard is sent, too; it is then kept", usual: "false"),
        ],
        access: .open,
        blindSpots: ["texts, titles and links, unless `raw` sends the line"],
        template: [
            "- influxdb: http://127.0.0.1:8086", "  database: twitter", "  username: earshot",
            "  password_file: influxdb-password", "  raw: false", "  volatile: keep",
        ],
        identity: { try target(of: $0) { nil }.name },
        check: { entry, context in await probe(entry, context) },
        make: { entry, context in
            InfluxSink(
                try target(of: entry, password: password(of: entry, context)),
                includesRaw: try entry.flag("raw"),
                volatile: try entry["volatile"]?.volatilePolicy(),
                context
            )
        }
    )

    package static let usualDatabase = "twitter"

    private static func target(
        of entry: Entry,
        password: @escaping @Sendable () -> String?
    ) throws -> InfluxTarget {
        let database = try entry.text("database") ?? usualDatabase
        guard !database.isEmpty else { throw entry.error("the database has no name. Write database: \(usualDatabase)") }
        do {
            return try InfluxTarget(
                url: try entry.placeText(),
                database: database,
                username: try entry.text("username"),
                password: password()
            )
        } catch is InfluxTargetError {
            throw entry.error("this is no address of an InfluxDB server. Write influxdb: http://HOST:8086")
        }
    }

    /// Reads the password anew with every request, for it may change; one that is gone later leaves the first in force.
    ///
    /// - Throws: `SecretError` if it is not there now.
    private static func password(of entry: Entry, _ context: SinkContext) throws -> @Sendable () -> String? {
        guard let secret = try entry.secret("password") else { return { nil } }
        let first = try secret.read(environment: context.environment)
        return { (try? secret.read(environment: context.environment)) ?? first }
    }

    private static func probe(_ entry: Entry, _ context: SinkContext) async -> [Finding] {
        do {
            let target = try target(of: entry, password: password(of: entry, context))
            let fault = try await InfluxProbe(target: target, http: context.http).fault()
            return [Finding(what: noun, message: fault?.expanded ?? target.name, isFine: fault == nil)]
        } catch {
            return [.fault(noun, "\(error)")]
        }
    }
}

extension InfluxSink {
    /// Makes the sink of a target.
    ///
    /// `volatile`: nil if the sink does not say.
    package init(
        _ target: InfluxTarget,
        includesRaw: Bool,
        volatile: VolatilePolicy? = nil,
        _ context: SinkContext
    ) {
        var configuration = Configuration()
        configuration.includesRaw = includesRaw
        configuration.volatile = volatile ?? context.volatile
        self.init(target: target, http: context.http, configuration: configuration)
    }
}
