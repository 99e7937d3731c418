import Feeds
import Signals
import Store
import Synchronization

/// The account of one feed while it runs: its status, what became of its packets, and which are under way.
package final class FeedAccount: Sendable {
    private struct State {
        var status: FeedStatus
        var summary = Replay.Summary()
        var underWay = 0
        /// True once a packet was taken and not kept.
        var hasLost = false
        /// Opens when no packet is under way; nil while none is.
        var settled: Latch?
        /// Packets that found no room since the last that did.
        var dropped: Int64 = 0
        /// The stream that was heard last.
        var tally: StreamTally?
    }

    /// The number that its places bear.
    let feed: Int64
    /// The number that its signals bear; nil if they bear none.
    let number: Int64?
    private let state: Mutex<State>
    private let stateChanged: @Sendable (FeedStatus) -> Void
    private let kept: @Sendable (Replay.Summary) -> Void

    /// Opens an account.
    ///
    /// `feed`: the number that its places bear, 0 for files; `number`: that of its signals. `stateChanged`: called at once;
    /// `kept`: after every commit.
    package init(
        name: String,
        kind: String = "",
        feed: Int64 = 0,
        number: Int64? = nil,
        stateChanged: @escaping @Sendable (FeedStatus) -> Void = { _ in },
        kept: @escaping @Sendable (Replay.Summary) -> Void = { _ in }
    ) {
        (self.feed, self.number) = (feed, number)
        self.stateChanged = stateChanged
        self.kept = kept
        state = Mutex(State(status: FeedStatus(name: name, kind: kind)))
    }

    package var status: FeedStatus { state.withLock { $0.status } }
    var hasLost: Bool { state.withLock { $0.hasLost } }
    package var summary: Replay.Summary { state.withLock { $0.summary } }

    func set(_ value: FeedStatus.State) {
        let status: FeedStatus? = state.withLock { state in
            guard state.status.state != value else { return nil }
            state.status.state = value
            return state.status
        }
        if let status { stateChanged(status) }
    }

    // MARK: Packets

    func take() {
        state.withLock { state in
            if state.underWay == 0 { state.settled = Latch() }
            state.underWay += 1
        }
    }

    /// Notes where a stream was begun, before its first packet is judged.
    func begin(_ tally: StreamTally?) {
        guard let tally else { return }
        state.withLock { state in
            guard state.tally !== tally else { return }
            state.tally = tally
            state.summary.resumed += tally.heard
        }
    }

    func add(_ counts: PacketCounts, fates: ArraySlice<SignalFate>, at time: Timestamp) {
        let summary = state.withLock { state in
            state.summary.add(counts, fates: fates)
            if counts.heard > 0 {
                state.status.lines += counts.heard
                state.status.lastHeard = time
            }
            return state.summary
        }
        kept(summary)
    }

    /// Notes that a packet was taken and will not be kept.
    func lose() {
        state.withLock { $0.hasLost = true }
        settle()
    }

    func settle() {
        let latch: Latch? = state.withLock { state in
            state.underWay -= 1
            return state.underWay == 0 ? state.settled : nil
        }
        latch?.open()
    }

    /// Waits until no packet is under way, or the task is cancelled; has the stage keep what it holds.
    package func settled(_ intake: Intake?) async {
        guard let settled = state.withLock({ $0.underWay > 0 ? $0.settled : nil }) else { return }
        intake?.hurry()
        await settled.wait()
    }

    func drop(_ count: Int64 = 1) { state.withLock { $0.dropped += count } }

    /// The gap that dropped packets left, which is the next packet's to tell.
    func takeGap() -> Gap? {
        state.withLock { state in
            guard state.dropped > 0 else { return nil }
            defer { state.dropped = 0 }
            return Gap(dropped: state.dropped, cause: Cause(.limit, "posts came faster than they could be kept"))
        }
    }
}
