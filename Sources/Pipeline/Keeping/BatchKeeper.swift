package import Logging
import Signals
package import Store

/// Keeps batches: tries again while a fault passes, and lets no single signal hold up the others.
///
/// A batch that breaks a rule of the store is halved, each half in a transaction of its own, down to the one thing that
/// cannot be written. That becomes a dead letter with the reason, and all the rest is kept. The place of the feed moves with
/// the last half, so that a kill in between hears the batch again, of which nothing is kept twice.
package struct BatchKeeper: Sendable {
    private static let retryInterval = Duration.seconds(1)

    private let store: Store
    private let health: Health
    private let shutdown: Latch
    private let log: Logger
    private let clock: any Clock<Duration>
    private let onTry: @Sendable () -> Void
    private let onWait: @Sendable (any Error) -> Void

    /// Makes a keeper for a store.
    ///
    /// `shutdown`: once it is open nothing is waited for. `onTry`: called at every try, as a sign of life. `onWait`: called
    /// with the fault before each wait, so that who asked for something can be told instead of waiting too.
    package init(
        store: Store,
        health: Health,
        shutdown: Latch,
        log: Logger,
        clock: any Clock<Duration> = ContinuousClock(),
        onTry: @escaping @Sendable () -> Void = {},
        onWait: @escaping @Sendable (any Error) -> Void = { _ in }
    ) {
        self.store = store
        self.health = health
        self.shutdown = shutdown
        self.log = log
        self.clock = clock
        self.onTry = onTry
        self.onWait = onWait
    }

    /// Keeps a batch, as often as it takes.
    ///
    /// - Throws: faults that neither pass nor come from what is in the batch, such as a damaged or replaced store; and any
    ///   when the program is being stopped. What was kept until then stays kept.
    package func keep(_ batch: Batch) async throws -> Receipt {
        do {
            return try await write { try await store.keep(batch) }
        } catch {
            guard case .poison(let reason)? = StoreFault(error) else { throw error }
            if let (first, second) = batch.halves {
                var receipt = try await keep(first)
                receipt += try await keep(second)
                return receipt
            }
            guard let buried = batch.buried(because: reason) else { throw error }
            log.error("something heard cannot be written, and became a dead letter", metadata: ["reason": "\(reason)"])
            var receipt = try await write { try await store.keep(buried) }
            receipt.buried = 1
            return receipt
        }
    }

    /// Writes the store, as often as it takes until it can be written.
    ///
    /// - Throws: faults that do not pass, and any when the program is being stopped.
    package func write<Result>(_ body: () async throws -> Result) async throws -> Result {
        while true {
            onTry()
            do {
                let result = try await body()
                if health.clear(.store) { log.notice("the store can be written again") }
                return result
            } catch {
                guard let fault = StoreFault(error), fault.isPassing, !shutdown.isOpen else { throw error }
                if health.report(.store, Cause(fault)) {
                    log.error("the store cannot be written, and is tried again", metadata: ["reason": "\(fault)"])
                }
                onWait(error)
                await shutdown.wait(atMost: Self.retryInterval, clock: clock)
            }
        }
    }
}
