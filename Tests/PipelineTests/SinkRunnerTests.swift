import Pipeline
import Signals
import Sinks
import Store
import Synchronization
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(1)))
struct SinkRunnerTests {
    private func bench(_ posts: ClosedRange<Int>) async throws -> FeedBench {
        let bench = try await FeedBench()
        try bench.write(posts)
        try await bench.hear(bench.fileFeed())
        return bench
    }

    private func runner(
        _ sink: some Sink,
        _ bench: FeedBench,
        drainTimeout: Duration = .seconds(20),
        configure: (inout SinkRunner.Limits) -> Void = { _ in }
    ) -> SinkRunner {
        var limits = SinkRunner.Limits()
        configure(&limits)
        return SinkRunner(
            sink: sink,
            store: bench.store,
            drainTimeout: drainTimeout,
            limits: limits,
            jitter: { 0.001 },
            now: { Timestamp(seconds: 1_500_000_100) }
        )
    }

    private func ended() -> Latch {
        let latch = Latch()
        latch.open()
        return latch
    }

    @Test func `Every signal is told once, in order, and pages become as large as is taken at once`() async throws {
        let bench = try await bench(1...100)
        let sink = ScriptedSink { page, _ in .dealt(through: min(7, page.items.count)) }
        #expect(try await runner(sink, bench).run(until: ended()) == .drained)
        let told = sink.pages.flatMap { $0.items.prefix(7) }.map(\.position[.signals])
        #expect(told == Array(1...100))
        #expect(sink.pages[0].items.count == 100)
        #expect(sink.pages.dropFirst().allSatisfy { $0.items.count <= 9 }, "no page is read mostly in vain")
        #expect(try await bench.store.backlog(of: "scripted") == 0)
    }

    @Test func `A page that is too large is halved, and an item that alone is too large is buried`() async throws {
        let bench = try await bench(1...20)
        let sink = ScriptedSink { page, _ in
            if page.items.count > 3 { return .smaller }
            let holdsGiant = page.items.contains { $0.position[.signals] == 9 }
            return holdsGiant ? .smaller : .dealt(through: page.items.count)
        }
        #expect(try await runner(sink, bench).run(until: ended()) == .drained)
        let letters = try await bench.deadLetters()
        #expect(letters.map(\.origin) == [.sink(name: "scripted", signal: 9)])
        #expect(letters.map(\.reason) == ["it is larger than the other side accepts"])
    }

    @Test func `What is refused is a dead letter, with the other side's words`() async throws {
        let bench = try await bench(1...5)
        let sink = ScriptedSink { page, _ in
            let cause = Cause(.refused, "refused", theirs: "no such channel")
            return .dealt(through: page.items.count, refused: [Refusal(item: 2, cause: cause, payload: [1])])
        }
        #expect(try await runner(sink, bench).run(until: ended()) == .drained)
        #expect(try await bench.deadLetters().map(\.origin) == [.sink(name: "scripted", signal: 3)])
        #expect(try await bench.deadLetters().map(\.reason) == ["no such channel"])
    }

    @Test func `A page is read anew for every attempt, so that a signal forgotten meanwhile is not told`() async throws
    {
        let bench = try await bench(1...3)
        let attempts = Mutex(0)
        let sink = ScriptedSink { page, _ in
            let attempt = attempts.withLock { attempts in
                attempts += 1
                return attempts
            }
            guard attempt == 1 else { return .dealt(through: page.items.count) }
            await #expect(throws: Never.self) { try await forget("file:2", bench.store) }
            return .later(Cause(.busy, "busy"))
        }
        #expect(try await runner(sink, bench).run(until: ended()) == .drained)
        #expect(sink.ids == [["1", "2", "3"], ["1", "3"]])
        #expect(sink.pages[1].items.first?.stream == .removals)
    }

    @Test func `Notes of one delivery are there in the next, by signal, and tell what to remove`() async throws {
        let bench = try await bench(1...3)
        let removed = Mutex<[[UInt8]?]>([])
        let sink = ScriptedSink { page, memory in
            var notes: [ReaderMemory.Change] = []
            for item in page.items {
                switch item.content {
                case .signal(let entry):
                    notes.append(.set(key: [UInt8(entry.number)], value: [42], signal: entry.number))
                case .removal(let removal):
                    removed.withLock { $0.append(memory[[UInt8(removal.signal ?? 0)]]) }
                case .figure, .decision: break
                }
            }
            return .dealt(through: page.items.count, memory: notes)
        }
        #expect(try await runner(sink, bench).run(until: ended()) == .drained)
        try await forget("file:2", bench.store)
        #expect(try await runner(sink, bench).run(until: ended()) == .drained)
        #expect(removed.withLock { $0 } == [[42]])
    }

