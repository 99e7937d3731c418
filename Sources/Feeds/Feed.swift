/// A stream from outside: turns what it hears into packets and says how far it has come.
///
/// Knows neither the store nor the judging. One is made for every configured entry.
package protocol Feed: Sendable {
    /// Hears until the stream is over or the task is cancelled.
    ///
    /// A cancelled feed takes nothing more in and returns within five seconds; what the outlet took is kept.
    /// - Throws: `FeedFault`; whoever runs the feed decides when it is run again, from the last place that was kept.
    func run(_ context: FeedContext, into outlet: any Outlet) async throws(FeedFault)
}
