import ArgumentParser
import Sinks

struct DashboardCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dashboard",
        abstract: "Print a dashboard over the points in InfluxDB, for Grafana or Chronograf to import.",
        usage: "earshot dashboard <program> [<options>]",
        discussion: "Posts by keyword, sentiment, volatile posts, relevance, sources and totals, as JSON."
    )

    @Argument(help: "The program that draws it: grafana or chronograf.")
    var program: Dashboard

    @Option(name: .customLong("influx-database"), help: "The database that points go to.")
    var database = "twitter"

    func validate() throws {
        guard !database.isEmpty, !database.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
        else {
            throw ValidationError("--influx-database has no name that InfluxDB takes. Write --influx-database twitter")
        }
    }

    func run() throws {
        try StandardOutput.write(Array(try program.json(database: database)) + [UInt8(ascii: "\n")])
    }
}

extension Dashboard: ExpressibleByArgument {}
