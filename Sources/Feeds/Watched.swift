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
        let watchers = state.withLock { state in
            state.value = value
            return state.watchers.values
        }
        for watcher in watchers { watcher.yield(value) }
    }

    /// The value of now and every later one; a slow reader gets the latest only.
    package func changes() -> AsyncStream<Value> {
        let (stream, continuation) = AsyncStream.makeStream(of: Value.self, bufferingPolicy: .bufferingNewest(1))
        let (number, value) = state.withLock { state in
            state.next += 1
            state.watchers[state.next] = continuation
            return (state.next, state.value)
        }
        continuation.yield(value)
        continuation.onTermination = { [weak self] _ in
            self?.state.withLock { $0.watchers[number] = nil }
        }
        return stream
    }
}
