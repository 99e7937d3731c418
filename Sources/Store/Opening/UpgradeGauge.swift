import Synchronization

/// Tells how far migrations are that run one after the other, by what each takes for a million signals, as measured.
final class UpgradeGauge: Sendable {
    /// The least that a migration counts for, in seconds.
    private static let least = 0.05

    private let migrations: [String]
    private let costs: [Double]
    private let state: Mutex<(index: Int, start: ContinuousClock.Instant, isRead: Bool)>

    /// `millions`: of signals in the store.
    init(_ migrations: [String], millions: Double, at now: ContinuousClock.Instant = .now) {
        self.migrations = migrations
        costs = migrations.map { max(Self.least, (Schema.costs[$0]?.seconds ?? 0) * millions) }
        state = Mutex((0, now, false))
    }

    /// Notes that a migration begins.
    func begin(_ index: Int, at now: ContinuousClock.Instant = .now) {
        state.withLock { ($0.index, $0.start) = (index, now) }
    }

    /// True once somebody has asked for the progress.
    var isRead: Bool { state.withLock { $0.isRead } }

    /// The progress so far; a migration that takes longer than it should stands still before its end.
    func progress(at now: ContinuousClock.Instant = .now) -> UpgradeProgress {
        let (index, start) = state.withLock { state in
            state.isRead = true
            return (state.index, state.start)
        }
        let done = costs[..<index].reduce(0, +)
        let part = min(start.duration(to: now) / .seconds(1), costs[index] * 0.95)
        return UpgradeProgress(migration: migrations[index], fraction: (done + part) / costs.reduce(0, +))
    }
}
