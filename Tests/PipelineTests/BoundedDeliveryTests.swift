import Pipeline
import Signals
import Sinks
import Store
import Synchronization
import TestSupport
import Testing

/// Sinks that go on although their delivery was cancelled.
@Suite(.timeLimit(.minutes(1)))
struct BoundedDeliveryTests {
    private let release = Latch()
    private let begun = Latch()

    private func bench() async throws -> FeedBench {
        let bench = try await FeedBench()
        try bench.write(1...3)
        try await bench.hear(bench.fileFeed())
        return bench
    }

    /// A sink whose first delivery ends when it is released, and not before.
    private func sink(_ together: @escaping @Sendable (Int) -> Void = { _ in }) -> ScriptedSink {
        let (release, begun) = (release, begun)
        return ScriptedSink { page, _ in
            together(1)
            defer { together(-1) }
            if !begun.isOpen {
                begun.open()
                // A task of its own is not cancelled with this one.
                await Task { while !release.isOpen { try? await Task.sleep(for: .milliseconds(5)) } }.value
            }
            return .dealt(through: page.items.count)
        }
    }

    private func runner(_ sink: ScriptedSink, _ bench: FeedBench, drainTimeout: Duration = .seconds(20)) -> SinkRunner {
        var limits = SinkRunner.Limits()
        (limits.delivery, limits.cancellation, limits.grace) = (.milliseconds(50), .milliseconds(20), .milliseconds(20))
        return SinkRunner(
            sink: sink,
            store: bench.store,
            drainTimeout: drainTimeout,
            limits: limits,
            jitter: { 0.001 },
            now: { Timestamp(seconds: 1_500_000_100) }
        )
    }

    @Test func `It is left to itself, and gets no second page before it has ended`() async throws {
        let bench = try await bench()
        let counts = Mutex((now: 0, most: 0))
        let sink = sink { change in
            counts.withLock { counts in
                counts.now += change
                counts.most = max(counts.most, counts.now)
            }
        }
        let ended = Latch()
        ended.open()
        async let ending = runner(sink, bench).run(until: ended)
        let reason = "no answer: a delivery that was given up has not ended yet"
        try await Eventually.comes("the sink is waited for") {
            try await bench.store.sinks().first?.waiting == Cause(.noAnswer, reason)
        }
        #expect(try await bench.store.backlog(of: "scripted") == 3, "nothing of what was given up counts")
        release.open()
        #expect(try await ending == .drained)
        #expect(sink.ids == [["1", "2", "3"], ["1"], ["2", "3"]])
        #expect(counts.withLock(\.most) == 1)
    }

    @Test func `A runner that is cancelled ends without it`() async throws {
        let bench = try await bench()
        let runner = runner(sink(), bench)
        let task = Task { try await runner.run(until: Latch()) }
        try await Eventually.comes("a delivery is under way") { begun.isOpen }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(!release.isOpen)
        #expect(try await bench.store.backlog(of: "scripted") == 3)
        release.open()
    }

    @Test func `The end of draining does not wait for it`() async throws {
        let bench = try await bench()
        let ended = Latch()
        ended.open()
        let ending = try await runner(sink(), bench, drainTimeout: .milliseconds(20)).run(until: ended)
        guard case .left(3, let cause) = ending else {
            Issue.record("nothing was told")
            return
        }
        #expect(cause.code == .noAnswer)
        release.open()
    }

    @Test func `It has five seconds to end`() {
        #expect(SinkRunner.Limits().cancellation == .seconds(5))
    }
}
