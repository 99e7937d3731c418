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
        var delay = RestartDelay()
        var random = SystemRandomNumberGenerator()
        while !Task.isCancelled {
            let before = account.status.lines
            do throws(FeedFault) {
                try await feed.run(context, into: outlet)
                return account.set(.ended)
            } catch {
                if account.status.lines > before { delay = RestartDelay() }
                guard let pause = pause(after: error, &delay, &random) else { return account.set(.ended) }
                try? await context.clock.sleep(for: pause)
            }
        }
        account.set(.ended)
    }

    /// Notes a fault, and returns the time for which the feed is left alone; nil if it is over.
    private func pause(
        after fault: FeedFault,
        _ delay: inout RestartDelay,
        _ random: inout SystemRandomNumberGenerator
    ) -> Duration? {
        say(fault)
        switch fault {
        case .passing(_, let least):
            account.set(.waiting(fault.description))
            return delay.next(atLeast: least, using: &random)
        case .needsPerson:
            account.set(.failed(fault.description))
            return RestartDelay.look(using: &random)
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
