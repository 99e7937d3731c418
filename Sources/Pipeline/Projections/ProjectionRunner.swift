package import Signals
package import Store

/// Keeps a projection up to date with the outbox, and its state in the store together with how far it has read.
package struct ProjectionRunner<P: Projection>: Sendable {
    /// Items read at once.
    private static var pageLimit: Int { 4096 }
    /// A state is saved when so many pages were applied to it, and when everything is read.
    private static var pagesUnsaved: Int { 16 }

    private let store: Store
    private let clock: any Clock<Duration>
    private let gathers: Duration
    private let look: Duration
    private let now: @Sendable () -> Timestamp
    private let show: @Sendable (P) -> Void

    /// Rounds of reading are at least `gathers` apart; commits of other processes are looked for every `look`.
    ///
    /// `show`: given the state whenever everything was read.
    package init(
        _ projection: P.Type,
        store: Store,
        clock: any Clock<Duration> = ContinuousClock(),
        gathers: Duration = .milliseconds(100),
        look: Duration = .seconds(1),
        now: @escaping @Sendable () -> Timestamp = { .now },
        show: @escaping @Sendable (P) -> Void = { _ in }
    ) {
        (self.store, self.clock, self.gathers, self.look) = (store, clock, gathers, look)
        (self.now, self.show) = (now, show)
    }

    private var reader: OutboxReader {
        OutboxReader(identity: identity, kind: OutboxReader.projection, label: P.identity, reads: P.reads, pins: false)
    }

    var identity: String { "\(OutboxReader.projection):\(P.identity)" }

    /// Runs until `ended` opens, and then until everything is read.
    ///
    /// - Throws: what the projection throws, database errors, `CancellationError`.
    package func run(until ended: Latch) async throws {
        var projection = try await open()
        while true {
            let (isEnding, commits) = (ended.isOpen, store.commits.count)
            try await catchUp(&projection)
            show(projection)
            if isEnding { return }
            await wait(past: commits, ended)
        }
    }

    /// Reads all that is kept now, and saves the state.
    package func catchUp() async throws -> P {
        var projection = try await open()
        try await catchUp(&projection)
        return projection
    }

    /// Counts from the first of everything kept, and saves nothing.
    package func backtest() async throws -> P {
        var (projection, position) = (P(), try await store.firstPosition())
        while true {
            let page = try await store.page(from: position, P.reads, limit: Self.pageLimit, now: now())
            guard page.end != position else { return projection }
            try projection.apply(page)
            position = page.end
        }
    }

    /// The state as it was saved; one of another version, or that cannot be read, is built anew.
    private func open() async throws -> P {
        if let state = try await store.state(of: identity, version: P.version), let known = try? P(encoded: state) {
            try await store.register(reader)
            return known
        }
        try await store.restart(reader)
        return P()
    }

    private func catchUp(_ projection: inout P) async throws {
        var start: OutboxPosition?
        var position = OutboxPosition()
        var unsaved = 0
        while true {
            try Task.checkCancellation()
            let page = try await start == nil ? ownPage() : nextPage(position)
            guard let page else { return }
            let first = start ?? page.start
            if page.end == page.start {
                if unsaved > 0 { try await save(projection, first, page.end) }
                return
            }
            try projection.apply(page)
            (start, position, unsaved) = (first, page.end, unsaved + 1)
            if unsaved == Self.pagesUnsaved {
                try await save(projection, first, position)
                (start, unsaved) = (nil, 0)
            }
        }
    }

    private func ownPage() async throws -> OutboxPage? {
        try await store.page(for: identity, P.reads, limit: Self.pageLimit, now: now())?.page
    }

    private func nextPage(_ position: OutboxPosition) async throws -> OutboxPage {
        try await store.page(from: position, P.reads, limit: Self.pageLimit, now: now())
    }

    private func save(_ projection: P, _ start: OutboxPosition, _ end: OutboxPosition) async throws {
        try await store.save(identity, version: P.version, state: projection.encoded, from: start, to: end)
    }

    private func wait(past commits: UInt64, _ ended: Latch) async {
        await withTaskGroup { group in
            group.addTask { await ended.wait() }
            group.addTask { [clock, look] in try? await clock.sleep(for: look) }
            group.addTask { [store, clock, gathers] in
                try? await clock.sleep(for: gathers)
                await store.commits.wait(past: commits)
            }
            await group.next()
            group.cancelAll()
        }
    }
}
