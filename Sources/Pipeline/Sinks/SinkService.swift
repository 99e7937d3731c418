package import Logging
import ServiceLifecycle
import Signals
import Store

/// Runs a sink until nothing more is kept and its outbox is empty, or nothing more can be done about it.
package struct SinkService: Service {
    private static let retryInterval = Duration.seconds(1)

    private let runner: SinkRunner
    private let ended: Latch
    private let health: Health
    private let log: Logger
    private let clock: any Clock<Duration>

    /// `ended`: opens when nothing more will be kept.
    package init(
        _ runner: SinkRunner,
        ended: Latch,
        health: Health,
        log: Logger,
        clock: any Clock<Duration> = ContinuousClock()
    ) {
        (self.runner, self.ended, self.health) = (runner, ended, health)
        (self.log, self.clock) = (log, clock)
    }

    /// Returns when it is shut down, also if it has nothing left to do before: a service that ends by itself would cancel
    /// the others.
    package func run() async throws {
        try await tell()
        try await gracefulShutdown()
    }

    private func tell() async throws {
        var known: Cause.Code?
        while true {
            do {
                return say(try await runner.run(until: ended) { report($0, &known) })
            } catch {
                guard let fault = StoreFault(error), fault.isPassing else { throw error }
                let cause = Cause(fault)
                report(cause, &known)
                guard !ended.isOpen else { return sayLeft(cause) }
                await ended.wait(atMost: Self.retryInterval, clock: clock)
            }
        }
    }

    /// `known`: the code that was logged last; its sentence may differ from try to try.
    private func report(_ cause: Cause?, _ known: inout Cause.Code?) {
        let part = Health.Part.sink(runner.identity)
        guard let cause else {
            known = nil
            if health.clear(part) { log.notice("a sink has caught up", metadata: ["sink": "\(runner.identity)"]) }
            return
        }
        health.report(part, Cause(cause.code, cause.ours))
        guard known != cause.code else { return }
        known = cause.code
        log.warning(
            "a sink has to wait",
            metadata: ["sink": "\(runner.identity)", "reason": "\(cause)", "code": "\(cause.code.rawValue)"]
        )
    }

    private func say(_ ending: SinkRunner.Ending) {
        switch ending {
        case .drained: log.info("a sink has everything", metadata: ["sink": "\(runner.identity)"])
        case .left(let signals, let cause): sayLeft(cause, ["signals": "\(signals)"])
        }
    }

    private func sayLeft(_ cause: Cause, _ facts: Logger.Metadata = [:]) {
        let known: Logger.Metadata = ["sink": "\(runner.identity)", "reason": "\(cause)"]
        log.warning("signals wait in the outbox for the next run", metadata: known.merging(facts) { $1 })
    }
}

extension SinkService: CustomStringConvertible {
    /// Without the credentials that its parts hold.
    package var description: String { "\(runner)" }
}
