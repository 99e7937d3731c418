import Signals
import Sinks
import Synchronization

/// Deliveries of one sink, one at a time, within limits that hold also if the sink ignores its cancellation.
final class BoundedDelivery: Sendable {
    enum Outcome {
        case delivered(Delivery)
        /// It took longer than any may, and nothing of it counts.
        case limit
        /// The time to drain is over.
        case deadline
        /// One that was given up has still not ended.
        case busy
    }

    private let sink: any Sink
    private let limits: SinkRunner.Limits
    private let clock: any Clock<Duration>
    /// Opens at the end of the delivery that began last; nil before there was one.
    private let last = Mutex<Latch?>(nil)

    init(_ sink: any Sink, limits: SinkRunner.Limits, clock: any Clock<Duration>) {
        (self.sink, self.limits, self.clock) = (sink, limits, clock)
    }

    /// Has a page delivered; what takes too long is cancelled, and left to itself if it does not end then.
    func deliver<C: Clock<Duration>>(
        _ page: OutboxPage,
        _ memory: ReaderMemory,
        _ ended: Latch,
        _ drain: DrainDeadline<C>
    ) async -> Outcome {
        let done = Latch()
        let isFree = last.withLock { last in
            guard last?.isOpen != false else { return false }
            last = done
            return true
        }
        guard isFree else { return .busy }
        // Not a child: the runner could not go on, nor end, before it.
        let delivery = Task { [sink] in
            defer { done.open() }
            return await sink.deliver(page, memory)
        }
        let outcome = await firstOf(done, ended, drain)
        if done.isOpen { return .delivered(await delivery.value) }
        delivery.cancel()
        // A task of its own, for this one may be cancelled, too.
        await Task { [limits, clock] in await done.wait(atMost: limits.cancellation, clock: clock) }.value
        return outcome
    }

    /// Waits for the end of a delivery, for its limit, or for the end of draining, whichever comes first.
    private func firstOf<C: Clock<Duration>>(_ done: Latch, _ ended: Latch, _ drain: DrainDeadline<C>) async -> Outcome
    {
        await withTaskGroup(of: Outcome.self) { group in
            group.addTask {
                await done.wait()
                return .limit
            }
            group.addTask { [clock, limits] in
                try? await clock.sleep(for: limits.delivery)
                return .limit
            }
            group.addTask {
                await ended.wait()
                await drain.pass()
                return .deadline
            }
            let first = await group.next() ?? .limit
            group.cancelAll()
            return first
        }
    }
}
