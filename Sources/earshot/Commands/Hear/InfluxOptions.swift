import ArgumentParser
import Sinks

/// The InfluxDB server that points go to.
struct InfluxOptions: ParsableArguments {
    @Option(
        name: .customLong("influx"),
        help:
            "Send points to this InfluxDB v1 server, such as http://127.0.0.1:8086. User and password come from EARSHOT_INFLUX_USERNAME and EARSHOT_INFLUX_PASSWORD."
    )
    var url: String?

    @Option(name: .customLong("influx-database"), help: "The database; created when it is missing.")
    var database = SinkKind.usualDatabase

    @Flag(name: .customLong("influx-raw"), help: "Send the line as it was heard as the field raw, and keep it.")
    var raw = false

    @Option(help: "Seconds to go on trying an unwilling server at the end; 60, and 10 for run.")
    var drainTimeout: Double?

    func validate() throws {
        if let drainTimeout, !(drainTimeout >= 0 && drainTimeout < 1e6) {
            throw ValidationError("--drain-timeout must be 0 or more seconds.")
        }
    }

    /// Makes the sink that is named; nil if none is.
    func sink(_ context: SinkContext) throws -> PointSink? {
        guard let url else { return nil }
        let target = try InfluxTarget(
            url: url,
            database: database,
            username: context.environment["EARSHOT_INFLUX_USERNAME"],
            password: context.environment["EARSHOT_INFLUX_PASSWORD"]
        )
        var configuration = PointSink.Configuration()
        configuration.includesRaw = raw
        configuration.volatile = context.volatile
        return PointSink(target: target, http: context.http, configuration: configuration)
    }
}
