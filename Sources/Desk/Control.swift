package import Pipeline
package import Signals
package import Store

/// What a running program can be asked for.
package struct Control: Sendable {
    package let version: String
    package let store: Store
    package let hearing: HearingService
    package let health: Health
    package let reloading: ConfigurationReloader
    package let review: ReviewQueue
    package let startedAt: Timestamp
    /// An error in words, without heard text or secrets.
    package let describe: @Sendable (any Error) -> String

    package init(
        version: String,
        store: Store,
        hearing: HearingService,
        health: Health,
        reloading: ConfigurationReloader,
        review: ReviewQueue,
        startedAt: Timestamp,
        describe: @escaping @Sendable (any Error) -> String
    ) {
        self.version = version
        self.store = store
        self.hearing = hearing
        self.health = health
        self.reloading = reloading
        self.review = review
        self.startedAt = startedAt
        self.describe = describe
    }
}
