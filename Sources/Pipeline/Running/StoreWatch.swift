import Feeds
package import Logging
import ServiceLifecycle
import Signals
package import Store

/// Ends the program when its store was removed or replaced: whatever it kept from then on would be in no file.
package actor StoreWatch: Service {
    private static let interval = Duration.seconds(1)

    private let store: Store
    private let health: Health
    private let log: Logger
    private let clock: any Clock<Duration>
    /// A file system that hangs holds up nothing but this.
    private let executor = QueueExecutor(label: "earshot.store.watch")

    package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    package init(
        _ store: Store,
        health: Health,
        log: Logger,
        clock: any Clock<Duration> = ContinuousClock()
    ) {
        self.store = store
        self.health = health
        self.log = log
        self.clock = clock
    }

    /// - Throws: `StoreError`, `.vanished` or `.replaced`.
    package func run() async throws {
        try await rounds(every: Self.interval, on: clock) { try await self.look() }
    }

    private func look() throws(StoreError) {
        do throws(StoreError) {
            try store.checkFile()
        } catch {
            health.report(.store, Cause(.missing, error.description))
            log.critical("the store is gone", metadata: ["reason": "\(error)"])
            throw error
        }
    }
}
