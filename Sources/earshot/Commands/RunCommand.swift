import ArgumentParser
import Feeds
import Foundation
import Language
import Logging
import Pipeline
import Relevance
import Settings
import Store
import Web

struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Hear, judge, keep and tell, until stopped.",
        discussion: """
            Follows files through rotation, hears what comes into folders, and reads standard input (-). Without any named \
            here the feeds of the configuration hold. Changed topics and friendlies count at once. SIGTERM or Ctrl-C ends it \
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

    func run() async throws {
        // Whatever it writes is for this user alone.
        umask(0o077)
        let settled = try store.configuration.load()
        let options = try liveOptions(settled)
        let store = try Store.open(store.path, purpose: "earshot run")
        var rules = try await topics.rules(settled, store: store, keepsAll: keepsAll(settled)).keepingRelated
        rules.learned = try await LearnedModel(store)
        let (format, level) = (logFormat, logLevel)
        let log = Logger(label: "earshot") { _ in StructuredLog(format: format, level: level.logger) }
        if rules.matcher.topics.isEmpty, !rules.keepsAll {
            log.warning("no topics are tracked, so no signal is kept; name some in the configuration")
        }
        let inForce = rules
        try await Web.using(WebConfiguration(environment: ProcessInfo.processInfo.environment)) { web in
            let program = LiveProgram(options: options, store: store, rules: inForce, web: web, log: log) { [settled] in
                let current = try self.store.configuration.load()
                var changed = try await topics.rules(current, store: store, keepsAll: keepsAll(current))
                (changed.learned, changed.kept) = (inForce.learned, inForce.kept)
                let changes = ConfigurationChanges(from: settled, to: current)
                return ConfigurationReloader.Settings(rules: changed, needsRestart: changes.needsRestart)
            }
            do {
                try await program.run()
            } catch {
                // Its log would be taken for that of a file that has its name now.
                try? store.close()
                throw error
            }
        }
        // Servers that are being taken down still hold it.
        try store.close()
    }

    private func keepsAll(_ settled: Configuration) -> Bool { keepAll || settled.keepsAll }

    private func liveOptions(_ settled: Configuration) throws -> LiveOptions {
        let settings = feeds.isEmpty ? settled.feeds : feeds.map(Self.feed)
        guard !settings.isEmpty else {
            throw Failure(
                description:
                    "there is nothing to listen to. Name files, folders or - after run, or feeds in the configuration."
            )
        }
        let named = try influx.target(volatile: settled.volatile).map { [$0] }
        let path = store.configuration.path
        return LiveOptions(
            feeds: try settings.map(Self.checked),
            sinks: try named ?? settled.sinks.map { try SinkTarget($0, volatile: settled.volatile) },
            listen: try listenSetting(settled),
            format: format,
            keepsRaw: keepRaw || settled.keepsRaw || influx.raw || settled.sinks.contains(where: \.includesRaw),
            drainTimeout: .seconds(influx.drainTimeout ?? 10),
            retention: settled.retention,
            watchedFiles: [path, topics.topicsFile].compactMap { $0 }
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
        throw Failure(description: Self.advice(on: setting))
    }

    /// What to do about an address that others can reach.
    static func advice(on listen: ListenSetting) -> String {
        "\(listen) can be reached by others, who are not asked who they are. Listen at 127.0.0.1, and let a proxy that asks "
            + "for credentials answer them."
    }

    private static func feed(_ name: String) -> FeedSetting {
        if name == "-" { return FeedSetting(source: .standardInput) }
        var isFolder: ObjCBool = false
        _ = FileManager.default.fileExists(atPath: name, isDirectory: &isFolder)
        return FeedSetting(source: isFolder.boolValue ? .folder(name) : .file(name))
    }

    private static func checked(_ setting: FeedSetting) throws -> FeedSetting {
        do throws(UnknownFormat) {
            if let format = setting.format { _ = try PostFormat(named: format) }
        } catch {
            throw Failure(description: "a feed's format: \(error)")
        }
        return setting
    }
}

/// What a changed configuration means for a running program.
struct ConfigurationChanges {
    /// Keys that count only after a restart.
    private(set) var needsRestart: [String] = []

    init(from old: Configuration, to new: Configuration) {
        if old.store != new.store { needsRestart.append("store") }
        if old.feeds != new.feeds { needsRestart.append("feeds") }
        if old.sinks != new.sinks { needsRestart.append("sinks") }
        if old.keepsRaw != new.keepsRaw { needsRestart.append("keep_raw") }
        if old.listen != new.listen { needsRestart.append("listen") }
        if old.retention != new.retention { needsRestart.append("retention") }
        if old.volatile != new.volatile { needsRestart.append("volatile") }
    }
}

extension StructuredLog.Format: ExpressibleByArgument {}
extension StructuredLog.Level: ExpressibleByArgument {}
