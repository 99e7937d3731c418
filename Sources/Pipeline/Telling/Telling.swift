package import Logging
import ServiceLifecycle
import Signals
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

    /// Returns when it is shut down, also where it has nothing left to do before: a service that ends by itself would
    /// cancel the others.
    package func run() async throws {
        try await tell()
        try await gracefulShutdown()
    }

    private func tell() async throws {
        while true {
            do {
                let ending = try await teller.run(hearingEnded: ended) { report($0.map(withoutServersWords)) }
                return say(ending)
            } catch {
                guard let fault = StoreFault(error), fault.isPassing else { throw error }
                report("\(fault)")
                guard !ended.isOpen else { return sayLeft("\(fault)") }
                await ended.wait(atMost: Self.retryInterval, clock: clock)
            }
        }
    }

    /// `reason`: why the sink has to wait; nil where it has everything.
    private func report(_ reason: String?) {
        let part = Health.Part.sink(teller.name)
        if let reason {
            guard health.report(part, Cause(.failed, reason)) else { return }
            log.warning("a sink has to wait", metadata: ["sink": "\(teller.name)", "reason": "\(reason)"])
        } else if health.clear(part) {
            log.notice("a sink has caught up", metadata: ["sink": "\(teller.name)"])
        }
    }

    private func say(_ ending: Teller.Ending) {
        switch ending {
        case .drained: log.info("a sink has everything", metadata: ["sink": "\(teller.name)"])
        case .left(let signals, let reason): sayLeft(withoutServersWords(reason), ["signals": "\(signals)"])
        }
    }

    /// What a server answered stands behind a colon and may be what it was sent: that is in the store, which
    /// `earshot sinks` shows, and nowhere else.
    ///
    /// How long a try took would make every one of them news.
    private func withoutServersWords(_ reason: String) -> String {
        let reason = reason.replacing(#/ after [0-9]+ ms/#, with: "")
        guard !reason.hasPrefix("no answer: "), let colon = reason.firstRange(of: ": ") else { return reason }
        return String(reason[..<colon.lowerBound])
    }

    private func sayLeft(_ reason: String, _ facts: Logger.Metadata = [:]) {
        let known: Logger.Metadata = ["sink": "\(teller.name)", "reason": "\(reason)"]
        log.warning("signals wait in the outbox for the next run", metadata: known.merging(facts) { $1 })
    }
}

extension Telling: CustomStringConvertible {
    /// Without the credentials that its parts hold.
    package var description: String { "telling \(teller.name)" }
}
