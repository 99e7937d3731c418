package import Feeds
import Foundation
import Language
import Signals
package import Store

/// The loop on recorded input: hears files one after the other, judges, keeps, and tells the sinks meanwhile.
package struct Replay: Sendable {
    package struct Configuration: Sendable {
        package var sources: [StreamSource]
        package var ear = Ear.Configuration()
        /// How many times faster than real time posts are heard; nil for as fast as it goes.
        package var speed: Double?

        package init(sources: [StreamSource]) {
            self.sources = sources
        }
    }

    /// What became of the input.
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
        self.rules = rules
        self.store = store
        self.sinks = sinks
        self.progress = progress
        clock = ContinuousClock()
    }

    /// Runs to the end of the input and of the outbox.
    ///
    /// - Returns: the summary, and how telling ended, a sink each.
    /// - Throws: `StreamError`, `StoreError`, database errors. What was kept until then stays kept.
    package func run() async throws -> (summary: Summary, endings: [SinkRunner.Ending]) {
        let start = clock.now
        let recall = try await UnmatchedRescan.prepare(store, rules)
        let hearingEnded = Latch()
        return try await withThrowingTaskGroup(of: SinkRunner.Ending.self) { group in
            for sink in sinks { group.addTask { try await sink.run(until: hearingEnded) } }
            var summary = Summary()
            var failure = await hearAll(&summary)
            if failure == nil, let recall {
                do { summary.recalled = try await recall.run() } catch { failure = error }
            }
            // What was kept before a fault is told all the same.
            hearingEnded.open()
            var endings: [SinkRunner.Ending] = []
            for try await ending in group { endings.append(ending) }
            if let failure { throw failure }
            summary.seconds = start.duration(to: clock.now) / .seconds(1)
            return (summary, endings)
        }
    }

    private func hearAll(_ summary: inout Summary) async -> (any Error)? {
        let texts = LongTexts(among: configuration.sources)
        // The post itself says more than its note: it comes first, so that it is the one that stays.
        let posts = configuration.sources.indices.filter { !texts.files.contains($0) }
        for index in posts + texts.files.sorted() {
            do { try await hear(configuration.sources[index], texts, &summary) } catch { return error }
        }
        return nil
    }

    /// Hears one stream: the next batch is judged while this one is kept, and there are never more than the two.
    private func hear(_ source: StreamSource, _ texts: LongTexts, _ summary: inout Summary) async throws {
        var options = configuration.ear
        if !texts.isEmpty { options.longTexts = texts }
        if let speed = configuration.speed { options.batchSpan = Int64(min(max(1, 100 * speed), 1e15)) }
        let ear = Ear(source, rules: rules, configuration: options) { .now }
        let store = store
        summary.resumed += try await ear.start { try await store.cursors(feed: $0, rules: $1) } ?? 0
        var pace = Pace(speed: configuration.speed, clock: clock)
        var pending = try await ear.next()
        while let batch = pending {
            async let upcoming = ear.next()
            try await pace.wait(for: batch)
            let receipt = try await store.keep(batch)
            summary.add(batch, receipt)
            progress(summary)
            pending = try await upcoming
        }
    }
}

extension Replay.Summary {
    mutating func add(_ batch: Batch, _ receipt: Receipt) {
        heard += batch.heard
        kept += receipt.kept
        duplicates += receipt.duplicates
        unmatched += batch.unmatched.count + batch.notices
        notices += batch.notices
        if let more = batch.undelivered { undelivered = (undelivered ?? 0) + more }
        dead += batch.deadLetters.count
    }
}

/// Holds batches back until their time has come, measured from the first.
private struct Pace {
    let speed: Double?
    let clock: ContinuousClock
    private var start: (wall: ContinuousClock.Instant, event: Timestamp)?

    init(speed: Double?, clock: ContinuousClock) {
        self.speed = speed
        self.clock = clock
    }

    mutating func wait(for batch: Batch) async throws {
        guard let speed, let event = batch.signals.first?.signal.time ?? batch.unmatchedStart else { return }
        guard let start else {
            self.start = (clock.now, event)
            return
        }
        // A century at most: no clock counts further at the lowest speeds.
        let elapsed = min(max(0, Double(event.milliseconds - start.event.milliseconds) / speed), 3e12)
        try await clock.sleep(until: start.wall.advanced(by: .milliseconds(elapsed)))
    }
}

extension Batch {
    /// About when a batch without a kept signal happened.
    fileprivate var unmatchedStart: Timestamp? { unmatched.count > 0 ? unmatched.newest : nil }
}
