package import Logging
import Signals
package import Store
import Synchronization

/// Keeps batches: tries again while a fault passes, and lets no single signal hold up the others.
///
/// A batch that breaks a rule of the store is halved, each half in a transaction of its own, down to the one thing that
/// cannot be written. That becomes a dead letter with the reason, and all the rest is kept. The places of the feeds move with
/// the last half, so that a kill in between hears the batch again, of which nothing is kept twice.
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

    /// Makes a keeper for a store.
    ///
    /// `health`: told of faults that pass; without one no fault is waited for. `shutdown`: once it is open none is, either.
    package init(
        store: Store,
        health: Health? = nil,
        shutdown: Latch = Latch(),
        log: Logger? = nil,
        clock: any Clock<Duration> = ContinuousClock()
    ) {
        (self.store, self.health, self.shutdown, self.log, self.clock) = (store, health, shutdown, log, clock)
    }

    /// The number of times the store was tried: a sign of life.
    var tries: Int { state.withLock { $0.tries } }

    /// The fault that is being waited for, and for how long it has been; nil while the store can be written.
    var fault: (error: any Error, age: Duration)? {
        state.withLock { $0.fault.map { ($0.error, $0.since.duration(to: .now)) } }
    }

    /// Keeps a batch, as often as it takes.
    ///
    /// - Throws: faults that neither pass nor come from what is in the batch, such as a damaged or replaced store; and any
    ///   when the program is being stopped. Everything kept until then stays kept.
    package func keep(_ batch: Batch) async throws -> Receipt {
        do {
            return try await write { try await self.store.keep(batch) }
        } catch {
            guard case .poison(let reason)? = StoreFault(error) else { throw error }
            if let (first, second) = batch.halves {
                var receipt = try await keep(first)
                receipt += try await keep(second)
                return receipt
            }
            guard let buried = batch.buried(because: reason) else { throw error }
            log?.error("something heard cannot be written, and became a dead letter", metadata: ["reason": "\(reason)"])
            var receipt = try await write { try await self.store.keep(buried) }
            if batch.signals.isEmpty { receipt.buried = 1 } else { receipt.fates = [.buried] }
            return receipt
        }
    }

    /// Writes the store, as often as it takes until it can be written.
    ///
    /// - Throws: faults that do not pass, and any when the program is being stopped.
    package func write<Result>(_ body: () async throws -> Result) async throws -> Result {
        while true {
            state.withLock { $0.tries += 1 }
            do {
                let result = try await body()
                state.withLock { $0.fault = nil }
                if health?.clear(.store) == true { log?.notice("the store can be written again") }
                return result
            } catch {
                guard let health, let fault = StoreFault(error), fault.isPassing, !shutdown.isOpen, !Task.isCancelled
                else {
                    throw error
                }
                state.withLock { $0.fault = (error, $0.fault?.since ?? .now) }
                if health.report(.store, Cause(fault)) {
                    log?.error("the store cannot be written, and is tried again", metadata: ["reason": "\(fault)"])
                }
                await shutdown.wait(atMost: Self.retryInterval, clock: clock)
            }
        }
    }
}
