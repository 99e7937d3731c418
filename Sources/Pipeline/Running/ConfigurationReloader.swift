import Foundation
import Language
package import Logging
import ServiceLifecycle
import Signals

/// Judges by what the configuration says now, when its files change or somebody asks.
package actor ConfigurationReloader: Service {
    /// What a configuration asks for.
    package struct Settings: Sendable {
        package let rules: JudgingRules
        /// Keys that changed and count only after a restart.
        package let needsRestart: [String]

        package init(rules: JudgingRules, needsRestart: [String]) {
            self.rules = rules
            self.needsRestart = needsRestart
        }
    }

    private static let interval = Duration.seconds(1)

    private let files: [String]
    private let load: @Sendable () async throws -> Settings
    private let describe: @Sendable (any Error) -> String
    private let hearing: HearingService
    private let health: Health
    private let log: Logger
    private let clock: any Clock<Duration>
    /// What the files held when they were read, and when they were looked at last.
    private var seen: [Data?] = []
    private var latest: [Data?] = []

    /// Makes what `run` runs.
    ///
    /// `files`: what is looked at for changes. `load`: reads them; `describe`: what it throws, in words.
    package init(
        files: [String],
        hearing: HearingService,
        health: Health,
        log: Logger,
        clock: any Clock<Duration> = ContinuousClock(),
        load: @escaping @Sendable () async throws -> Settings,
        describe: @escaping @Sendable (any Error) -> String
    ) {
        self.files = files
        self.load = load
        self.describe = describe
        self.hearing = hearing
        self.health = health
        self.log = log
        self.clock = clock
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

    /// Reads the files and judges by them from the next batch on; what is wrong in them changes nothing.
    ///
    /// - Returns: what came of it, in a sentence, and whether it worked.
    package func reload() async -> (sentence: String, isFine: Bool) {
        seen = Self.contents(of: files)
        do {
            let settings = try await load()
            health.clear(.configuration)
            for key in settings.needsRestart {
                log.warning("a change needs a restart", metadata: ["key": "\(key)"])
            }
            let recalled = try await hearing.adopt(settings.rules)
            let topics = settings.rules.matcher.topics.count
            log.notice("the configuration was read", metadata: ["topics": "\(topics)", "recalled": "\(recalled)"])
            let restart =
                settings.needsRestart.isEmpty
                ? "" : " These need a restart: \(settings.needsRestart.joined(separator: ", "))."
            return (
                "the configuration was read: \(topics) topics, \(recalled) earlier signals recalled.\(restart)", true
            )
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

    private static func contents(of files: [String]) -> [Data?] {
        files.map { FileManager.default.contents(atPath: $0) }
    }
}
