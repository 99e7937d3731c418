package import Logging
package import Store
import Synchronization

/// Keeps batches, as often as it takes until the store can be written.
package final class BatchKeeper: Sendable {
    private struct State {
        var fault: (error: any Error, since: ContinuousClock.Instant)?
        var tries = 0
    }

    private static let retryInterval = Duration.seconds(1)

    private let store: Store
    private let health: Health?
    private let shutdown: Latch
    private let log: Logger?
    private let clock: any Clock<Duration>
    private let state = Mutex(State())

    /// Makes the keeper of a store.
    ///
    /// `health`: told of faults that pass; without one no fault does. `shutdown`: open when a fault is no longer waited for.
    package init(
        store: Store,
        health: Health? = nil,
        shutdown: Latch = Latch(),
        log: Logger? = nil,
        clock: any Clock<Duration> = ContinuousClock()
    ) {
        (self.store, self.health, self.shutdown, self.log, self.clock) = (store, health, shutdown, log, clock)
    }

    /// How often the store was tried.
    var tries: Int { state.withLock { $0.tries } }

    /// The fault that is being waited for, and for how long it has been; nil while the store can be written.
    var fault: (error: any Error, age: Duration)? {
        state.withLock { $0.fault.map { ($0.error, $0.since.duration(to: .now)) } }
    }

    /// Keeps a batch in one transaction.
    ///
    /// - Throws: faults that do not pass, and any when the program is being stopped.
    package func keep(_ batch: Batch) async throws -> Receipt {
        try await insist { try await self.store.keep(batch) }
    }

    /// Writes the store, as often as it takes.
    func insist<Result>(_ write: () async throws -> Result) async throws -> Result {
        while true {
            state.withLock { $0.tries += 1 }
            do {
                let result = try await write()
                state.withLock { $0.fault = nil }
                if health?.clear(.store) == true { log?.notice("the store can be written again") }
                return result
            } catch {
                guard let health, let fault = StoreFault(error), fault.isPassing, !shutdown.isOpen, !Task.isCancelled
                else {
                    throw error
                }
                state.withLock { $0.fault = (error, $0.fault?.since ?? .now) }
                if health.report(.store, "\(fault)") {
                    log?.error("the store cannot be written, and is tried again", metadata: ["reason": "\(fault)"])
                }
                await shutdown.wait(atMost: Self.retryInterval, clock: clock)
            }
        }
    }
}
