import ArgumentParser
import Assembly
import Desk
import Feeds
import Foundation
import Language
import Pipeline
import Relevance
import Settings
import Signals
import Sinks
import Store
import Web

struct ReplayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Hear recorded posts: judge, keep and tell them as fast as possible, or at --speed.",
        discussion: """
            Reads posts as JSON (neutral, X API v1.1 and v2, X data archives; a line each, pages or arrays), plain, gzip or \
            zstd, from files or - for standard input. A file is known by its content: what an earlier run heard of it is \
            skipped, unless the topics changed. Lines that cannot be read become dead letters. Without --topics or --topics-file those of the configuration hold, else those of the last run.
            """
    )

    @Argument(help: "Files, or - for standard input.")
    var files: [String] = ["-"]

    @OptionGroup var store: StoreOption
    @OptionGroup var topics: TopicOptions
    @OptionGroup var influx: InfluxOptions
    @OptionGroup var output: JSONOption

    @Option(help: "Hear so many times faster than real time; 1 is real time.")
    var speed: Double?

    @Option(help: "What is read: \(PostFormat.help).")
    var format = PostFormat.auto

    @Flag(help: "Keep signals that match no topic, too.")
    var keepAll = false

    @Flag(help: "Hear files again that were heard before. Nothing is kept twice.")
    var again = false

    @Flag(help: "Keep the line of every signal as it was heard.")
    var keepRaw = false

    @Flag(help: "Judge by what was learned from decisions, as earshot run does; else by the prior.")
    var learned = false

    @Flag(help: "Exit with 2 when a line became a dead letter.")
    var strict = false

    func validate() throws {
        if let speed, !(speed > 0 && speed <= 1e6) {
            throw ValidationError("--speed must be above 0 and at most 1000000.")
        }
    }

    func run() async throws {
        let settled = try store.configuration.load()
        switch try await StoreAccess.open(store.path, purpose: "earshot replay") {
        case .own(let store): try await replay(into: store, settled)
        case .running(let client): try await replay(through: client)
        }
    }

    private func replay(into store: Store, _ settled: Settings.Configuration) async throws {
        var rules = try await topics.rules(settled, store: store, keepsAll: keepAll || settled.keepsAll)
        if learned { rules.learned = try await LearnedModel(store) }
        if rules.matcher.topics.isEmpty, !rules.keepsAll {
            StandardError.write(
                "earshot: no topics are tracked, so no signal is kept. Name some with --topics a,b or use --keep-all."
            )
        }
        var configuration = Replay.Configuration(sources: files.map { StreamSource(path: $0) })
        configuration.options.format = format
        configuration.options.keepsRaw = keepRaw || settled.keepsRaw || influx.raw
        configuration.resumes = !again
        configuration.speed = speed
        let progress = ProgressLine(isShown: StandardError.isTerminal && !output.json)
        let learnedRules = rules
        let result = try await Web.using(WebConfiguration(environment: ProcessInfo.processInfo.environment)) { web in
            let context = SinkContext(
                volatile: settled.volatile,
                http: WebWriter(web),
                environment: ProcessInfo.processInfo.environment
            )
            let drainTimeout = Duration.seconds(influx.drainTimeout ?? 60)
            let sink = try influx.sink(context).map { SinkRunner(sink: $0, store: store, drainTimeout: drainTimeout) }
            let replay = Replay(configuration, rules: learnedRules, store: store, sinks: sink.map { [$0] } ?? []) {
                progress.show($0)
            }
            return try await replay.run()
        }
        progress.clear()
        try report(result.summary)
        try check(result.endings, result.summary)
    }

    /// Has the process that holds the store hear the files: with its topics, and told by its sinks.
    private func replay(through client: LocalClient) async throws {
        let foreign = [
            ("--topics", topics.topics != nil), ("--topics-file", topics.topicsFile != nil),
            ("--influx", influx.url != nil),
            ("--speed", speed != nil), ("--keep-all", keepAll), ("--learned", learned),
        ].filter(\.1).map(\.0)
        guard foreign.isEmpty else {
            throw Failure(
                description:
                    "earshot run has the store open and hears files with its own topics and sinks. Leave out "
                    + "\(foreign.joined(separator: ", ")), or stop it first."
            )
        }
        // What can be read once is this process's to read: the other has no such pipe.
        let spools = try files.map { file -> InputSpool? in
            let source = StreamSource(path: file)
            return source.isRepeatable ? nil : try InputSpool(source, beside: store.path)
        }
        defer { withExtendedLifetime(spools) {} }
        var request = LocalRequest.Replay(
            files: zip(files, spools).map { $1?.path ?? URL(fileURLWithPath: $0).path }
        )
        request.format = format.rawValue
        request.keepsRaw = keepRaw
        request.again = again
        let summary: Replay.Summary = try await client.ask("replay", request)
        try report(summary)
        try check([], summary)
    }

    private func report(_ summary: Replay.Summary) throws {
        guard output.json else {
            for line in SummaryText.lines(summary, store: try store.path) { try StandardOutput.print(line) }
            return
        }
        var writer = JSONWriter()
        writer.append(summary)
        try StandardOutput.write(writer.bytes)
    }

    private func check(_ endings: [SinkRunner.Ending], _ summary: Replay.Summary) throws {
        for case .left(let signals, let cause) in endings {
            throw Failure(
                description:
                    "\(signals) signals were not sent and wait in the outbox for the next run: "
                    + Failure.sentence(of: cause.expanded)
            )
        }
        if summary.dead > 0, summary.dead == summary.heard, summary.resumed == 0 {
            throw Failure(
                description:
                    "nothing of \(summary.heard) lines could be read as a post. See why: earshot deadletters --store "
                    + "\(try store.path)"
            )
        }
        if strict, summary.dead > 0 {
            throw Failure(
                description:
                    "\(summary.dead) lines became dead letters. See: earshot deadletters --store \(try store.path)"
            )
        }
    }
}

/// Where points go.
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
