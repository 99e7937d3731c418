import Feeds
import Foundation
import Logging
import Pipeline
import ServiceLifecycle
import TestSupport

/// A hearing that goes on, as a service among services.
struct LiveHearing {
    let hearing: HearingService
    let health = Health()
    let entries: [FeedEntry]
    private let group: ServiceGroup

    /// `files`: names in the bench's folder.
    init(_ bench: FeedBench, files: [String] = ["posts"]) {
        let entries = files.map { name in
            let path = bench.folder.path(name)
            return FeedEntry(FileFeed(path: path, options: LineOptions()), name: path)
        }
        self.init(bench, entries)
    }

    init(_ bench: FeedBench, _ entries: [FeedEntry], limits: BatchLimits = BatchLimits(), rules: JudgingRules? = nil) {
        self.entries = entries
        hearing = HearingService(
            feeds: entries,
            rules: rules ?? bench.rules,
            store: bench.store,
            health: health,
            ended: Latch(),
            log: bench.log.logger,
            limits: limits
        )
        group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                // Feeds may all end by themselves.
                services: [.init(service: hearing, successTerminationBehavior: .gracefullyShutdownGroup)],
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            )
        )
    }

    /// Runs while `body` does, and then shuts down.
    func run(_ body: () async throws -> Void) async throws {
        async let running: Void = group.run()
        do {
            try await body()
        } catch {
            await group.triggerGracefulShutdown()
            try? await running
            throw error
        }
        await group.triggerGracefulShutdown()
        try await running
    }

    /// Asks it to end; `run` waits for that.
    func stop() async { await group.triggerGracefulShutdown() }

    /// Waits until so many lines were heard and kept.
    func heard(_ lines: Int) async throws {
        try await Eventually.comes("\(lines) lines heard, and not \(hearing.counts.heard)") {
            hearing.counts.heard >= lines
        }
    }
}
