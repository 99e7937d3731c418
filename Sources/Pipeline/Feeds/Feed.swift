import Feeds
package import Logging
package import Signals
package import Store

/// A stream that goes on: asked in turn for what has come since.
package protocol Feed: Sendable {
    /// What has come, at most a batch; nil where nothing has.
    func next() async -> Batch?
    /// Judges with other rules from the next batch on.
    func adopt(_ rules: JudgingRules) async
    /// Takes nothing more in.
    ///
    /// What was taken in and cannot be heard again is still given by `next`.
    func close() async
    var status: FeedStatus { get async }
}

/// How a feed is doing.
package struct FeedStatus: Hashable, Sendable {
    package enum State: Hashable, Sendable {
        case hearing
        /// There is nothing to hear yet, and why.
        case waiting(String)
        /// It cannot be heard until a person does something.
        case failed(String)
        /// Nothing will come any more.
        case ended

        package var name: String {
            switch self {
            case .hearing: "hearing"
            case .waiting: "waiting"
            case .failed: "failed"
            case .ended: "ended"
            }
        }

        package var reason: String? {
            switch self {
            case .waiting(let reason), .failed(let reason): reason
            case .hearing, .ended: nil
            }
        }
    }

    package let name: String
    package var state = State.hearing
    /// Lines heard since the program was started.
    package var lines = 0
    /// When the last line was heard.
    package var lastHeard: Timestamp?

    package init(name: String) {
        self.name = name
    }

    mutating func add(_ batch: Batch) {
        guard batch.heard > 0 else { return }
        lines += batch.heard
        lastHeard = batch.heardAt
    }

    var hasEnded: Bool { state == .ended }

    /// Why nothing is heard; nil while something can be.
    var cause: Cause? {
        switch state {
        case .hearing, .ended: nil
        case .waiting(let reason): Cause(.missing, reason)
        case .failed(let reason): Cause(.failed, reason)
        }
    }
}

/// What all feeds are made with.
package struct FeedContext: Sendable {
    package let store: Store
    package let rules: JudgingRules
    package var ear: Ear.Configuration
    /// The wall clock.
    package let now: @Sendable () -> Timestamp
    /// Time since some moment, never set back.
    package let uptime: @Sendable () -> Duration
    package let log: Logger

    package init(
        store: Store,
        rules: JudgingRules,
        ear: Ear.Configuration = .init(),
        now: @escaping @Sendable () -> Timestamp,
        uptime: @escaping @Sendable () -> Duration,
        log: Logger
    ) {
        self.store = store
        self.rules = rules
        self.ear = ear
        self.now = now
        self.uptime = uptime
        self.log = log
    }

    func with(_ rules: JudgingRules) -> FeedContext {
        FeedContext(store: store, rules: rules, ear: ear, now: now, uptime: uptime, log: log)
    }

    func makeEar(_ source: StreamSource, _ rules: JudgingRules) -> Ear {
        Ear(source, rules: rules, configuration: ear, now: now)
    }

    /// The places up to which a stream was heard, with any topics: what matched none of those then is in the ring.
    var cursors: @Sendable (String, UInt64) async throws -> [FeedCursor] {
        { [store] feed, _ in try await store.cursors(feed: feed) }
    }
}
