/// The moment until which an outbox is tried to be emptied after the hearing has ended.
struct DrainDeadline<C: Clock<Duration>>: Sendable {
    private let clock: C
    private let timeout: Duration
    private let grace: Duration
    /// The instant at which it was started, or last went well since; nil before the hearing has ended.
    private var since: C.Instant?

    init(clock: C, timeout: Duration, grace: Duration) {
        (self.clock, self.timeout, self.grace) = (clock, timeout, grace)
    }

    mutating func start() { if since == nil { since = clock.now } }

    /// Counts anew from now: something was delivered.
    mutating func renew() { if since != nil { since = clock.now } }

    /// As much of a wait as is left; nil if nothing is.
    func allowed(_ wait: Duration) -> Duration? {
        guard let since else { return wait }
        let left = clock.now.duration(to: since.advanced(by: timeout))
        return left > .zero ? min(left, wait) : nil
    }

    /// Returns when a delivery under way has to be given up.
    ///
    /// The hearing has ended.
    func pass() async {
        try? await clock.sleep(until: (since ?? clock.now).advanced(by: max(timeout, grace)), tolerance: nil)
    }
}
