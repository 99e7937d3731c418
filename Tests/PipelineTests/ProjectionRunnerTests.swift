import Logging
import Pipeline
import ServiceLifecycle
import Signals
import Store
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(1)))
struct ProjectionRunnerTests {
    private func bench(_ posts: ClosedRange<Int>) async throws -> FeedBench {
        let bench = try await FeedBench()
        try bench.write(posts)
        try await bench.hear(bench.fileFeed())
        return bench
    }

    private func runner(
        _ bench: FeedBench,
        _ show: @escaping @Sendable (TopicCount) -> Void = { _ in }
    )
        -> ProjectionRunner<TopicCount>
    {
        ProjectionRunner(TopicCount.self, store: bench.store, show: show)
    }

    @Test func `State is saved with the cursor, and a restart reads only what is new`() async throws {
        let bench = try await bench(1...10)
        #expect(try await runner(bench).catchUp().counts == ["devops": 10])
        try bench.write(11...15)
        try await bench.hear(bench.fileFeed())
        try await forget("file:3", bench.store)
        let page = try #require(
            try await bench.store.page(for: "projection:topic-count", TopicCount.reads, limit: 99, now: .now)
        ).page
        #expect(page.items.count == 6)
        #expect(try await runner(bench).catchUp().counts == ["devops": 14])
    }

    @Test func `It is not listed among the sinks, and holds nothing back`() async throws {
        let bench = try await bench(1...10)
        _ = try await runner(bench).catchUp()
        try bench.write(11...15)
        try await bench.hear(bench.fileFeed())
        #expect(try await bench.store.sinks().isEmpty)
        #expect(try await bench.store.retain(age: 0, bytes: nil, now: .now).signals == 15)
    }

    @Test func `A backtest from the first signal on counts the same, and saves nothing`() async throws {
        let bench = try await bench(1...20)
        try await forget("file:7", bench.store)
        let live = try await runner(bench).catchUp()
        let position = try await bench.store.page(for: "projection:topic-count", TopicCount.reads, limit: 1, now: .now)
        #expect(try await runner(bench).backtest().topics == live.topics)
        let after = try await bench.store.page(for: "projection:topic-count", TopicCount.reads, limit: 1, now: .now)
        #expect(after?.page.start == position?.page.start)
    }

    @Test func `A state of another version, or one that cannot be read, is built anew`() async throws {
        let bench = try await bench(1...10)
        let identity = "projection:topic-count"
        _ = try await runner(bench).catchUp()
        for (version, state) in [(TopicCount.version - 1, "1 other\n"), (TopicCount.version, "not a number\n")] {
            let page = try #require(
                try await bench.store.page(for: identity, TopicCount.reads, limit: 1, now: .now)
            ).page
            try await bench.store.save(
                identity,
                version: version,
                state: Array(state.utf8),
                from: page.start,
                to: page.start
            )
            #expect(try await runner(bench).catchUp().counts == ["devops": 10])
        }
    }

    @Test func `Whenever it is cut off, the next one ends with the same state`() async throws {
        let bench = try await bench(1...40)
        let whole = try await runner(bench).backtest().topics
        let identity = "projection:topic-count"
        _ = try await runner(bench).catchUp()
        // A cut between two commits leaves a state and its cursor: each of them is one to begin with.
        for cut in 0...40 {
            try await bench.store.restart(
                OutboxReader(identity: identity, kind: OutboxReader.projection, reads: TopicCount.reads, pins: false)
            )
            var part = TopicCount()
            if cut > 0 {
                let page = try #require(
                    try await bench.store.page(for: identity, TopicCount.reads, limit: cut, now: .now)
                ).page
                try part.apply(page)
                try await bench.store.save(
                    identity,
                    version: TopicCount.version,
                    state: part.encoded,
                    from: page.start,
                    to: page.end
                )
            }
            #expect(try await runner(bench).catchUp().topics == whole, "cut at \(cut)")
        }
    }

    @Test func `A fault stops it alone, shows in health, and says nothing that was heard`() async throws {
        let bench = try await bench(1...3)
        _ = try bench.folder.append("posts", ReplayFixture.post(4, "devops poison") + "\n")
        try await bench.hear(bench.fileFeed())
        let (ended, health) = (Latch(), Health())
        let service = ProjectionService(runner(bench), ended: ended, health: health, log: bench.log.logger)
        let group = ServiceGroup(services: [service], logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        async let running: Void = group.run()
        try await Eventually.comes("it has stopped") { bench.log.has("a projection has stopped") }
        #expect(health.faults.map(\.part) == [.projection("topic-count")])
        #expect(health.faults.map(\.cause.ours) == ["it stopped with a fault (Fault)"])
        #expect(!bench.log.all.joined().contains("poison"))
        await group.triggerGracefulShutdown()
        try await running
    }

    @Test func `A commit wakes it at once`() async throws {
        let bench = try await bench(1...2)
        let (ended, seen) = (Latch(), CollectedLog())
        let runner = ProjectionRunner(
            TopicCount.self,
            store: bench.store,
            gathers: .zero,
            look: .seconds(3600),
            show: { seen.logger.info("count \($0.topics.count)") }
        )
        async let run: Void = runner.run(until: ended)
        try await Eventually.comes("it has the first") { seen.has("count 2") }
        try bench.write(3...5)
        try await bench.hear(bench.fileFeed())
        try await Eventually.comes("it has the others") { seen.has("count 5") }
        ended.open()
        try await run
    }
}
