package import Logging
import ServiceLifecycle
import Store

/// Keeps one sink going until nothing more is kept and its outbox is empty, or nothing more can be done about it.
package struct Telling: Service {
    private static let retryInterval = Duration.seconds(1)

    private let teller: Teller
    private let ended: Latch
    private let health: Health
    private let log: Logger
    private let clock: any Clock<Duration>

    /// `ended`: opens when nothing more will be kept.
    package init(
        _ teller: Teller,
        ended: Latch,
        health: Health,
        log: Logger,
        clock: any Clock<Duration> = ContinuousClock()
    ) {
        self.teller = teller
        self.ended = ended
        self.health = health
        self.log = log
        self.clock = clock
    }

    package func run() async throws {
        while true {
            do {
                let ending = try await teller.run(hearingEnded: ended, report: report)
                return say(ending)
            } catch {
                guard let fault = StoreFault(error), fault.isPassing else { throw error }
                report("\(fault)")
                guard !ended.isOpen else { return }
                await ended.wait(atMost: Self.retryInterval, clock: clock)
            }
        }
    }

    /// `reason`: why the sink has to wait; nil where it has everything.
    private func report(_ reason: String?) {
        let part = Health.Part.sink(teller.name)
        if let reason {
            guard health.report(part, reason) else { return }
            log.warning("a sink has to wait", metadata: ["sink": "\(teller.name)", "reason": "\(reason)"])
        } else if health.clear(part) {
            log.notice("a sink has caught up", metadata: ["sink": "\(teller.name)"])
        }
    }

    private func say(_ ending: Teller.Ending) {
        switch ending {
        case .drained: log.info("a sink has everything", metadata: ["sink": "\(teller.name)"])
        case .left(let signals, let reason):
            log.warning(
                "signals wait in the outbox for the next run",
                metadata: ["sink": "\(teller.name)", "signals": "\(signals)", "reason": "\(reason)"]
            )
        }
    }
}
