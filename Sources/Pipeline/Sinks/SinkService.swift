package import Logging
import ServiceLifecycle
package import Sinks
package import Store

/// Runs the sinks, a task each, until nothing more is kept and each outbox is empty, or nothing more can be done about it.
package final class SinkService: Service {
    private let sinks: Supervisor<SinkEntry>
    private let store: Store
    private let ended: Latch
    private let health: Health
    private let log: Logger
    private let clock: any Clock<Duration>
    private let runner: @Sendable (any Sink) -> SinkRunner

    /// Makes what `run` runs.
    ///
    /// `ended`: opens when nothing more will be kept. `runner`: makes the runner of a sink.
    package init(
        _ sinks: [SinkEntry],
        store: Store,
        ended: Latch,
        health: Health,
        log: Logger,
        clock: any Clock<Duration> = ContinuousClock(),
        runner: @escaping @Sendable (any Sink) -> SinkRunner
    ) {
        self.sinks = Supervisor(sinks, restsWhenIdle: true)
        (self.store, self.ended, self.health, self.log) = (store, ended, health, log)
        (self.clock, self.runner) = (clock, runner)
    }

    /// Tells other sinks from now on.
    ///
    /// Unchanged ones go on. One that was changed or left out finishes the page in hand; a changed one goes on behind it.
    package func adopt(_ entries: [SinkEntry]) { sinks.list(entries) }

    /// Returns when it is shut down, also if it has nothing left to do before: a service that ends by itself would cancel
    /// the others.
    package func run() async throws {
        try await sinks.run(until: ended) { entry, leaving in try await self.run(entry, until: leaving) }
        try await gracefulShutdown()
    }

    private func run(_ entry: SinkEntry, until leaving: Latch) async throws {
        let task = SinkTask(runner: runner(entry.sink), health: health, log: log, clock: clock)
        try await task.run(until: leaving) { [ended] in ended.isOpen }
        let listed = sinks.children.map(\.identity)
        guard !ended.isOpen, !listed.contains(entry.identity) else { return }
        health.clear(.sink(entry.identity))
        // Nothing is kept back for it any more. A store that cannot be written now is told with the next start.
        try? await store.unpinSinks(except: listed)
    }
}
