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
/// is a moment at which a changed lens can take the place of the old one.
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
        case adopt(Lens, CheckedContinuation<Int, any Error>)
        case replay(RecordedFeed)
    }

    private struct State {
        var requests: [Request] = []
        var counts = Counts()
        var lens: Lens
        var rounds = 0
        var isOver = false
    }

    /// How long it is left alone where no feed has anything.
    private static let pause = Duration.milliseconds(100)
    private static let retryInterval = Duration.seconds(1)

    private let feeds: [any Feed]
    private let store: Store
    private let health: Health
    private let ended: Latch
    private let log: Logger
    private let clock: any Clock<Duration>
    private let onStart: @Sendable () -> Void
    private let state: Mutex<State>

    /// Makes what `run` runs.
    ///
    /// `ended`: opened when nothing more will be kept. `onStart`: called when hearing begins.
    package init(
        feeds: [any Feed],
        lens: Lens,
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
        state = Mutex(State(lens: lens))
    }

    package var counts: Counts { state.withLock { $0.counts } }

    /// With what is judged now.
    package var lens: Lens { state.withLock { $0.lens } }

    /// How often all feeds were asked, or the store tried: what stands still hangs.
    package var rounds: Int { state.withLock { $0.rounds } }

    package func statuses() async -> [FeedStatus] {
        var statuses: [FeedStatus] = []
        for feed in feeds { statuses.append(await feed.status) }
        return statuses
    }

    // MARK: Requests

    /// Judges with another lens from the next batch on; what earlier topics did not match is looked through for new ones.
    ///
    /// - Returns: how many signals were kept because of that.
    /// - Throws: `Ending`, and database errors.
    package func adopt(_ lens: Lens) async throws -> Int {
        try await withCheckedThrowingContinuation { continuation in
            if !enqueue(.adopt(lens, continuation)) { continuation.resume(throwing: Ending()) }
        }
    }

    /// Hears recorded streams beside the feeds, as `earshot replay` does.
    ///
    /// - Throws: `Ending`, `StreamError`. What was kept until then stays kept.
    package func replay(_ sources: [StreamSource], ear: Ear.Configuration) async throws -> Replay.Summary {
        let feed = RecordedFeed(sources, lens: lens, configuration: ear, store: store)
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
        try await track(lens)
        health.start()
        onStart()
        let shutdown = Latch()
        try await withGracefulShutdownHandler {
            try await hear(until: shutdown)
        } onGracefulShutdown: {
            shutdown.open()
        }
    }

    private func end() {
        let requests = state.withLock { state in
            state.isOver = true
            defer { state.requests = [] }
            return state.requests
        }
        for request in requests {
            switch request {
            case .adopt(_, let continuation): continuation.resume(throwing: Ending())
            case .replay(let feed): feed.fail(Ending())
            }
        }
        ended.open()
    }

    private func hear(until shutdown: Latch) async throws {
        var recorded: [RecordedFeed] = []
        var isClosed = false
        while true {
            state.withLock { $0.rounds += 1 }
            try await serve(&recorded)
            if shutdown.isOpen, !isClosed {
                isClosed = true
                for feed in feeds { await feed.close() }
                for feed in recorded { feed.fail(Ending()) }
                recorded = []
            }
            let hasHeard = try await round(recorded, shutdown)
            recorded.removeAll(where: \.isOver)
            guard !hasHeard else { continue }
            if try await isOver(recorded) { return }
            await shutdown.wait(atMost: Self.pause, clock: clock)
            // An open latch does not wait; a feed that is closed ends within moments.
            if shutdown.isOpen { await Task.yield() }
        }
    }

    /// Asks every feed once; whether any had something.
    private func round(_ recorded: [RecordedFeed], _ shutdown: Latch) async throws -> Bool {
        var hasHeard = false
        for feed in feeds {
            guard let batch = await feed.next() else { continue }
            hasHeard = true
            try await keep(batch, shutdown)
        }
        for feed in recorded {
            guard let batch = await feed.next() else { continue }
            hasHeard = true
            feed.add(batch, try await keep(batch, shutdown))
        }
        return hasHeard
    }

    private func isOver(_ recorded: [RecordedFeed]) async throws -> Bool {
        guard recorded.isEmpty else { return false }
        for feed in feeds where await !feed.status.hasEnded { return false }
        return true
    }

    /// Keeps a batch, as often as it takes.
    @discardableResult
    private func keep(_ batch: Batch, _ shutdown: Latch) async throws -> Receipt {
        while true {
            state.withLock { $0.rounds += 1 }
            do {
                let receipt = try await store.keep(batch)
                health.clear(.store)
                count(batch, receipt)
                return receipt
            } catch {
                guard let fault = StoreFault(error), fault.isPassing, !shutdown.isOpen else { throw error }
                if health.report(.store, "\(fault)") {
                    log.error("the store cannot be written, and is tried again", metadata: ["reason": "\(fault)"])
                }
                await shutdown.wait(atMost: Self.retryInterval, clock: clock)
            }
        }
    }

    private func count(_ batch: Batch, _ receipt: Receipt) {
        state.withLock { state in
            state.counts.heard += batch.heard
            state.counts.kept += receipt.kept
            state.counts.duplicates += receipt.duplicates
            state.counts.unmatched += batch.unmatched.count
            state.counts.dead += batch.deadLetters.count
        }
        if !batch.deadLetters.isEmpty {
            log.warning("lines could not be read", metadata: ["dead_letters": "\(batch.deadLetters.count)"])
        }
    }

    private func serve(_ recorded: inout [RecordedFeed]) async throws {
        let requests = state.withLock { state in
            defer { state.requests = [] }
            return state.requests
        }
        for request in requests {
            switch request {
            case .replay(let feed): recorded.append(feed)
            case .adopt(let lens, let continuation):
                do {
                    let recalled = try await track(lens)
                    for feed in feeds { await feed.adopt(lens) }
                    for feed in recorded { await feed.adopt(lens) }
                    state.withLock { $0.lens = lens }
                    continuation.resume(returning: recalled)
                } catch {
                    continuation.resume(throwing: error)
                }
            }
        }
    }

    @discardableResult
    private func track(_ lens: Lens) async throws -> Int {
        try await Recall.prepare(store, lens)?.run() ?? 0
    }
}
