package import Signals
import Synchronization

/// Tells what became of a packet, after the commit.
package final class Ticket: Sendable {
    package enum Outcome: Hashable, Sendable {
        /// It is in the store; `new`: signals that were not there before.
        case kept(new: Int)
        /// It cannot be read or kept, and is a dead letter.
        case buried(Cause)
        /// It was taken and not kept, because the program ends.
        case lost
    }

    private let state = Mutex((outcome: Outcome?.none, waiters: [CheckedContinuation<Outcome, Never>]()))

    package init() {}

    /// Waits for the commit.
    package func outcome() async -> Outcome {
        await withCheckedContinuation { continuation in
            let outcome = state.withLock { state in
                if state.outcome == nil { state.waiters.append(continuation) }
                return state.outcome
            }
            if let outcome { continuation.resume(returning: outcome) }
        }
    }

    /// Settles it once; later outcomes are ignored.
    package func settle(_ outcome: Outcome) {
        let waiters = state.withLock { state in
            guard state.outcome == nil else { return [CheckedContinuation<Outcome, Never>]() }
            state.outcome = outcome
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter.resume(returning: outcome) }
    }
}
