import Logging
import Signals
import Store

/// Runs one sink, again where a fault of the store passes, and says how it is doing.
struct SinkTask: Sendable {
    private static let retryInterval = Duration.seconds(1)

    let runner: SinkRunner
    let health: Health
    let log: Logger
    let clock: any Clock<Duration>

    /// Runs until `stop` opens; by then, if `drains` says so, its outbox is emptied first.
    ///
    /// - Throws: faults of the store that do not pass.
    func run(until stop: Latch, drains: @escaping @Sendable () -> Bool) async throws {
        var known: Cause.Code?
        while true {
            do {
                return say(try await runner.run(until: stop, drains: drains) { report($0, &known) })
            } catch {
                guard let fault = StoreFault(error), fault.isPassing else { throw error }
                let cause = Cause(fault)
                report(cause, &known)
                guard !stop.isOpen else { return sayLeft(cause) }
                await stop.wait(atMost: Self.retryInterval, clock: clock)
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
        case .stopped: log.notice("a sink was stopped", metadata: ["sink": "\(runner.identity)"])
        }
    }

    private func sayLeft(_ cause: Cause, _ facts: Logger.Metadata = [:]) {
        let known: Logger.Metadata = ["sink": "\(runner.identity)", "reason": "\(cause)"]
        log.warning("signals wait in the outbox for the next run", metadata: known.merging(facts) { $1 })
    }
}
