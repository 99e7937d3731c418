import Foundation

/// The wait before a try after failures: full jitter, anywhere between nothing and a bound that doubles.
///
/// Exponential back-off with full jitter, as in Brooker, "Exponential Backoff And Jitter" (AWS, 2015).
package struct RetryDelay: Sendable {
    /// The bound after the first failure, and the highest.
    package static let (first, longest) = (0.5, 60.0)
    /// No stated wait counts for more.
    package static let longestStated = Duration.seconds(3600)

    private var failures = 0

    package init() {}

    /// The wait after one more failure.
    ///
    /// `atLeast`: the wait that the other side asked for; jitter comes on top.
    /// `jitter`: from 0 to 1, drawn for this call.
    package mutating func failed(atLeast: Duration?, jitter: Double) -> Duration {
        let bound = min(Self.longest, Self.first * pow(2, Double(min(failures, 10))))
        failures += 1
        guard let atLeast else { return .seconds(bound * jitter) }
        return min(max(atLeast, .zero), Self.longestStated) + .seconds(jitter)
    }

    /// The wait before looking again at what a person has to change: half a minute to a whole one.
    package static func held(jitter: Double) -> Duration { .seconds(Self.longest / 2 * (1 + jitter)) }

    package mutating func succeeded() { failures = 0 }
}
