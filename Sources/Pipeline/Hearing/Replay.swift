package import Feeds
import Foundation
import Logging
import Signals
package import Store

/// The loop on recorded input: hears files one after the other, judges, keeps, and tells the sinks meanwhile.
package struct Replay: Sendable {
    package struct Configuration: Sendable {
        package var sources: [StreamSource]
        package var options = LineOptions()
        /// True if it starts where an earlier run stopped.
        package var resumes = true
        package var limits = BatchLimits()
        /// The speed at which posts are heard, as a multiple of real time; nil for as fast as it goes.
        package var speed: Double?

        package init(sources: [StreamSource]) {
            self.sources = sources
        }
    }

    /// Counts of the input, by what became of it.
    ///
    /// heard = kept + duplicates + unmatched + dead.
    package struct Summary: Hashable, Codable, Sendable {
        /// Lines read in this run.
        package var heard = 0
        package var kept = 0
        /// Signals that were in the store already.
        package var duplicates = 0
        /// Posts without a topic, and notices.
        package var unmatched = 0
        package var dead = 0
        /// Messages of a stream that are no post.
        package var notices = 0
        /// Posts that streams said they left out; nil where none said so.
        package var undelivered: Int64?
        /// Lines skipped because an earlier run had them.
        package var resumed: Int64 = 0
        /// Signals that were unmatched in an earlier run and match a topic of this one.
        package var recalled = 0
        package var seconds = 0.0
    }

    private let configuration: Configuration
    private let rules: JudgingRules
    private let store: Store
    private let sinks: [SinkRunner]
    private let clock: ContinuousClock
    private let progress: @Sendable (Summary) -> Void

    /// `progress`: called after every commit.
    package init(
        _ configuration: Configuration,
        rules: JudgingRules,
        store: Store,
        sinks: [SinkRunner] = [],
        progress: @escaping @Sendable (Summary) -> Void = { _ in }
    ) {
        self.configuration = configuration
        self.rules = rules.keepingRelated
        self.store = store
        self.sinks = sinks
        self.progress = progress
        clock = ContinuousClock()
    }

    /// Runs to the end of the input and of the outbox.
    ///
    /// - Returns: the summary, and how telling ended, a sink each.
    /// - Throws: `FeedFault`, `StoreError`, database errors. Everything kept until then stays kept.
    package func run() async throws -> (summary: Summary, endings: [SinkRunner.Ending]) {
        let start = clock.now
        let (rules, generation, rescan) = try await UnmatchedRescan.prepare(store, self.rules)
        let (hearingEnded, kept) = (Latch(), rules.kept)
        return try await withThrowingTaskGroup(of: SinkRunner.Ending.self) { group in
            for sink in sinks { group.addTask { try await sink.run(until: hearingEnded) } }
            let account = FeedAccount(name: "replay", kept: progress)
            async let related: Void? = kept?.load(store)
            var failure = await hearAll(account, rules, generation)
            _ = try? await related
            var recalled = 0
            if failure == nil, let rescan {
                do { recalled = try await rescan.run() } catch { failure = error }
            }
            // What was kept before a fault is told all the same.
            hearingEnded.open()
            var endings: [SinkRunner.Ending] = []
            for try await ending in group { endings.append(ending) }
            if let failure { throw failure }
            var summary = account.summary
            summary.recalled = recalled
            summary.seconds = start.duration(to: clock.now) / .seconds(1)
            return (summary, endings)
        }
    }

    private func hearAll(_ account: FeedAccount, _ rules: JudgingRules, _ generation: Int) async -> (any Error)? {
        let stage = JudgingStage(
            rules: rules,
            generation: generation,
            store: store,
            keeper: BatchKeeper(store: store),
            limits: configuration.limits
        )
        let digest = rules.digest
        let places: any Places =
            configuration.resumes ? StorePlaces(store, account: account, intake: stage.intake) { digest } : NoPlaces()
        let log = Logger(label: "replay") { _ in SwiftLogNoOpLogHandler() }
        let context = FeedContext(places: places, clock: clock, now: { .now }, log: log)
        return await withTaskGroup(of: (any Error)?.self) { group in
            group.addTask {
                do { try await stage.run() } catch { return error }
                return nil
            }
            group.addTask { await hear(stage, account, context) }
            var failures: [any Error] = []
            for await failure in group { if let failure { failures.append(failure) } }
            return failures.first
        }
    }

    private func hear(_ stage: JudgingStage, _ account: FeedAccount, _ context: FeedContext) async -> (any Error)? {
        defer { stage.intake.close() }
        let recording = await Recording(
            configuration.sources,
            options: configuration.options,
            speed: configuration.speed,
            blockLines: min(BlockReader.blockLines, configuration.limits.lines)
        )
        do throws(FeedFault) {
            try await recording.hear(context, into: StageOutlet(stage.intake, account: account))
        } catch {
            return error
        }
        return Task.isCancelled ? CancellationError() : nil
    }
}

extension Replay.Summary {
    mutating func add(_ counts: PacketCounts, fates: some Sequence<SignalFate>) {
        heard += counts.heard
        for fate in fates {
            switch fate {
            case .kept: kept += 1
            case .known: duplicates += 1
            case .unrelated: unmatched += 1
            case .buried: dead += 1
            }
        }
        unmatched += counts.unmatched + counts.notices
        notices += counts.notices
        if let more = counts.undelivered { undelivered = (undelivered ?? 0) + more }
        dead += counts.dead
    }
}
