import Signals

/// Opens once; whoever waits goes on then.
package final class Latch: Sendable {
    private let openings = EventCount()

    package init() {}

    package var isOpen: Bool { openings.count > 0 }

    package func open() { openings.advance() }

    /// Returns when it opens, or when the task is cancelled.
    func wait() async { await openings.wait(past: 0) }

    /// Returns when it opens, or after a while.
    func wait(atMost duration: Duration, clock: any Clock<Duration>) async {
        guard duration > .zero, !isOpen else { return }
        await withTaskGroup { group in
            group.addTask { await self.wait() }
            group.addTask { try? await clock.sleep(for: duration) }
            await group.next()
            group.cancelAll()
        }
    }
}
