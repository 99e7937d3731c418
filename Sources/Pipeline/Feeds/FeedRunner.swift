import Feeds
import Logging
import Signals

/// Runs one feed, again and again where it stops for a reason that passes, until it is over or told to leave.
struct FeedRunner: Sendable {
    /// A cancelled feed has so long to return.
    private static let grace = Duration.seconds(5)

    let feed: any Feed
    let account: FeedAccount
    let context: FeedContext
    let outlet: StageOutlet

    /// Runs until the feed is over, or `leaving` opens and it has returned; one that does not return in time is left behind.
    func run(until leaving: Latch) async {
        let returned = Latch()
        // A task of its own, which nobody has to wait for: a feed that ignores its end must not hold up the program's.
        let hearing = Task {
            await hear()
            returned.open()
        }
        await withTaskGroup { group in
            group.addTask { await returned.wait() }
            group.addTask { await leaving.wait() }
            await group.next()
            group.cancelAll()
        }
        hearing.cancel()
        // Not cancelled with this task, whose feed has the same time.
        await Task { await returned.wait(atMost: Self.grace, clock: context.clock) }.value
        guard !returned.isOpen else { return }
        account.set(.ended)
        context.log.error("a feed does not end, and is left behind", metadata: ["feed": "\(account.status.name)"])
    }

    private func hear() async {
        account.set(.hearing)
        var delay = RetryDelay()
        while !Task.isCancelled {
            let before = account.status.lines
            do throws(FeedFault) {
                try await feed.run(context, into: outlet)
                return account.set(.ended)
            } catch {
                if account.status.lines > before { delay.succeeded() }
                let pause = pause(after: error, &delay)
                try? await context.clock.sleep(for: pause)
            }
        }
        account.set(.ended)
    }

    /// Notes a fault, and returns the time for which the feed is left alone.
    private func pause(after fault: FeedFault, _ delay: inout RetryDelay) -> Duration {
        say(fault)
        let jitter = Double.random(in: 0...1)
        switch fault {
        case .passing(_, let least):
            account.set(.waiting(fault.cause))
            return delay.failed(atLeast: least, jitter: jitter)
        case .needsPerson:
            account.set(.failed(Cause(fault.cause.code, fault.description)))
            return RetryDelay.held(jitter: jitter)
        }
    }

    private func say(_ fault: FeedFault) {
        // Said once, and not with every look.
        guard account.status.state.reason != fault.description else { return }
        context.log.warning(
            "a feed cannot be heard",
            metadata: ["feed": "\(account.status.name)", "reason": "\(fault.description)"]
        )
    }
}
