import Feeds
import Signals
import Store
import Synchronization

/// Recorded streams that are heard while feeds go on, and what became of them.
final class RecordedFeed: Sendable {
    private struct State {
        var sources: [StreamSource]
        var ear: Ear?
        var rules: JudgingRules
        var summary = Replay.Summary()
        var result: Result<Replay.Summary, any Error>?
        var waiter: CheckedContinuation<Replay.Summary, any Error>?
    }

    private let configuration: Ear.Configuration
    private let store: Store
    private let start = ContinuousClock.now
    private let state: Mutex<State>

    init(_ sources: [StreamSource], rules: JudgingRules, configuration: Ear.Configuration, store: Store) {
        self.configuration = configuration
        self.store = store
        state = Mutex(State(sources: sources, rules: rules))
    }

    /// Whether all was heard, or a fault has ended it.
    var isOver: Bool { state.withLock { $0.result != nil } }

    /// Waits until it is over.
    func summary() async throws -> Replay.Summary {
        try await withCheckedThrowingContinuation { continuation in
            let result = state.withLock { state in
                if state.result == nil { state.waiter = continuation }
                return state.result
            }
            if let result { continuation.resume(with: result) }
        }
    }

    func adopt(_ rules: JudgingRules) async {
        let ear = state.withLock { state in
            state.rules = rules
            return state.ear
        }
        await ear?.adopt(rules)
    }

    func fail(_ error: any Error) { end(.failure(error)) }

    func add(_ batch: Batch, _ receipt: Receipt) {
        state.withLock { $0.summary.add(batch, receipt) }
    }

    /// The next batch; nil when all was heard.
    func next() async -> Batch? {
        do {
            while !isOver {
                if let batch = try await ear()?.next() { return batch }
                if !advance() { end(nil) }
            }
        } catch {
            fail(error)
        }
        return nil
    }

    private func ear() async throws -> Ear? {
        let (ear, source, rules) = state.withLock { ($0.ear, $0.sources.first, $0.rules) }
        if let ear { return ear }
        guard let source else { return nil }
        let opened = Ear(source, rules: rules, configuration: configuration) { .now }
        let store = store
        let resumed = try await opened.start { try await store.cursors(feed: $0, rules: $1) } ?? 0
        state.withLock { state in
            state.ear = opened
            state.summary.resumed += resumed
        }
        return opened
    }

    /// Goes on to the next stream; false where there is none.
    private func advance() -> Bool {
        state.withLock { state in
            state.ear = nil
            if !state.sources.isEmpty { state.sources.removeFirst() }
            return !state.sources.isEmpty
        }
    }

    /// `failure`: nil where it has come to its end.
    private func end(_ failure: Result<Replay.Summary, any Error>?) {
        let (waiter, result) = state.withLock { state in
            state.summary.seconds = start.duration(to: .now) / .seconds(1)
            let result = state.result ?? failure ?? .success(state.summary)
            state.result = result
            defer { state.waiter = nil }
            return (state.waiter, result)
        }
        waiter?.resume(with: result)
    }
}
