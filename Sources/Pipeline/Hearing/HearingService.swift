package import Feeds
import Language
package import Logging
import ServiceLifecycle
import Signals
package import Store
import Synchronization

/// Hears feeds, a task each, until it is shut down or all have ended; one stage judges what they give and has it kept.
package final class HearingService: Service {
    /// A request that could not be met because hearing ends.
    package struct Ending: Error, CustomStringConvertible {
        package let description = "Earshot is being stopped. Run the command again when it is up, or without it."

        package init() {}
    }

    private let feeds: Supervisor<FeedEntry>
    /// The accounts of all feeds that were ever listed, by identity: one that comes back counts on.
    private let accounts = Mutex<[String: FeedAccount]>([:])
    private let store: Store
    private let keeper: BatchKeeper
    private let stage: JudgingStage
    private let terms: Watched<Terms>
    private let health: Health
    private let ended: Latch
    private let log: Logger
    private let clock: any Clock<Duration>
    private let onStart: @Sendable () -> Void
    /// The account of all that is heard, whoever asked for it.
    private let total: FeedAccount
    private let replays = Mutex(0)
    private let shutdown: Latch

    /// Makes what `run` runs.
    ///
    /// `ended`: opened when nothing more will be kept. `onStart`: called when hearing begins.
    package init(
        feeds: [FeedEntry],
        rules: JudgingRules,
        store: Store,
        health: Health,
        ended: Latch,
        log: Logger,
        limits: BatchLimits = BatchLimits(),
        clock: any Clock<Duration> = ContinuousClock(),
        onStart: @escaping @Sendable () -> Void = {}
    ) {
        let shutdown = Latch()
        let keeper = BatchKeeper(store: store, health: health, shutdown: shutdown, log: log, clock: clock)
        self.feeds = Supervisor(feeds, restsWhenIdle: false)
        (self.store, self.keeper, self.health, self.ended) = (store, keeper, health, ended)
        (self.log, self.clock, self.onStart, self.shutdown) = (log, clock, onStart, shutdown)
        terms = Watched(Terms(rules))
        let total = FeedAccount(name: "all")
        self.total = total
        stage = JudgingStage(
            rules: rules,
            generation: nil,
            store: store,
            keeper: keeper,
            limits: limits,
            counted: { counts, fates, time in
                total.add(counts, fates: fates, at: time)
                guard counts.dead > 0 else { return }
                log.warning("lines could not be read", metadata: ["dead_letters": "\(counts.dead)"])
            }
        )
        health.setFeeds(Set(feeds.map(\.name)))
    }

    /// Counts of what was heard since the start, by what became of it.
    package var counts: Replay.Summary { total.summary }

    /// The rules in force.
    package var rules: JudgingRules { stage.rules }

    /// The number of times that the judging stage has looked for something to do: a number that stands still is a hang.
    package var rounds: Int { stage.rounds }

    /// Has the judging stage make another round.
    package func wake() { stage.intake.wake() }

    package func statuses() -> [FeedStatus] { feeds.children.map { account(of: $0).status } }

    // MARK: Requests

    /// Judges with other rules from the next batch on; what earlier topics did not match is looked through for new ones.
    ///
    /// - Throws: `Ending`, and database errors; the rules before are in force then.
    package func adopt(_ rules: JudgingRules) async throws -> Adoption {
        // Those that hold now: the ones asked for may have been refused.
        defer { terms.set(Terms(stage.rules)) }
        return try await withCheckedThrowingContinuation { continuation in
            if !stage.intake.ask(.adopt(rules, continuation)) { continuation.resume(throwing: Ending()) }
        }
    }

    /// Hears other feeds from now on.
    ///
    /// Unchanged ones go on. One that was changed hears on from its place, and one that was left out ends.
    package func adopt(_ entries: [FeedEntry]) {
        feeds.list(entries)
        health.setFeeds(Set(entries.map(\.name)))
    }

    /// Tries dead letters again.
    ///
    /// - Throws: `Ending`, and database errors.
    package func retryDeadLetters() async throws -> DeadLetterRetry.Result {
        try await withCheckedThrowingContinuation { continuation in
            if !stage.intake.ask(.retry(continuation)) { continuation.resume(throwing: Ending()) }
        }
    }

    /// Hears recorded streams beside the feeds, as `earshot replay` does; ends when the task that asks is cancelled.
    ///
    /// - Throws: `Ending`, `FeedFault`, database errors. Everything kept until then stays kept.
    package func replay(
        _ sources: [StreamSource],
        options: LineOptions,
        resumes: Bool = true
    ) async throws -> Replay.Summary {
        guard !ended.isOpen, !shutdown.isOpen else { throw Ending() }
        replays.withLock { $0 += 1 }
        defer { replays.withLock { $0 -= 1 } }
        let start = ContinuousClock.now
        let account = FeedAccount(name: "replay")
        var places: any Places = NoPlaces()
        if resumes {
            places = StorePlaces(store, account: account, intake: stage.intake) { [stage] () -> UInt64? in
                stage.rules.digest
            }
        }
        let (context, outlet) = (context(places), StageOutlet(stage.intake, account: account))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { [stage] in
                try await Recording(sources, options: options).hear(context, into: outlet)
                await account.settled(stage.intake)
            }
            group.addTask { try await self.refuseWhenEnding() }
            group.addTask { try await self.refuseWhenFull() }
            _ = try await group.next()
            group.cancelAll()
        }
        try Task.checkCancellation()
        guard !ended.isOpen, !account.hasLost else { throw Ending() }
        var summary = account.summary
        summary.seconds = start.duration(to: .now) / .seconds(1)
        return summary
    }

    private func refuseWhenEnding() async throws {
        await shutdown.wait()
        throw Ending()
    }

    /// Throws the fault of a store that cannot be written for a while: whoever asked is told, and does not wait for it.
    private func refuseWhenFull() async throws {
        while !Task.isCancelled {
            if let fault = keeper.fault, StoreFault(fault.error) == .full || fault.age > .seconds(10) {
                throw fault.error
            }
            try await clock.sleep(for: .milliseconds(200))
        }
    }

    private func context(_ places: any Places) -> FeedContext {
        FeedContext(places: places, terms: terms, clock: clock, now: { .now }, log: log)
    }

    // MARK: Running

    /// Runs until all feeds have ended or a graceful shutdown is asked for, and then until what was taken in is kept.
    ///
    /// - Throws: what makes going on impossible, such as a damaged store.
    package func run() async throws {
        defer { ended.open() }
        do {
            try await withGracefulShutdownHandler {
                let (rules, generation, rescan) = try await keeper.write {
                    try await UnmatchedRescan.prepare(self.store, self.rules)
                }
                await stage.begin(rules, generation: generation)
                _ = try await keeper.write { try await rescan?.run() ?? 0 }
                health.start()
                onStart()
                // A store that is damaged is to be told of now, and not with the first line that comes.
                try await keeper.write { try await self.store.warmUp() }
                try await keeper.write { try await self.rules.kept?.load(self.store) }
                try await hear()
            } onGracefulShutdown: {
                self.shutdown.open()
            }
        } catch {
            stage.intake.end(error)
            throw error
        }
    }

    private func hear() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { [stage] in try await stage.run() }
            group.addTask {
                try await self.feeds.run(until: self.shutdown) { await self.run($0, until: $1) }
                await self.finishReplays()
                self.stage.intake.close()
            }
            // A stage that fails ends the feeds, too.
            while try await group.next() != nil {}
        }
    }

    private func run(_ entry: FeedEntry, until leaving: Latch) async {
        let account = account(of: entry)
        let runner = FeedRunner(
            feed: entry.feed,
            account: account,
            context: context(StorePlaces(store, account: account, intake: stage.intake)),
            outlet: StageOutlet(stage.intake, account: account)
        )
        await runner.run(until: leaving)
    }

    private func account(of entry: FeedEntry) -> FeedAccount {
        accounts.withLock { accounts in
            if let known = accounts[entry.identity] { return known }
            let account = FeedAccount(
                name: entry.name,
                kind: entry.kind,
                feed: entry.placesNumber,
                number: entry.number
            ) { [health] status in
                if let cause = status.cause {
                    health.report(.feed(status.name), cause)
                } else {
                    health.clear(.feed(status.name))
                }
            }
            accounts[entry.identity] = account
            return account
        }
    }

    /// Waits until what was asked for beside the feeds is heard, too.
    private func finishReplays() async {
        while !shutdown.isOpen, !Task.isCancelled, replays.withLock({ $0 > 0 }) {
            await shutdown.wait(atMost: .milliseconds(20), clock: clock)
        }
    }
}

extension Terms {
    /// The terms that rules look for.
    init(_ rules: JudgingRules) {
        self.init(names: rules.matcher.topics.flatMap { [$0.name] + $0.aliases })
    }
}
