import Feeds
import Relevance
import Signals
package import Store

/// Writes the figures of learned relevance that are due.
///
/// A figure is a function of the log up to its place, so that it does not matter when it is made: beside the decisions and
/// not in their way.
package actor RelevanceFigureWriter {
    private let store: Store
    private let executor = QueueExecutor(label: "earshot.figures")

    package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    package init(store: Store) {
        self.store = store
    }

    /// Writes what is due, and returns how many figures that were.
    @discardableResult
    package func catchUp() async throws -> Int {
        let state = try await store.figureState()
        guard state.since >= RelevanceSeries.interval else { return 0 }
        let log = try await store.decisions().map { (number: $0.number, decision: $0.decision) }
        let figures = RelevanceSeries.figures(of: log, after: state.figures)
        try await store.keep(figures)
        return figures.count
    }
}
