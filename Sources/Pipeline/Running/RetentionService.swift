import Foundation
package import Logging
import ServiceLifecycle
package import Signals
import Store

/// Removes what is too old or too much, again and again, beside the hearing.
package struct RetentionService: Service {
    private static let interval = Duration.seconds(600)

    private let retention: Retention
    private let log: Logger
    private let clock: any Clock<Duration>
    private let now: @Sendable () -> Timestamp

    package init(
        _ retention: Retention,
        log: Logger,
        clock: any Clock<Duration> = ContinuousClock(),
        now: @escaping @Sendable () -> Timestamp
    ) {
        self.retention = retention
        self.log = log
        self.clock = clock
        self.now = now
    }

    package func run() async throws {
        await rounds(every: Self.interval, on: clock) { await round() }
    }

    private func round() async {
        do {
            let result = try await retention.round(now: now())
            if result.signals > 0 {
                log.info("old signals were removed", metadata: ["signals": "\(result.signals)"])
            }
            for held in result.heldBack {
                log.warning(
                    "old signals stay because a sink has still to read them",
                    metadata: ["sink": "\(held.sink)", "signals": "\(held.signals)"]
                )
            }
        } catch {
            guard let fault = StoreFault(error) else { return log.error("old signals could not be removed") }
            log.error("old signals could not be removed", metadata: ["reason": "\(fault)"])
        }
    }
}
