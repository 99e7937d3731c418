/// Waits between tries: full jitter under a bound that doubles, so that many clients do not come back at once.
///
/// A value that draws nothing itself; the random number comes in.
package struct Backoff: Hashable, Sendable {
    /// Bound of the first wait.
    package let base: Duration
    /// Largest bound.
    package let cap: Duration
    /// Longest wait that a server can ask for.
    package let longestStated: Duration
    package private(set) var failures = 0

    package init(
        base: Duration = .milliseconds(500),
        cap: Duration = .seconds(60),
        longestStated: Duration = .seconds(3600)
    ) {
        self.base = base
        self.cap = cap
        self.longestStated = longestStated
    }

    /// Counts a failure and returns the wait before the next try.
    ///
    /// `random`: from 0 to 1, drawn for this call. With `retryAfter` it is what the server asked for and up to `base` more.
    package mutating func wait(random: Double, retryAfter: Duration? = nil) -> Duration {
        // 2³⁰ times any base is over any cap, and no Duration overflows.
        let bound = min(cap, base * (1 << min(failures, 30)))
        failures += 1
        guard let retryAfter else { return bound * random }
        return min(max(retryAfter, .zero), longestStated) + base * random
    }

    /// Forgets the failures after a success.
    package mutating func reset() {
        failures = 0
    }
}
