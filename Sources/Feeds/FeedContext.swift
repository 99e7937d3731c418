package import Logging
package import Signals

/// All that a feed may know of the program that runs it.
package struct FeedContext: Sendable {
    package let places: any Places
    /// The words and accounts to ask upstream for.
    package let terms: Watched<Terms>
    package let clock: any Clock<Duration>
    /// Time since some moment, never set back.
    package let uptime: @Sendable () -> Duration
    /// The wall clock.
    package let now: @Sendable () -> Timestamp
    package let log: Logger

    /// `uptime`: that of `clock` if nil.
    package init(
        places: any Places,
        terms: Watched<Terms> = Watched(Terms()),
        clock: any Clock<Duration> = ContinuousClock(),
        uptime: (@Sendable () -> Duration)? = nil,
        now: @escaping @Sendable () -> Timestamp,
        log: Logger
    ) {
        self.places = places
        self.terms = terms
        self.clock = clock
        self.uptime = uptime ?? Self.uptime(of: clock)
        self.now = now
        self.log = log
    }

    private static func uptime(of clock: some Clock<Duration>) -> @Sendable () -> Duration {
        let start = clock.now
        return { start.duration(to: clock.now) }
    }
}
