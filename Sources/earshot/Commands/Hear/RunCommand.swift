import ArgumentParser
import Assembly
import Feeds
import Foundation
import Language
import Logging
import Pipeline
import Relevance
import Settings
import Sinks
import Store
import Web

struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Hear, judge, keep and tell, until stopped.",
        discussion: """
            Follows files through rotation, hears what comes into folders, and reads standard input (-). Without any named \
            here the feeds of the configuration hold. Changed topics, feeds and sinks count at once. SIGTERM or Ctrl-C ends it \
            when all is kept and sent; a second one at once. SIGHUP reads the configuration again.
            """
    )

    @Argument(help: "Files, folders, or - for standard input. They replace the feeds of the configuration.")
    var feeds: [String] = []

    @OptionGroup var store: StoreOption
    @OptionGroup var topics: TopicOptions
    @OptionGroup var influx: InfluxOptions

    @Option(help: "What is read: \(PostFormat.help).")
    var format = PostFormat.auto

    @Option(help: "Answer /health and /ready at this address, such as 127.0.0.1:8017.")
    var listen: String?

    @Flag(help: "Keep signals that match no topic, too.")
    var keepAll = false

    @Flag(help: "Keep the line of every signal as it was heard.")
    var keepRaw = false

    @Option(help: "How log lines are written: text or json.")
    var logFormat = StructuredLog.Format.text

    @Option(help: "From which level on: debug, info, notice, warning or error.")
    var logLevel = StructuredLog.Level.info

    func validate() throws { try feeds.refuseRepeatedPaths() }

    func run() async throws {
        // Whatever it writes is for this user alone.
        umask(0o077)
        let settled = try store.configuration.load()
        try await Web.using(WebConfiguration(environment: ProcessInfo.processInfo.environment)) { web in
            let http = WebWriter(web)
            let options = try liveOptions(settled, http)
            let store = try Store.open(store.path, purpose: "earshot run", upgrading: UpgradeLine.show)
            do {
                try await run(options, store, settled, http)
            } catch {
                // Its log would be taken for that of a file that has its name now.
                try? store.close()
                throw error
            }
            // Servers that are being taken down still hold it.
            try store.close()
        }
    }

    private func run(
        _ options: LiveOptions,
        _ store: Store,
        _ settled: Configuration,
        _ http: WebWriter
    ) async throws {
        var rules = try await topics.rules(settled, store: store, keepsAll: keepsAll(settled)).keepingRelated
        rules.learned = try await LearnedModel(store)
        let (format, level) = (logFormat, logLevel)
        let log = Logger(label: "earshot") { _ in StructuredLog(format: format, level: level.logger) }
        if rules.matcher.topics.isEmpty, !rules.keepsAll {
            log.warning("no topics are tracked, so no signal is kept; name some in the configuration")
        }
        let inForce = rules
        let program = LiveProgram(options: options, store: store, rules: inForce, log: log) {
            let current = try self.store.configuration.load()
            var changed = try await topics.rules(current, store: store, keepsAll: keepsAll(current))
            (changed.learned, changed.kept) = (inForce.learned, inForce.kept)
            let options = try liveOptions(current, http)
            return LiveSettings(
                rules: changed,
                feeds: options.feeds,
                sinks: options.sinks,
                needsRestart: ConfigurationChanges(from: settled, to: current).needsRestart
            )
        }
        try await program.run()
    }

    private func keepsAll(_ settled: Configuration) -> Bool { keepAll || settled.keepsAll }

    private func liveOptions(_ settled: Configuration, _ http: WebWriter) throws -> LiveOptions {
        let entries = feeds.isEmpty ? settled.feeds : feeds.map(Self.feed)
        guard !entries.isEmpty else {
            throw Failure(
                description:
                    "there is nothing to listen to. Name files, folders or - after run, or feeds in the configuration."
            )
        }
        let context = SinkContext(
            volatile: settled.volatile,
            http: http,
            environment: ProcessInfo.processInfo.environment
        )
        // Nothing of it changes but what the configuration says of volatile signals.
        let named = try influx.sink(context).map { [SinkEntry($0, settings: settled.volatile)] }
        let sinks = try named ?? settled.sinks.map { try Kinds.all.sink($0, context) }
        let sendsRaw = sinks.contains { $0.sink.sendsRaw }
        let lines = LineOptions(format: format, keepsRaw: keepRaw || settled.keepsRaw || sendsRaw)
        return LiveOptions(
            version: Earshot.version,
            feeds: try entries.map { try Kinds.all.feed($0, lines) },
            sinks: sinks,
            listen: try listenSetting(settled),
            drainTimeout: .seconds(influx.drainTimeout ?? 10),
            retention: settled.retention,
            queueAge: settled.queueAge,
            watchedFiles: [store.configuration.path, topics.topicsFile].compactMap { $0 }
        )
    }

    private func listenSetting(_ settled: Configuration) throws -> ListenSetting? {
        var setting = settled.listen
        if let listen {
            guard let named = ListenSetting(listen) else {
                throw ValidationError("--listen \(listen) is no address and port. Write it as 127.0.0.1:8017.")
            }
            setting = named
        }
        guard let setting, !setting.isLoopback else { return setting }
        throw Failure(description: setting.adviceOnOthers)
    }

    private static func feed(_ name: String) -> Entry {
        if name == "-" { return Entry(kind: FeedKind.standardInput.name) }
        var isFolder: ObjCBool = false
        _ = FileManager.default.fileExists(atPath: name, isDirectory: &isFolder)
        if case .maildir = Mailbox(path: name) { return Entry(kind: FeedKind.mail.name, place: name) }
        return Entry(kind: (isFolder.boolValue ? FeedKind.folder : .file).name, place: name)
    }
}

extension StructuredLog.Format: ExpressibleByArgument {}
extension StructuredLog.Level: ExpressibleByArgument {}
