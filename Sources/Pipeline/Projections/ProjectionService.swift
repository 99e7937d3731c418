package import Logging
import ServiceLifecycle
import Signals
import Store

/// Runs a projection beside the hearing; a fault in it stops it alone, and shows in health.
package struct ProjectionService<P: Projection>: Service {
    private static var retryInterval: Duration { .seconds(1) }

    private let runner: ProjectionRunner<P>
    private let ended: Latch
    private let health: Health
    private let log: Logger
    private let clock: any Clock<Duration>

    /// `ended`: opens when nothing more will be kept.
    package init(
        _ runner: ProjectionRunner<P>,
        ended: Latch,
        health: Health,
        log: Logger,
        clock: any Clock<Duration> = ContinuousClock()
    ) {
        (self.runner, self.ended, self.health) = (runner, ended, health)
        (self.log, self.clock) = (log, clock)
    }

    /// Returns when it is shut down, also if it has stopped before: a service that ends by itself would cancel the others.
    package func run() async throws {
        await project()
        try await gracefulShutdown()
    }

    private func project() async {
        let part = Health.Part.projection(P.identity)
        while !Task.isCancelled {
            do {
                return try await runner.run(until: ended)
            } catch is CancellationError {
                return
            } catch {
                guard let fault = StoreFault(error), fault.isPassing, !ended.isOpen else { return stop(part, error) }
                health.report(part, Cause(fault))
                await ended.wait(atMost: Self.retryInterval, clock: clock)
                health.clear(part)
            }
        }
    }

    /// Whatever the error says may have been heard: its type is enough.
    private func stop(_ part: Health.Part, _ error: any Error) {
        let reason = StoreFault(error).map { "\($0)" } ?? "it stopped with a fault (\(type(of: error)))"
        health.report(part, StoreFault(error).map(Cause.init) ?? Cause(.internal, reason))
        log.error("a projection has stopped", metadata: ["projection": "\(P.identity)", "reason": "\(reason)"])
    }
}
