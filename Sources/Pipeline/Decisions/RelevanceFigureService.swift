package import Logging
import ServiceLifecycle
import Store

/// Writes the figures of relevance that are due while decisions come in, until it is shut down.
package struct RelevanceFigureService: Service {
    /// Looking whether one is due reads some fifty rows.
    private static let interval = Duration.seconds(1)

    private let figuring: RelevanceFigureWriter
    private let log: Logger
    private let clock: any Clock<Duration>

    package init(_ figuring: RelevanceFigureWriter, log: Logger, clock: any Clock<Duration> = ContinuousClock()) {
        self.figuring = figuring
        self.log = log
        self.clock = clock
    }

    package func run() async throws {
        await rounds(every: Self.interval, on: clock) { await round() }
    }

    private func round() async {
        do {
            try await figuring.catchUp()
        } catch {
            guard let fault = StoreFault(error) else { return log.error("figures of relevance could not be written") }
            log.error("figures of relevance could not be written", metadata: ["reason": "\(fault)"])
        }
    }
}
