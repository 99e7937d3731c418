import Synchronization

/// Counts events, and wakes those who wait for the next one.
///
/// An eventcount: Reed and Kanodia, "Synchronization with eventcounts and sequencers", CACM 22 (1979). Many events that nobody
/// waited for are one to who comes later.
package final class EventCount: Sendable {
    private struct State {
        var count: UInt64 = 0
        var nextWaiter = 0
        var waiters: [Int: CheckedContinuation<Void, Never>] = [:]
    }

    private let state = Mutex(State())

    package init() {}

    /// The number of events so far.
    ///
    /// Taken before a look, it tells afterwards whether there is something new to look at.
    package var count: UInt64 { state.withLock { $0.count } }

    package func advance() {
        let waiters = state.withLock { state in
            state.count += 1
            defer { state.waiters = [:] }
            return state.waiters.values
        }
        for waiter in waiters { waiter.resume() }
    }

    /// Returns when there were more events than `count`, or when the task is cancelled.
    package func wait(past count: UInt64) async {
        let number = state.withLock { state in
            state.nextWaiter += 1
            return state.nextWaiter
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let goesOn = state.withLock { state in
                    if state.count > count || Task.isCancelled { return true }
                    state.waiters[number] = continuation
                    return false
                }
                if goesOn { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.waiters.removeValue(forKey: number) }?.resume()
        }
    }
}
