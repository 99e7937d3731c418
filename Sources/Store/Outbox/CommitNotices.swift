import GRDB
import Synchronization

/// Tells those who read a store at once that something was committed by this process; many commits are one notice.
package final class CommitNotices: Sendable {
    private struct State {
        var count: UInt64 = 0
        var nextWaiter = 0
        var waiters: [Int: CheckedContinuation<Void, Never>] = [:]
    }

    private let state = Mutex(State())

    /// The number of commits so far.
    ///
    /// Taken before reading, it tells afterwards whether there is something new to read.
    package var count: UInt64 { state.withLock { $0.count } }

    /// Returns when there were more commits than `count`, or when the task is cancelled.
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

    func note() {
        let waiters = state.withLock { state in
            state.count += 1
            defer { state.waiters = [:] }
            return state.waiters.values
        }
        for waiter in waiters { waiter.resume() }
    }

    /// Has the commits of a pool's writer noted.
    func observe(_ pool: DatabasePool) {
        pool.add(transactionObserver: CommitObserver(notices: self), extent: .databaseLifetime)
    }
}

/// Wants no single change, which would cost every row: commits alone.
private final class CommitObserver: TransactionObserver {
    private let notices: CommitNotices

    init(notices: CommitNotices) { self.notices = notices }

    func observes(eventsOfKind eventKind: DatabaseEventKind) -> Bool { false }
    func databaseDidChange(with event: DatabaseEvent) {}
    func databaseDidCommit(_ db: Database) { notices.note() }
    func databaseDidRollback(_ db: Database) {}
}