    @Test func `A delivery that hangs is given up when the time to drain is over, and nothing is dealt`() async throws {
        let bench = try await bench(1...3)
        let (latch, begun) = (Latch(), Latch())
        let sink = ScriptedSink { page, _ in
            begun.open()
            try? await Task.sleep(for: .seconds(3600))
            return .dealt(through: page.items.count)
        }
        let runner = runner(sink, bench, drainTimeout: .milliseconds(20)) { $0.grace = .milliseconds(20) }
        async let ending = runner.run(until: latch)
        try await Eventually.comes("a delivery is under way") { begun.isOpen }
        latch.open()
        guard case .left(3, let cause) = try await ending else {
            Issue.record("what hangs is told nothing")
            return
        }
        #expect(cause.code == .noAnswer)
        #expect(try await bench.store.backlog(of: "scripted") == 3)
    }

    @Test func `A delivery that takes too long is cancelled and tried again with a smaller page`() async throws {
        let bench = try await bench(1...16)
        let sink = ScriptedSink { page, _ in
            if page.items.count > 4 { try? await Task.sleep(for: .seconds(3600)) }
            return .dealt(through: page.items.count)
        }
        let runner = runner(sink, bench) { $0.delivery = .milliseconds(50) }
        #expect(try await runner.run(until: ended()) == .drained)
        #expect(sink.pages.map(\.items.count).prefix(3) == [16, 8, 4])
    }

    @Test func `A task that is cancelled deals with nothing`() async throws {
        let bench = try await bench(1...3)
        let begun = Latch()
        let sink = ScriptedSink { page, _ in
            begun.open()
            try? await Task.sleep(for: .seconds(3600))
            return .dealt(through: page.items.count)
        }
        let runner = runner(sink, bench)
        let task = Task { try await runner.run(until: Latch()) }
        try await Eventually.comes("a delivery is under way") { begun.isOpen }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(try await bench.store.backlog(of: "scripted") == 3)
    }

    @Test func `Told to stop, it tells no further page`() async throws {
        let bench = try await bench(1...10)
        let stop = Latch()
        let sink = ScriptedSink(pageLimit: 3) { page, _ in
            stop.open()
            return .dealt(through: page.items.count)
        }
        #expect(try await runner(sink, bench).run(until: stop, drains: { false }) == .stopped)
        #expect(sink.ids == [["1", "2", "3"]])
        #expect(try await bench.store.backlog(of: "scripted") == 7)
    }

    @Test func `A commit wakes the sink at once`() async throws {
        let bench = try await bench(1...1)
        let latch = Latch()
        let sink = ScriptedSink()
        let runner = runner(sink, bench) { $0.look = .seconds(3600) }
        async let ending = runner.run(until: latch)
        try await Eventually.comes("it has the first") { sink.pages.count == 1 }
        try bench.write(2...2)
        try await bench.hear(bench.fileFeed())
        try await Eventually.comes("it has the second") { sink.ids.last == ["2"] }
        latch.open()
        #expect(try await ending == .drained)
    }

    @Test func `A sink that is down holds up no other`() async throws {
        let bench = try await bench(1...50)
        let down = ScriptedSink("down") { _, _ in .held(Cause(.credentials, "refused")) }
        let up = ScriptedSink("up")
        async let first = runner(down, bench).run(until: ended())
        #expect(try await runner(up, bench).run(until: ended()) == .drained)
        #expect(try await first == .left(signals: 50, cause: Cause(.credentials, "refused")))
        #expect(try await bench.store.sinks().map { $0.waiting?.code } == [.credentials, nil])
    }

    @Test func `Entries that expired leave one counted dead letter`() async throws {
        let bench = try await bench(1...1)
        let sink = ScriptedSink(start: .now)
        #expect(try await runner(sink, bench).run(until: ended()) == .drained)
        #expect(sink.pages.isEmpty, "no history")
        try bench.write(2...4)
        try await bench.hear(bench.fileFeed())
        let later = SinkRunner(
            sink: sink,
            store: bench.store,
            drainTimeout: .zero,
            now: { Timestamp(seconds: 1_501_000_000) }
        )
        #expect(try await later.run(until: ended()) == .drained)
        #expect(sink.pages.isEmpty)
        let reason = "3 entries expired before they could be told"
        #expect(try await bench.deadLetters().map(\.reason) == [reason])
        #expect(try await bench.deadLetters().map(\.origin) == [.expired(sink: "scripted")])
    }
}

/// Forgets a signal that is kept.
func forget(_ id: String, _ store: Store, at time: Timestamp = Timestamp(seconds: 1_500_000_050)) async throws {
    let plan = try await store.plan(toForget: .signal(SignalID(qualified: id)))
    _ = try await store.forget(plan, at: time)
}
