import Feeds
package import Signals
package import Store
import Synchronization

/// Judges what all feeds hand over, with the rules in force, which it alone changes; and has it kept.
///
/// At most two batches are under way: one is judged while the other is kept. Runs on a queue of its own.
package actor JudgingStage {
    /// What a packet held that was judged; its bytes are given back.
    private struct JudgedPacket: Sendable {
        let claim: Intake.Claim
        let counts: PacketCounts

        /// Tells everybody who waits what became of it.
        func settle(_ receipt: Receipt, at time: Timestamp) {
            let fates = receipt.fates[counts.signals]
            claim.account.add(counts, fates: fates, at: time)
            claim.account.settle()
            let isBuried = counts.heard > 0 && counts.dead == counts.heard
            claim.ticket.settle(
                isBuried
                    ? .buried(Cause(.unreadable, "it could not be read, and is a dead letter"))
                    : .kept(new: fates.count { $0 == .kept })
            )
        }
    }

    private let executor = QueueExecutor(label: "earshot.judging")
    private let store: Store
    private let keeper: BatchKeeper
    private let limits: BatchLimits
    private let now: @Sendable () -> Timestamp
    private let start = ContinuousClock.now
    private let counted: @Sendable (PacketCounts, ArraySlice<SignalFate>, Timestamp) -> Void

    /// The queue to which feeds hand over.
    nonisolated package let intake = Intake()
    private nonisolated let state: Mutex<(rules: JudgingRules, rounds: Int)>
    /// Authors of whom a commit has learned that a name means them, until the judge is told.
    private nonisolated let settled = Mutex<[NamedAuthor]>([])

    private var builder: BatchBuilder
    private var judged: [JudgedPacket] = []
    private var isKeeping = false
    /// The uptimes at which the batch's first packet that somebody waits for came, and the last of any.
    private var firstLive: Duration?
    private var last = Duration.zero
    /// The uptime at which it is to look at the time.
    private var alarm: Duration?

    nonisolated package var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// Makes what `run` runs; the store was prepared with the rules.
    ///
    /// `counted`: called with what became of a packet, after the commit.
    package init(
        rules: JudgingRules,
        generation: Int?,
        store: Store,
        keeper: BatchKeeper,
        limits: BatchLimits = BatchLimits(),
        now: @escaping @Sendable () -> Timestamp = { .now },
        counted: @escaping @Sendable (PacketCounts, ArraySlice<SignalFate>, Timestamp) -> Void = { _, _, _ in }
    ) {
        (self.store, self.keeper, self.limits, self.now, self.counted) = (store, keeper, limits, now, counted)
        state = Mutex((rules, 0))
        builder = BatchBuilder(rules: rules, generation: generation, now: now)
    }

    /// The rules in force.
    nonisolated package var rules: JudgingRules { state.withLock { $0.rules } }
    /// The number of looks for something to do and of tries of the store: a number that stands still is a hang.
    nonisolated package var rounds: Int { state.withLock { $0.rounds } + keeper.tries }

    /// Takes the rules that the store was made ready for before it ran.
    package func begin(_ rules: JudgingRules, generation: Int) {
        state.withLock { $0.rules = rules }
        builder = BatchBuilder(rules: rules, generation: generation, now: now)
    }

    /// Runs until the intake is closed and all that was taken is kept.
    ///
    /// - Throws: faults of the store that do not pass.
    package func run() async throws {
        do {
            try await withThrowingDiscardingTaskGroup { group in
                while try await step(&group) {}
                try await drain(&group)
                try Task.checkCancellation()
            }
            intake.end(HearingService.Ending())
        } catch {
            for packet in judged { packet.claim.lose() }
            judged = []
            intake.end(error)
            throw error
        }
    }

    /// Takes what comes next; false when nothing will.
    private func step(_ group: inout ThrowingDiscardingTaskGroup<any Error>) async throws -> Bool {
        state.withLock { $0.rounds += 1 }
        let mayTake = !(isKeeping && builder.isFull(limits))
        switch await intake.next(mayTake ? .everything : .requests) {
        case .entry(let entry): judge(entry)
        case .kept(let result): try kept(result)
        case .request(let request): try await serve(request, &group)
        case .woken: alarm = nil
        case .over: return false
        }
        look(&group)
        return true
    }

    private func judge(_ entry: Intake.Entry) {
        last = uptime
        if entry.packet.news != .recorded { firstLive = firstLive ?? last }
        entry.account.begin(entry.packet.tally)
        let (feed, number) = (entry.account.feed, entry.account.number)
        let counts = builder.count(entry.packet, feed: feed, number: number)
        judged.append(JudgedPacket(claim: entry.claim, counts: counts))
    }

    private var uptime: Duration { start.duration(to: .now) }

    // MARK: Keeping

    /// Has the batch kept if it is time.
    private func look(_ group: inout ThrowingDiscardingTaskGroup<any Error>) {
        guard !isKeeping, !builder.isEmpty else { return }
        if builder.isFull(limits) { return keep(&group) }
        if let firstLive, !builder.isQuiet {
            if !intake.hasEntries || uptime - firstLive >= limits.delay { keep(&group) }
        } else if let firstLive {
            // A busy feed of which nothing matches is not to cost a commit a packet.
            uptime - firstLive >= limits.quietDelay || intake.takeHurry()
                ? keep(&group) : setAlarm(after: limits.quietDelay, &group)
        } else if !intake.hasEntries {
            // A recording is kept in large batches: more of it comes in a moment.
            uptime - last >= limits.delay || intake.takeHurry() ? keep(&group) : setAlarm(after: limits.delay, &group)
        }
    }

    private func setAlarm(after delay: Duration, _ group: inout ThrowingDiscardingTaskGroup<any Error>) {
        let time = uptime + delay
        if let alarm, alarm <= time { return }
        alarm = time
        group.addTask { [intake] in
            try? await Task.sleep(for: delay)
            intake.wake()
        }
    }

    private func keep(_ group: inout ThrowingDiscardingTaskGroup<any Error>) {
        isKeeping = true
        firstLive = nil
        let (batch, packets) = (builder.take(), judged)
        judged = []
        group.addTask { [keeper, intake, counted] in
            do {
                let receipt = try await keeper.keep(batch)
                if !receipt.authors.isEmpty { self.settled.withLock { $0 += receipt.authors } }
                for packet in packets {
                    counted(packet.counts, receipt.fates[packet.counts.signals], batch.heardAt)
                    packet.settle(receipt, at: batch.heardAt)
                }
                intake.kept(.success(()))
            } catch {
                for packet in packets { packet.claim.lose() }
                intake.kept(.failure(error))
            }
        }
    }

    private func kept(_ result: Result<Void, any Error>) throws {
        isKeeping = false
        try result.get()
        let authors = settled.withLock { settled in
            defer { settled = [] }
            return settled
        }
        guard !authors.isEmpty else { return }
        state.withLock { $0.rules.settle(authors) }
        builder.settle(authors)
    }

    /// Finishes the batches under way.
    private func drain(_ group: inout ThrowingDiscardingTaskGroup<any Error>) async throws {
        while isKeeping || !builder.isEmpty {
            if !isKeeping { keep(&group) }
            state.withLock { $0.rounds += 1 }
            switch await intake.next(.commits) {
            case .kept(let result): try kept(result)
            case .woken: alarm = nil
            case .over: throw CancellationError()
            case .entry, .request: break
            }
        }
    }

    // MARK: Requests

    private func serve(
        _ request: Intake.Request,
        _ group: inout ThrowingDiscardingTaskGroup<any Error>
    ) async throws {
        switch request {
        case .retry(let continuation):
            // Not insisted on: whoever asks is told what is wrong.
            let retry = DeadLetterRetry(store: store, rules: rules)
            do { continuation.resume(returning: try await retry.run()) } catch { continuation.resume(throwing: error) }
        case .adopt(let rules, let continuation):
            do {
                // A batch names topics by their places in the list that the store was prepared with.
                try await drain(&group)
            } catch {
                continuation.resume(throwing: error)
                throw error
            }
            do { continuation.resume(returning: try await adopt(rules)) } catch { continuation.resume(throwing: error) }
        }
    }

    /// Judges with other rules from now on.
    ///
    /// - Throws: database errors; the rules before are in force then.
    private func adopt(_ wanted: JudgingRules) async throws -> Adoption {
        let store = store
        let (rules, generation, rescan) = try await keeper.write {
            try await UnmatchedRescan.prepare(store, wanted)
        }
        // The store numbers topics anew from here on, so this must come before anything that can fail.
        state.withLock { $0.rules = rules }
        builder = BatchBuilder(rules: rules, generation: generation, now: now)
        do {
            return Adoption(recalled: try await keeper.write { try await rescan?.run() ?? 0 })
        } catch {
            return Adoption(fault: error)
        }
    }
}
