import Foundation
import Signals
import Sinks
import Synchronization
import TestSupport
import Testing

/// Sinks as guests of Swift's thread pool, which has as many threads as the machine has cores.
@Suite(.timeLimit(.minutes(1)))
struct InfluxSinkTaskTests {
    private let entries = (1...4 as ClosedRange<Int64>).map { OutboxEntry.made($0) }

    @Test func `Sinks that wait for an answer leave the threads to others`() async throws {
        let gate = DispatchSemaphore(value: 0)
        let benches = try (0..<32).map { _ in try SinkBench(entries, ScriptedServer([.late(gate, .written)])) }
        try await withThrowingTaskGroup { group in
            for bench in benches { group.addTask { _ = await bench.drain() } }
            // This task can only go on when those that wait hold no thread.
            while benches.contains(where: \.server.requests.isEmpty) { await Task.yield() }
            for _ in benches { gate.signal() }
            try await group.waitForAll()
        }
        for bench in benches { #expect(await bench.outbox.cursor == 4) }
    }

    @Test func `A delivery that is cancelled while it waits for an answer stops, and deals with nothing`() async throws
    {
        let gate = DispatchSemaphore(value: 0)
        defer { gate.signal() }
        let bench = try SinkBench(entries, ScriptedServer([.late(gate, .written)]))
        let task = Task { await bench.drain() }
        while bench.server.requests.isEmpty { await Task.yield() }
        task.cancel()
        #expect(await task.value == .later("the delivery was cancelled"))
        #expect(await bench.outbox.moves.isEmpty)
    }

    @Test func `A drain that is cancelled between two writes sends no more`() async throws {
        let outbox = MemoryOutbox(entries)
        let http = CancellingWriter()
        var configuration = PointSink.Configuration()
        configuration.points = 2
        let target = try InfluxTarget(url: "http://127.0.0.1:8086", database: "twitter")
        let sink = PointSink(target: target, http: http, configuration: configuration)
        let task = Task { await SinkBench.drain(outbox, into: sink) }
        #expect(await task.value == .later("the delivery was cancelled"))
        #expect(http.count.withLock { $0 } == 1)
        #expect(await outbox.moves == [1], "what was taken before is not sent again")
    }

    /// Takes every write, and cancels the task that sends it.
    private final class CancellingWriter: HTTPWriter {
        let count = Mutex(0)

        func head(_ url: URL) -> HTTPAnswer { HTTPAnswer(status: 204, body: "") }

        func post(_ body: [UInt8], to url: URL, headers: [String: String]) -> HTTPAnswer {
            count.withLock { $0 += 1 }
            withUnsafeCurrentTask { $0?.cancel() }
            return HTTPAnswer(status: 204, body: "")
        }
    }
}
