import Feeds
import Logging
import Signals

/// Runs one feed, again and again where it stops for a reason that passes, until it is over or cancelled.
struct FeedRunner: Sendable {
    let feed: any Feed
    let account: FeedAccount
    let context: FeedContext
    let outlet: StageOutlet

    func run() async {
        var delay = RetryDelay()
        while !Task.isCancelled {
            let before = account.status.lines
            do throws(FeedFault) {
                try await feed.run(context, into: outlet)
                return account.set(.ended)
            } catch {
                if account.status.lines > before { delay.succeeded() }
                guard let pause = pause(after: error, &delay) else { return account.set(.ended) }
                try? await context.clock.sleep(for: pause)
            }
        }
        account.set(.ended)
    }

    /// Notes a fault, and returns the time for which the feed is left alone; nil if it is over.
    private func pause(after fault: FeedFault, _ delay: inout RetryDelay) -> Duration? {
        say(fault)
        let jitter = Double.random(in: 0...1)
        switch fault {
        case .passing(_, let least):
            account.set(.waiting(fault.cause))
            return delay.failed(atLeast: least, jitter: jitter)
        case .needsPerson:
            account.set(.failed(Cause(fault.cause.code, fault.description)))
            return RetryDelay.held(jitter: jitter)
        case .ended:
            return nil
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
