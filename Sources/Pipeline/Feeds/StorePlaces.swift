import Feeds
package import Signals
package import Store

/// The places a feed may hear on from, as the store has them.
package struct StorePlaces: Places {
    private let store: Store
    private let account: FeedAccount
    private let intake: Intake?
    private let scope: @Sendable () -> UInt64?

    /// `scope`: the rules they were heard with; nil for any, because what matched none of those then is in the ring.
    package init(
        _ store: Store,
        account: FeedAccount,
        intake: Intake? = nil,
        scope: @escaping @Sendable () -> UInt64? = { nil }
    ) {
        (self.store, self.account, self.intake, self.scope) = (store, account, intake, scope)
    }

    package func places(of stream: String) async throws -> [Place] {
        // Where a packet under way ends is not in the store yet.
        await account.settled(intake)
        return try await store.places(feed: account.feed, stream: stream, scope: scope())
    }
}
