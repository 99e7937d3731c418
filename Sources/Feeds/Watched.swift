import Synchronization

/// A value that changes now and then, and whoever follows it.
package final class Watched<Value: Sendable>: Sendable {
    private struct State {
        var value: Value
        var next = 0
        var watchers: [Int: AsyncStream<Value>.Continuation] = [:]
    }

    private let state: Mutex<State>

    package init(_ value: Value) {
        state = Mutex(State(value: value))
    }

    package var value: Value { state.withLock { $0.value } }

    package func set(_ value: Value) {
        // Inside the lock, so that nobody is left with an older value than the last.
        state.withLock { state in
            state.value = value
            for watcher in state.watchers.values { watcher.yield(value) }
        }
    }

    /// The value of now and every later one; a slow reader gets the latest only.
    package func changes() -> AsyncStream<Value> {
        let (stream, continuation) = AsyncStream.makeStream(of: Value.self, bufferingPolicy: .bufferingNewest(1))
        let number = state.withLock { state in
            state.next += 1
            state.watchers[state.next] = continuation
            continuation.yield(state.value)
            return state.next
        }
        continuation.onTermination = { [weak self] _ in
            self?.state.withLock { $0.watchers[number] = nil }
        }
        return stream
    }
}
