package import Signals
package import Sinks
package import Store

/// Keeps one sink going beside the hearing: reads its pages, has them delivered, moves its cursors, waits when it must.
package struct SinkRunner: Sendable {
    /// The outcome of a run.
    package enum Ending: Hashable, Sendable {
        case drained
        /// Signals that wait in the outbox for the next run, and why.
        case left(signals: Int, cause: Cause)
        /// It was told to stop, and finished the page in hand.
        case stopped
    }

    /// Limits of waiting; tests have shorter ones.
    package struct Limits: Sendable {
        /// The longest that one delivery may take.
        package var delivery = Duration.seconds(120)
        /// Commits of other processes are looked for so often.
        package var look = Duration.seconds(1)
        /// A delivery that is under way when the hearing ends has this long, whatever the drain time.
        package var grace = Duration.seconds(1)
        /// A delivery that was cancelled has this long to end; then nobody waits for it.
        package var cancellation = Duration.seconds(5)

        package init() {}
    }

    package let sink: any Sink
    private let store: Store
    private let deliveries: BoundedDelivery
    private let drainTimeout: Duration
    private let limits: Limits
    private let clock: any Clock<Duration>
    private let jitter: @Sendable () -> Double
    private let now: @Sendable () -> Timestamp

    /// `drainTimeout`: how long the outbox is tried to be emptied after the hearing has ended, counted from the
    /// last delivery that went well.
    package init(
        sink: any Sink,
        store: Store,
        drainTimeout: Duration,
        limits: Limits = Limits(),
        clock: any Clock<Duration> = ContinuousClock(),
        jitter: @escaping @Sendable () -> Double = { Double.random(in: 0...1) },
        now: @escaping @Sendable () -> Timestamp = { .now }
    ) {
        (self.sink, self.store, self.drainTimeout, self.limits) = (sink, store, drainTimeout, limits)
        (self.clock, self.jitter, self.now) = (clock, jitter, now)
        deliveries = BoundedDelivery(sink, limits: limits, clock: clock)
    }

    var identity: String { sink.reader.identity }

    /// Runs until `ended` opens and the outbox is empty, or nothing more can be done about it.
    ///
    /// `drains`: asked once `ended` is open; if it says no, the page in hand is the last. `report`: told after every round
    /// why the sink has to wait; nil if it has everything.
    /// - Throws: database errors, `CancellationError`.
    package func run(
        until ended: Latch,
        drains: () -> Bool = { true },
        report: (Cause?) -> Void = { _ in }
    ) async throws -> Ending {
        try await store.register(sink.reader)
        return try await run(ended, drains, clock, report)
    }

    private func run(
        _ ended: Latch,
        _ drains: () -> Bool,
        _ clock: some Clock<Duration>,
        _ report: (Cause?) -> Void
    ) async throws -> Ending {
        var delay = RetryDelay()
        var size = PageSize(most: sink.pageLimit)
        var drain = DrainDeadline(clock: clock, timeout: drainTimeout, grace: limits.grace)
        var known: Cause?
        while true {
            try Task.checkCancellation()
            let commits = store.commits.count
            let isEnding = ended.isOpen
            if isEnding {
                guard drains() else { return .stopped }
                drain.start()
            }
            switch try await round(&size, ended, drain) {
            case .dealt:
                delay.succeeded()
                drain.renew()
            case .drained:
                if known != nil { try await store.setWaiting(identity, nil) }
                known = nil
                report(nil)
                delay.succeeded()
                if isEnding { return .drained }
                await waitForCommits(past: commits, ended)
            case .later(let cause, let atLeast):
                known = cause
                report(cause)
                let wait = delay.failed(atLeast: atLeast, jitter: jitter())
                guard isEnding else {
                    await ended.wait(atMost: wait, clock: clock)
                    continue
                }
                guard let allowed = drain.allowed(wait) else { return try await left(cause) }
                try await clock.sleep(for: allowed)
            case .held(let cause):
                known = cause
                report(cause)
                // Nobody changes anything in the time that is left.
                if isEnding { return try await left(cause) }
                await ended.wait(atMost: RetryDelay.held(jitter: jitter()), clock: clock)
            case .deadline: return try await left(known ?? Cause(.noAnswer, "no answer came in the time to drain"))
            }
        }
    }

    private func left(_ cause: Cause) async throws -> Ending {
        .left(signals: try await store.backlog(of: identity), cause: cause)
    }

    // MARK: One page

    private enum Round {
        case dealt
        case drained
        case later(Cause, Duration?)
        case held(Cause)
        case deadline
    }

    private func round<C: Clock<Duration>>(
        _ size: inout PageSize,
        _ ended: Latch,
        _ drain: DrainDeadline<C>
    ) async throws -> Round {
        let read = try await store.page(for: identity, sink.reader.reads, limit: size.items, now: now())
        guard let (page, memory) = read else { return .drained }
        guard !page.items.isEmpty else {
            guard page.end != page.start || page.expired > 0 else { return .drained }
            try await advance(page, through: 0, [], [])
            return .dealt
        }
        let delivery: Delivery
        let result = await deliveries.deliver(page, memory, ended, drain)
        // What was told before the task was cancelled is told again.
        try Task.checkCancellation()
        switch result {
        case .delivered(let result): delivery = result
        case .deadline: return .deadline
        case .busy: delivery = .later(Cause(.noAnswer, "no answer: a delivery that was given up has not ended yet"))
        case .limit:
            _ = size.wasTooLarge(page.items.count)
            delivery = .later(Cause(.noAnswer, "no answer: a delivery took longer than it may"))
        }
        switch delivery {
        case .dealt(let count, let refused, let memory):
            let count = min(max(count, 1), page.items.count)
            if count == page.items.count {
                size.wasDealt()
            } else if page.items[count].stream == page.items[count - 1].stream {
                size.wasCut(to: count)
            }
            try await advance(page, through: count, refused, memory)
            return .dealt
        case .smaller where size.wasTooLarge(page.items.count): return .dealt
        case .smaller: return try await bury(page)
        case .later(let cause, let atLeast):
            try await store.setWaiting(identity, cause)
            return .later(cause, atLeast)
        case .held(let cause):
            try await store.setWaiting(identity, cause)
            return .held(cause)
        }
    }

    /// A single item that is too large will be so for ever.
    private func bury(_ page: OutboxPage) async throws -> Round {
        let cause = Cause(.tooLarge, "it is larger than the other side accepts")
        try await advance(page, through: 1, [Refusal(item: 0, cause: cause, payload: [])], [])
        return .dealt
    }

    private func advance(
        _ page: OutboxPage,
        through count: Int,
        _ refused: [Refusal],
        _ memory: [ReaderMemory.Change]
    ) async throws {
        var letters = refused.filter { $0.item < page.items.count }.map { letter($0, page.items[$0.item].content) }
        let missed = page.expired + page.outdated
        if missed > 0 { letters.append(expiry(missed)) }
        try await store.advance(
            identity,
            from: page.start,
            to: page.position(after: page.items.isEmpty ? .max : count),
            expired: page.expired,
            deadLetters: letters.compactMap(\.self),
            memory: memory,
            at: now()
        )
    }

    private func letter(_ refusal: Refusal, _ content: OutboxPage.Content) -> DeadLetter? {
        let origin: DeadLetter.Origin
        switch content {
        case .signal(let entry): origin = .sink(name: identity, signal: entry.number)
        case .figure(let figure): origin = .figure(sink: identity, number: figure.number)
        case .removal, .decision: return nil
        }
        let reason = refusal.cause.theirs ?? refusal.cause.ours
        return refusal.payload.withUnsafeBytes { DeadLetter(origin: origin, reason: reason, payload: $0) }
    }

    private func expiry(_ count: Int) -> DeadLetter {
        DeadLetter(
            origin: .expired(sink: identity),
            reason: "\(count) entries expired before they could be told",
            digest: StableHash.hash("\(count) \(now().milliseconds)"),
            payload: [],
            length: 0
        )
    }

    // MARK: Waiting

    /// Waits for something new, and long enough for what is told together to gather.
    private func waitForCommits(past count: UInt64, _ ended: Latch) async {
        await withTaskGroup { group in
            group.addTask { await ended.wait() }
            group.addTask { [clock, limits] in try? await clock.sleep(for: limits.look) }
            group.addTask { [store, clock, sink] in
                try? await clock.sleep(for: sink.gathers)
                await store.commits.wait(past: count)
            }
            await group.next()
            group.cancelAll()
        }
    }
}

extension SinkRunner: CustomStringConvertible {
    /// Without the credentials that its parts hold.
    package var description: String { "sink \(identity)" }
}
