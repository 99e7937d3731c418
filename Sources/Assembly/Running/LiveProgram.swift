import Desk
import Feeds
import Foundation
import Language
package import Logging
package import Pipeline
import ServiceLifecycle
import Settings
import Signals
import Sinks
package import Store
import UnixSignals

/// The whole loop as services: it hears, judges, keeps, tells and answers until it is stopped.
///
/// The first SIGTERM or SIGINT ends the hearing, keeps what was taken in, lets the sinks finish and exits; the second ends
/// the process at once, which loses nothing that was kept. SIGHUP reads the configuration again.
package struct LiveProgram {
    private let options: LiveOptions
    private let store: Store
    private let rules: JudgingRules
    private let log: Logger
    private let load: @Sendable () async throws -> LiveSettings

    private let health = Health()
    private let ended = Latch()
    private let notifier = ServiceNotifier(environment: ProcessInfo.processInfo.environment)

    package init(
        options: LiveOptions,
        store: Store,
        rules: JudgingRules,
        log: Logger,
        load: @escaping @Sendable () async throws -> LiveSettings
    ) {
        self.options = options
        self.store = store
        self.rules = rules
        self.log = log
        self.load = load
    }

    /// Runs until it is stopped, or until all its feeds have ended.
    package func run() async throws {
        let started = Timestamp.now
        // Who reads the log may go away; that ends no listening.
        Foundation.signal(SIGPIPE, SIG_IGN)
        // Before anything else: a signal that comes early is not to end the process unheard.
        let signals = await UnixSignalsSequence(trapping: .sigterm, .sigint, .sighup)
        // Nothing is kept back for a sink that is not told any more.
        try await store.unpinSinks(except: options.sinks.map(\.identity))
        // Known before anything is kept: one that starts now is told of all that is heard from now on.
        for entry in options.sinks { try await store.register(entry.sink.reader) }
        let hearing = hearing(try await entries(options.feeds))
        let sinks = sinks
        let reloading = reloading(hearing, sinks)
        let tracking = TrackedPhraseService(store: store, hearing: hearing, reloader: reloading, log: log)
        let control = Control(
            version: options.version,
            store: store,
            hearing: hearing,
            health: health,
            reloading: reloading,
            review: ReviewQueue(
                store: store,
                deciding: DecisionRecorder(store: store),
                age: options.queueAge,
                topicsChanged: { await tracking.look() }
            ),
            startedAt: started,
            describe: Failure.sentence
        )
        let group = ServiceGroup(configuration: configuration(hearing, sinks, reloading, tracking, control))
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            tasks.addTask { await listen(to: signals, group, hearing, reloading) }
            // The services end first, by themselves or because a signal asked them to.
            try await tasks.next()
            tasks.cancelAll()
        }
        say(hearing.counts)
    }

    /// Shut down in the reverse order: the hearing first, the sinks when nothing more is kept.
    private func configuration(
        _ hearing: HearingService,
        _ sinks: SinkService,
        _ reloading: ConfigurationReloader,
        _ tracking: TrackedPhraseService,
        _ control: Control
    ) -> ServiceGroupConfiguration {
        var services = [service(sinks, .ignore)]
        services += servers(control).map { service($0, .cancelGroup) }
        services += retaining.map { service($0, .ignore) }
        services += learning.map { service($0, .ignore) }
        services.append(service(RelevanceFigureService(RelevanceFigureWriter(store: store), log: log), .ignore))
        services += [
            service(StoreWatch(store, health: health, log: log), .ignore),
            service(Watchdog(notifier, hearing: hearing), .ignore),
            service(reloading, .ignore),
            service(tracking, .ignore),
            // Where all feeds have ended there is nothing left to do.
            service(hearing, .gracefullyShutdownGroup),
        ]
        var quiet = log
        quiet.logLevel = max(log.logLevel, .warning)
        return ServiceGroupConfiguration(services: services, logger: quiet)
    }

    private func service(
        _ service: any Service,
        _ success: ServiceGroupConfiguration.ServiceConfiguration.TerminationBehavior
    ) -> ServiceGroupConfiguration.ServiceConfiguration {
        .init(service: service, successTerminationBehavior: success)
    }

    private func hearing(_ feeds: [FeedEntry]) -> HearingService {
        HearingService(feeds: feeds, rules: rules, store: store, health: health, ended: ended, log: log) {
            [log, notifier, topics = rules.matcher.topics.count] in
            log.notice("started", metadata: ["feeds": "\(feeds.count)", "topics": "\(topics)"])
            notifier.ready("hearing \(feeds.count) feeds")
        }
    }

    private func reloading(_ hearing: HearingService, _ sinks: SinkService) -> ConfigurationReloader {
        ConfigurationReloader(
            files: options.watchedFiles,
            hearing: hearing,
            sinks: sinks,
            health: health,
            log: log,
            load: {
                let settings = try await load()
                return ConfigurationReloader.Settings(
                    rules: settings.rules,
                    feeds: try await entries(settings.feeds),
                    sinks: settings.sinks,
                    needsRestart: settings.needsRestart
                )
            },
            describe: Failure.sentence
        )
    }

    /// The feeds, each with its number in the store.
    private func entries(_ feeds: [NamedFeed]) async throws -> [FeedEntry] {
        var entries: [FeedEntry] = []
        for named in feeds {
            let number = try await store.feedNumber(of: named.identity, kind: named.kind, label: named.label)
            entries.append(
                FeedEntry(
                    named.feed,
                    name: named.label,
                    kind: named.kind,
                    identity: named.identity,
                    number: number,
                    sharesPlaces: named.sharesPlaces,
                    settings: named.settings
                )
            )
        }
        return entries
    }

    private var sinks: SinkService {
        SinkService(options.sinks, store: store, ended: ended, health: health, log: log) { [options, store] sink in
            SinkRunner(sink: sink, store: store, drainTimeout: options.drainTimeout)
        }
    }

    private var learning: [any Service] {
        rules.learned.map { [LearnedModelService($0, store: store, log: log)] } ?? []
    }

    private var retaining: [any Service] {
        let setting = options.retention
        guard setting.age != nil || setting.size != nil else { return [] }
        let retention = Retention(store: store, age: setting.age, bytes: setting.size)
        return [RetentionService(retention, log: log, now: { .now })]
    }

    private func servers(_ control: Control) -> [any Service] {
        var servers: [any Service] = []
        if let path = LocalSocket.path(of: store.path) {
            // It is left over from a process that was killed: this one holds the lease.
            unlink(path)
            servers.append(DeskServer(.socket(path: path), control: control, log: log))
        } else {
            log.warning("the store's path is too long for a local socket, so other commands cannot reach this process")
        }
        if let listen = options.listen {
            servers.append(DeskServer(.host(listen.host, port: listen.port), control: control, log: log))
        }
        return servers
    }

    private func listen(
        to signals: UnixSignalsSequence,
        _ group: ServiceGroup,
        _ hearing: HearingService,
        _ reloading: ConfigurationReloader
    ) async {
        var isStopping = false
        for await signal in signals {
            if signal == .sighup {
                notifier.reloading()
                _ = await reloading.reload()
                notifier.ready("hearing \(hearing.statuses().count) feeds")
            } else if isStopping {
                log.warning("stopped at once; what was not sent waits in the outbox")
                // Not exit(), which would take down what other threads still use.
                _exit(128 + (signal == .sigint ? SIGINT : SIGTERM))
            } else {
                isStopping = true
                log.notice("stopping: what was heard is kept and sent first; a second signal stops at once")
                notifier.stopping()
                await group.triggerGracefulShutdown()
            }
        }
    }

    private func say(_ counts: Replay.Summary) {
        log.notice(
            "stopped",
            metadata: [
                "heard": "\(counts.heard)", "kept": "\(counts.kept)", "duplicates": "\(counts.duplicates)",
                "unmatched": "\(counts.unmatched)", "dead": "\(counts.dead)",
            ]
        )
    }
}
