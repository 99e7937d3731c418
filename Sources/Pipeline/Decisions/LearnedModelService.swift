import Feeds
package import Logging
package import Relevance
import ServiceLifecycle
package import Store

extension LearnedModel {
    /// Learns from the decisions of a store, up to the last.
    package convenience init(_ store: Store) async throws {
        self.init()
        let decisions = try await store.decisions()
        guard let last = decisions.last else { return }
        let learned = LearnedRelevance(decisions.lazy.map(\.decision))
        replace(with: Version(relevance: learned, place: last.number))
    }
}

/// Learns from decisions as they come in, by whatever process, so that what is heard next is judged by them.
package actor LearnedModelService: Service {
    /// Looking whether there are new decisions reads one row.
    private static let interval = Duration.seconds(1)

    private let model: LearnedModel
    private let store: Store
    private let log: Logger
    private let clock: any Clock<Duration>
    private let executor = QueueExecutor(label: "earshot.learning")
    private var decisions = GrowingLog()
    private var last: Int64 = 0

    package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// `model`: what others judge by, whose version is replaced.
    package init(_ model: LearnedModel, store: Store, log: Logger, clock: any Clock<Duration> = ContinuousClock()) {
        (self.model, self.store, self.log, self.clock) = (model, store, log, clock)
    }

    package func run() async throws {
        await rounds(every: Self.interval, on: clock) { await self.round() }
    }

    private func round() async {
        do {
            try await catchUp()
        } catch {
            let reason = StoreFault(error).map { "\($0)" } ?? "the log of decisions cannot be read"
            log.error("decisions made since are not learned from yet", metadata: ["reason": "\(reason)"])
        }
    }

    /// Learns from the decisions made since the last call; returns whether there were any.
    @discardableResult
    package func catchUp() async throws -> Bool {
        let new = try await store.decisions(after: last)
        guard let end = new.last else { return false }
        for kept in new { decisions.append(kept.decision) }
        last = end.number
        model.replace(with: .init(relevance: LearnedRelevance(DecisionLog(decisions)), place: last))
        return true
    }
}
