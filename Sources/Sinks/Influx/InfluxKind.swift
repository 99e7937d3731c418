import Settings
package import Signals

extension SinkKind {
    package static let influxdb = SinkKind(
        name: "influxdb",
        summary: "writes points to an InfluxDB server",
        place: Key("influxdb", .address, "the server", example: "http://127.0.0.1:8086"),
        keys: [
            Key("version", .choice(["1", "2"]), "the API it is written to by", example: "1", usual: "1"),
            Key("database", .text, "version 1: created if it is missing", example: "twitter", usual: usualDatabase),
            Key("username", .text, "version 1: the user whose password follows", example: "earshot"),
            Key("password", .secret, "version 1: where the password is; a changed one counts with the next request"),
            Key("org", .text, "version 2: the organisation that the bucket belongs to", example: "home"),
            Key("bucket", .text, "version 2: where the points go; it has to be there", example: "earshot"),
            Key("token", .secret, "version 2: where the token is, which may write to the bucket"),
            Key("raw", .flag, "whether the line as it was heard is sent, too; it is then kept", usual: "false"),
        ],
        access: .open,
        blindSpots: ["texts, titles and links, unless `raw` sends the line"],
        template: [
            "- influxdb: http://127.0.0.1:8086", "  database: twitter", "  username: earshot",
            "  password_file: influxdb-password", "  raw: false", "  volatile: keep",
        ],
        identity: { try target(of: $0, nil).name },
        check: { entry, context in
            await PointProbe.findings(http: context.http) { try target(of: entry, context) }
        },
        make: { entry, context in
            var configuration = try PointSink.Configuration(entry, context)
            configuration.includesRaw = try entry.flag("raw")
            return PointSink(target: try target(of: entry, context), http: context.http, configuration: configuration)
        }
    )

    package static let usualDatabase = "twitter"

    /// `context`: where secrets are read; nil if the name alone is asked for.
    private static func target(of entry: Entry, _ context: SinkContext?) throws -> any PointTarget {
        let isSecond = try entry.text("version") == "2"
        for key in isSecond ? ["database", "username", "password"] : ["org", "bucket", "token"] {
            guard let stray = entry.written(key) else { continue }
            throw stray.error(
                "\(key) belongs to version \(isSecond ? 1 : 2). Leave it out, or write version: \(isSecond ? 1 : 2)"
            )
        }
        return isSecond ? try bucket(of: entry, context) : try database(of: entry, context)
    }

    private static func database(of entry: Entry, _ context: SinkContext?) throws -> InfluxTarget {
        let database = try entry.text("database") ?? usualDatabase
        guard !database.isEmpty else { throw entry.error("the database has no name. Write database: \(usualDatabase)") }
        let password = try context?.secret("password", of: entry)
        do {
            return try InfluxTarget(
                url: try entry.placeText(),
                database: database,
                username: try entry.text("username"),
                password: password?()
            )
        } catch is InfluxTargetError {
            throw noAddress(entry)
        }
    }

    private static func bucket(of entry: Entry, _ context: SinkContext?) throws -> InfluxBucket {
        func required(_ key: String) throws -> String {
            guard let text = try entry.text(key), !text.isEmpty else {
                throw entry.error("version 2 is written to by org, bucket and token. Write \(key): NAME")
            }
            return text
        }
        let (organisation, bucket) = (try required("org"), try required("bucket"))
        guard try entry.secret("token") != nil else {
            throw entry.error("version 2 is written to by org, bucket and token. Write token_file: FILE")
        }
        guard let server = ServerAddress(try entry.placeText()) else { throw noAddress(entry) }
        let token = try context?.secret("token", of: entry)
        return InfluxBucket(server: server, organisation: organisation, bucket: bucket) { token?() }
    }

    private static func noAddress(_ entry: Entry) -> ConfigurationError {
        entry.error("this is no address of an InfluxDB server. Write influxdb: http://HOST:8086")
    }
}

extension Entry {
    /// The setting of a key that is written, in whichever spelling.
    fileprivate func written(_ key: String) -> Setting? {
        [key, "\(key)_file", "\(key)_env"].lazy.compactMap { self[$0] }.first
    }
}
