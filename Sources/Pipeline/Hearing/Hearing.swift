package import Feeds
import Foundation
package import Logging
import ServiceLifecycle
import Signals
package import Store
import Synchronization

/// Hears feeds that go on, in turn, until it is shut down; keeps what they give, and waits where the store cannot be
/// written.
///
/// One task asks all feeds: the store has one writer in any case, no feed can crowd out another, and between two batches
/// is a moment at which a changed rules can take the place of the old one.
package final class Hearing: Service {
    /// What became of what was heard since the start.
    package struct Counts: Hashable, Sendable {
        package var heard = 0
        package var kept = 0
        package var duplicates = 0
        package var unmatched = 0
        package var dead = 0
    }

    /// A request that could not be met because hearing ends.
    package struct Ending: Error, CustomStringConvertible {
        package let description = "Earshot is being stopped. Run the command again when it is up, or without it."
    }

    private enum Request {
        case adopt(JudgingRules, CheckedContinuation<Int, any Error>)
        case retry(CheckedContinuation<DeadLetterRetry.Result, any Error>)
        case replay(RecordedFeed)

        func fail(_ error: any Error) {
            switch self {
            case .adopt(_, let continuation): continuation.resume(throwing: error)
            case .retry(let continuation): continuation.resume(throwing: error)
            case .replay(let feed): feed.fail(error)
            }
        }
    }

    /// What goes on between two rounds.
    private struct Course {
        var recorded: [RecordedFeed] = []
        /// A batch of a feed that is not kept yet.
        var pending: Batch?
        var isClosed = false
    }

    private struct State {
        var requests: [Request] = []
        var counts = Counts()
        var rules: JudgingRules
        var rounds = 0
        var isOver = false

        mutating func takeRequests() -> [Request] {
            defer { requests = [] }
            return requests
        }
    }

    /// State that the keeper's hooks share.
    private final class Shared: Sendable {
        private let state: Mutex<State>

        init(_ state: consuming sending State) { self.state = Mutex(state) }

        func withLock<Result>(_ body: (inout sending State) throws -> sending Result) rethrows -> sending Result {
            try state.withLock(body)
        }
    }

    /// How long it is left alone where no feed has anything.
    private static let pause = Duration.milliseconds(100)

    private let feeds: [any Feed]
    private let store: Store
    private let health: Health
    private let ended: Latch
    private let log: Logger
    private let clock: any Clock<Duration>
    private let onStart: @Sendable () -> Void
    private let state: Shared
    private let shutdown: Latch
    private let keeper: BatchKeeper

    /// Makes what `run` runs.
    ///
    /// `ended`: opened when nothing more will be kept. `onStart`: called when hearing begins.
    package init(
        feeds: [any Feed],
        rules: JudgingRules,
        store: Store,
        health: Health,
        ended: Latch,
        log: Logger,
        clock: any Clock<Duration> = ContinuousClock(),
        onStart: @escaping @Sendable () -> Void = {}
    ) {
        self.feeds = feeds
        self.store = store
        self.health = health
        self.ended = ended
        self.log = log
        self.clock = clock
        self.onStart = onStart
        let (state, shutdown) = (Shared(State(rules: rules)), Latch())
        (self.state, self.shutdown) = (state, shutdown)
        keeper = BatchKeeper(store: store, health: health, shutdown: shutdown, log: log, clock: clock) {
            state.withLock { $0.rounds += 1 }
        } onWait: { fault in
            // Who asked for something is told instead of waiting, too.
            for request in state.withLock({ $0.takeRequests() }) { request.fail(fault) }
        }
    }

    package var counts: Counts { state.withLock { $0.counts } }

    /// With what is judged now.
    package var rules: JudgingRules { state.withLock { $0.rules } }

    /// How often all feeds were asked, or the store tried: what stands still hangs.
    package var rounds: Int { state.withLock { $0.rounds } }

    package func statuses() async -> [FeedStatus] {
        var statuses: [FeedStatus] = []
        for feed in feeds { statuses.append(await feed.status) }
        return statuses
    }

    // MARK: Requests

    /// Judges with other rules from the next batch on; what earlier topics did not match is looked through for new ones.
    ///
    /// - Returns: how many signals were kept because of that.
    /// - Throws: `Ending`, and database errors.
    package func adopt(_ rules: JudgingRules) async throws -> Int {
        try await withCheckedThrowingContinuation { continuation in
            if !enqueue(.adopt(rules, continuation)) { continuation.resume(throwing: Ending()) }
        }
    }

    /// Tries dead letters again.
    ///
    /// - Throws: `Ending`, and database errors.
    package func retryDeadLetters() async throws -> DeadLetterRetry.Result {
        try await withCheckedThrowingContinuation { continuation in
            if !enqueue(.retry(continuation)) { continuation.resume(throwing: Ending()) }
        }
    }

    /// Hears recorded streams beside the feeds, as `earshot replay` does.
    ///
    /// - Throws: `Ending`, `StreamError`. What was kept until then stays kept.
    package func replay(_ sources: [StreamSource], ear: Ear.Configuration) async throws -> Replay.Summary {
        let feed = RecordedFeed(sources, rules: rules, configuration: ear, store: store)
        guard enqueue(.replay(feed)) else { throw Ending() }
        return try await feed.summary()
    }

    private func enqueue(_ request: Request) -> Bool {
        state.withLock { state in
            guard !state.isOver else { return false }
            state.requests.append(request)
            return true
        }
    }

    // MARK: Running

    /// Runs until all feeds have ended or a graceful shutdown is asked for, and then until what was taken in is kept.
    ///
    /// - Throws: what makes going on impossible, such as a damaged store.
    package func run() async throws {
        defer { end() }
        try await withGracefulShutdownHandler {
            _ = try await keeper.write { try await self.prepare(self.rules)?.run() }
            health.start(feeds: Set(await statuses().map(\.name)))
            onStart()
            // A store that is damaged is to be told of now, and not with the first line that comes.
            try await keeper.write { try await self.store.warmUp() }
            try await keeper.write { try await self.rules.kept?.load(self.store) }
            try await hear()
        } onGracefulShutdown: {
            self.shutdown.open()
        }
    }

    private func end() {
        let requests = state.withLock { state in
            state.isOver = true
            defer { state.requests = [] }
            return state.requests
        }
        for request in requests { request.fail(Ending()) }
        ended.open()
    }

    private func hear() async throws {
        var course = Course()
        do {
            repeat {
                // Another service has failed, and nobody will ask for an orderly end.
                try Task.checkCancellation()
                state.withLock { $0.rounds += 1 }
                try await serve(&course)
                if shutdown.isOpen, !course.isClosed { await close(&course) }
            } while try await goesOn(&course)
        } catch {
            for feed in course.recorded { feed.fail(error) }
            throw error
        }
    }

    /// Asks all feeds, and pauses where none had anything; false when all have ended.
    private func goesOn(_ course: inout Course) async throws -> Bool {
        if try await round(&course) { return true }
        let haveEnded = await lookAtFeeds()
        if haveEnded, course.recorded.isEmpty { return false }
        await shutdown.wait(atMost: Self.pause, clock: clock)
        // An open latch does not wait; a feed that is closed ends within moments.
        if shutdown.isOpen { await Task.yield() }
        return true
    }

    private func close(_ course: inout Course) async {
        course.isClosed = true
        for feed in feeds { await feed.close() }
        for feed in course.recorded { feed.fail(Ending()) }
        course.recorded = []
    }

    /// Asks every feed once; whether any had something.
    private func round(_ course: inout Course) async throws -> Bool {
        var hasHeard = false
        for feed in feeds {
            // What one gave is kept while the next is judged: there are never more than those two batches.
            async let next = feed.next()
            try await settle(&course)
            course.pending = await next
            if course.pending != nil { hasHeard = true }
        }
        guard !course.recorded.isEmpty else { return hasHeard }
        try await settle(&course)
        for feed in course.recorded {
            guard let batch = await feed.next() else { continue }
            hasHeard = true
            feed.add(batch, try await keep(batch))
        }
        course.recorded.removeAll(where: \.isOver)
        return hasHeard
    }

    /// Notes how the feeds are doing; whether all have ended.
    private func lookAtFeeds() async -> Bool {
        var haveEnded = true
        for status in await statuses() {
            if let cause = status.cause {
                health.report(.feed(status.name), cause)
            } else {
                health.clear(.feed(status.name))
            }
            if !status.hasEnded { haveEnded = false }
        }
        return haveEnded
    }

    // MARK: Keeping

    /// Keeps the batch in hand.
    private func settle(_ course: inout Course) async throws {
        guard let batch = course.pending else { return }
        try await keep(batch)
        course.pending = nil
    }

    @discardableResult
    private func keep(_ batch: Batch) async throws -> Receipt {
        let receipt = try await keeper.keep(batch)
        count(batch, receipt)
        return receipt
    }

    private func count(_ batch: Batch, _ receipt: Receipt) {
        state.withLock { state in
            state.counts.heard += batch.heard
            state.counts.kept += receipt.kept
            state.counts.duplicates += receipt.duplicates
            state.counts.unmatched += batch.unmatched.count + receipt.unmatched
            state.counts.dead += batch.deadLetters.count + receipt.buried
        }
        if !batch.deadLetters.isEmpty {
            log.warning("lines could not be read", metadata: ["dead_letters": "\(batch.deadLetters.count)"])
        }
    }

    // MARK: Serving

    private func serve(_ course: inout Course) async throws {
        guard state.withLock({ !$0.requests.isEmpty }) else { return }
        // A batch names topics by their places in the list that the store was prepared with.
        try await settle(&course)
        let requests = state.withLock { state in
            defer { state.requests = [] }
            return state.requests
        }
        for request in requests { await serve(request, &course) }
    }

    private func serve(_ request: Request, _ course: inout Course) async {
        do {
            switch request {
            case .replay(let feed):
                // It was made before a request that came first may have changed the rules.
                await feed.adopt(rules)
                course.recorded.append(feed)
            case .retry(let continuation):
                let rules = rules
                let result = try await DeadLetterRetry(store: store, rules: rules).run()
                continuation.resume(returning: result)
            case .adopt(let rules, let continuation):
                continuation.resume(returning: try await take(rules, course.recorded))
            }
        } catch {
            request.fail(error)
        }
    }

    /// Judges with other rules from now on.
    ///
    /// - Returns: how many earlier signals were kept because of that.
    private func take(_ rules: JudgingRules, _ recorded: [RecordedFeed]) async throws -> Int {
        let recall = try await keeper.write { try await self.prepare(rules) }
        // The store numbers topics anew from here on, so this must come before anything that can fail.
        for feed in feeds { await feed.adopt(rules) }
        for feed in recorded { await feed.adopt(rules) }
        state.withLock { $0.rules = rules }
        return try await keeper.write { try await recall?.run() ?? 0 }
    }

    private func prepare(_ rules: JudgingRules) async throws -> UnmatchedRescan? {
        try await UnmatchedRescan.prepare(store, rules)
    }
}
