import Feeds
import Foundation
import Language
package import Logging
import ServiceLifecycle
import Signals

/// Judges, hears and tells by what the configuration says now, when its files change or somebody asks.
package actor ConfigurationReloader: Service {
    /// What a configuration asks for.
    package struct Settings: Sendable {
        package let rules: JudgingRules
        package let feeds: [FeedEntry]
        package let sinks: [SinkEntry]
        /// Keys that changed and count only after a restart.
        package let needsRestart: [String]

        package init(rules: JudgingRules, feeds: [FeedEntry], sinks: [SinkEntry], needsRestart: [String]) {
            (self.rules, self.feeds, self.sinks, self.needsRestart) = (rules, feeds, sinks, needsRestart)
        }
    }

    private static let interval = Duration.seconds(1)

    private let files: [String]
    private let load: @Sendable () async throws -> Settings
    private let describe: @Sendable (any Error) -> String
    private let hearing: HearingService
    private let sinks: SinkService
    private let health: Health
    private let log: Logger
    private let clock: any Clock<Duration>
    private let executor = QueueExecutor(label: "earshot.configuration")
    private var turnstile = Turnstile()
    /// What the files held when they were read, and when they were looked at last.
    private var seen: [Data?] = []
    private var latest: [Data?] = []

    package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// Makes what `run` runs.
    ///
    /// `files`: what is looked at for changes. `load`: reads them; `describe`: what it throws, in words.
    package init(
        files: [String],
        hearing: HearingService,
        sinks: SinkService,
        health: Health,
        log: Logger,
        clock: any Clock<Duration> = ContinuousClock(),
        load: @escaping @Sendable () async throws -> Settings,
        describe: @escaping @Sendable (any Error) -> String
    ) {
        (self.files, self.load, self.describe) = (files, load, describe)
        (self.hearing, self.sinks, self.health, self.log, self.clock) = (hearing, sinks, health, log, clock)
        seen = Self.contents(of: files)
        latest = seen
    }

    package func run() async throws {
        guard !files.isEmpty else { return try await gracefulShutdown() }
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                try? await self.clock.sleep(for: Self.interval)
                await self.look()
            }
        }
    }

    /// Reads the files anew where they have changed, and hold the same as at the last look: what has just changed may be
    /// half written.
    package func look() async {
        let contents = Self.contents(of: files)
        defer { latest = contents }
        guard contents != seen, contents == latest, !Task.isCancelled else { return }
        _ = await reload()
    }

    /// Reads the files and goes by them from the next batch on; what is wrong in them changes nothing.
    ///
    /// Several who ask are answered one after the other, so that what was read last holds.
    /// - Returns: what came of it, in a sentence, and whether it worked.
    package func reload() async -> (sentence: String, isFine: Bool) {
        if !turnstile.enter() { await withCheckedContinuation { turnstile.wait($0) } }
        defer { turnstile.leave() }
        seen = Self.contents(of: files)
        do {
            let settings = try await load()
            let adoption = try await hearing.adopt(settings.rules)
            hearing.adopt(settings.feeds)
            sinks.adopt(settings.sinks)
            return say(settings, adoption)
        } catch {
            let reason = describe(error)
            health.report(.configuration, Cause(.refused, reason))
            log.error(
                "the configuration was not taken, and the one before still holds",
                metadata: ["reason": "\(reason)"]
            )
            return (reason, false)
        }
    }

    private func say(_ settings: Settings, _ adoption: Adoption) -> (sentence: String, isFine: Bool) {
        for key in settings.needsRestart {
            log.warning("a change needs a restart", metadata: ["key": "\(key)"])
        }
        let (topics, feeds) = (settings.rules.matcher.topics.count, settings.feeds.count)
        log.notice(
            "the configuration was read",
            metadata: [
                "topics": "\(topics)", "feeds": "\(feeds)", "sinks": "\(settings.sinks.count)",
                "recalled": "\(adoption.recalled)",
            ]
        )
        let read = "the configuration was read: \(topics) topics, \(feeds) feeds, \(settings.sinks.count) sinks"
        let restart =
            settings.needsRestart.isEmpty
            ? "" : " These need a restart: \(settings.needsRestart.joined(separator: ", "))."
        guard let fault = adoption.fault else {
            health.clear(.configuration)
            return ("\(read), \(adoption.recalled) earlier signals recalled.\(restart)", true)
        }
        let what = "earlier signals were not looked through for new topics"
        let reason = "\(what), which the next start does: \(describe(fault))"
        health.report(.configuration, Cause(.failed, reason))
        log.error("\(what)", metadata: ["reason": "\(describe(fault))"])
        return ("\(read).\(restart) But \(reason)", false)
    }

    private static func contents(of files: [String]) -> [Data?] {
        files.map { FileManager.default.contents(atPath: $0) }
    }
}
