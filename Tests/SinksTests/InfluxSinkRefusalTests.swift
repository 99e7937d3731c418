import Signals
import Sinks
import Synchronization
import TestSupport
import Testing

/// What becomes of points that the server refuses.
@Suite struct InfluxSinkRefusalTests {
    /// A server that keeps good lines, drops those with `bad` in them, and names none.
    private final class PartialServer: Sendable {
        private let kept = Mutex<Set<String>>([])

        var lines: Set<String> { kept.withLock { $0 } }

        func start(reason: String = "field type conflict") throws -> ScriptedServer {
            try ScriptedServer { request in
                let lines = request.lines.map(String.init)
                let good = lines.filter { !$0.contains("bad") }
                self.kept.withLock { $0.formUnion(good) }
                guard good.count < lines.count else { return .written }
                return .refused("partial write: \(reason) dropped=\(lines.count - good.count)")
            }
        }
    }

    @Test(arguments: [[1], [100], [37], [1, 2], [13, 14, 77], [1, 50, 100]])
    func `Offenders that nobody names are found, and all others are written`(offenders: [Int64]) async throws {
        let partial = PartialServer()
        let entries = (1...100 as ClosedRange<Int64>).map {
            OutboxEntry.made($0, author: offenders.contains($0) ? "bad" : "good")
        }
        let bench = try SinkBench(entries, try partial.start())
        #expect(await bench.drain() == .drained)
        #expect(partial.lines.count == 2 * (100 - offenders.count))
        #expect(await Set(bench.outbox.refused) == Set(offenders))
        #expect(await bench.outbox.reasons.allSatisfy { $0.hasPrefix("partial write: field type conflict dropped=") })
        #expect(await bench.outbox.payloads.allSatisfy { $0.contains("bad") })
        #expect(await bench.outbox.cursor == 100)
    }

    @Test func `Of a post with a bad point the good ones are written`() async throws {
        let partial = PartialServer()
        let entries = [OutboxEntry.made(1), .made(2, topics: ["devops", "bad", "swift"]), .made(3)]
        let bench = try SinkBench(entries, try partial.start())
        #expect(await bench.drain() == .drained)
        #expect(partial.lines.filter { $0.contains("post2") && $0.hasPrefix("tweets") }.count == 2)
        // The post's own point holds all keywords as text, so the server that looks for the word refuses it as well.
        #expect(await bench.outbox.refused == [2], "one letter for both points that are bad")
        #expect(await bench.outbox.payloads.map { $0.split(separator: "\n").count } == [2])
    }

    @Test(arguments: ["partial write: dropped=6", "partial write: dropped=1"])
    func `Volatile signals that do not leave have no part in what is refused beside them`(error: String) async throws {
        let server = try ScriptedServer { request in
            request.lines.contains { $0.contains("bad") } ? .refused(error) : .written
        }
        let entries = (1...6 as ClosedRange<Int64>).map {
            OutboxEntry.made($0, author: "bad", isVolatile: $0.isMultiple(of: 2))
        }
        let bench = try SinkBench(entries, server) { $0.volatile = .drop }
        #expect(await bench.drain() == .drained)
        #expect(await bench.outbox.refused == [1, 3, 5], "one letter a signal")
        #expect(await bench.outbox.cursor == 6)
    }

    @Test func `When all points of a write are refused it is not halved`() async throws {
        let entries = (1...50 as ClosedRange<Int64>).map { OutboxEntry.made($0, author: "bad") }
        let bench = try SinkBench(entries, try PartialServer().start(reason: "points beyond retention policy"))
        #expect(await bench.drain() == .drained)
        #expect(bench.server.requests.count == 1)
        let reasons = await bench.outbox.reasons
        #expect(reasons.count == 50)
        #expect(Set(reasons) == ["partial write: points beyond retention policy dropped=100"])
        #expect(await bench.outbox.payloads.first?.split(separator: "\n").count == 2)
    }

    @Test func `A line the server cannot parse is buried alone, although the server counts none as dropped`()
        async throws
    {
        let server = try ScriptedServer { request in
            let isBad = request.lines.contains { $0.contains("bad") }
            return isBad ? .refused("partial write: unable to parse dropped=0") : .written
        }
        let entries = (1...9 as ClosedRange<Int64>).map {
            OutboxEntry.made($0, author: $0 == 5 ? "bad" : nil, topics: [])
        }
        let bench = try SinkBench(entries, server)
        #expect(await bench.drain() == .drained)
        #expect(await bench.outbox.refused == [5])
        #expect(await bench.outbox.reasons == ["partial write: unable to parse dropped=0"])
    }

    @Test func `Writes that are too large are halved until they fit`() async throws {
        let server = try ScriptedServer { $0.body.utf8.count > 2000 ? .status(413, body: "too large") : .written }
        let bench = try SinkBench((1...64 as ClosedRange<Int64>).map { OutboxEntry.made($0) }, server)
        #expect(await bench.drain() == .drained)
        let taken = bench.server.requests.filter { $0.body.utf8.count <= 2000 }
        #expect(taken.flatMap(SinkBench.ids) == (1...64).map(String.init), "each is written once, in order")
        #expect(await bench.outbox.refused.isEmpty)
    }

    @Test func `A point that is too large alone is buried and does not hold up the others`() async throws {
        let server = try ScriptedServer { $0.body.contains("giant") ? .status(413) : .written }
        let entries = [OutboxEntry.made(1), .made(2, author: "giant", topics: []), .made(3)]
        let bench = try SinkBench(entries, server)
        #expect(await bench.drain() == .drained)
        #expect(await bench.outbox.reasons == ["the point is larger than the server accepts (413)"])
        #expect(await bench.outbox.cursor == 3)
    }

    @Test func `A server that goes away while offenders are looked for costs nothing`() async throws {
        let refused = ScriptedServer.Answer.refused("partial write: dropped=1")
        let server = try ScriptedServer([refused, .written, .closed]) { request in
            request.lines.contains { $0.contains("bad") } ? refused : .written
        }
        let entries = (1...8 as ClosedRange<Int64>).map {
            OutboxEntry.made($0, author: $0 == 6 ? "bad" : nil, topics: [])
        }
        let bench = try SinkBench(entries, server)
        guard case .later = await bench.drain() else {
            Issue.record("a connection that is closed leaves the rest for later")
            return
        }
        #expect(await bench.outbox.moves.isEmpty)
        #expect(await bench.outbox.refused.isEmpty)
        #expect(await bench.drain() == .drained)
        #expect(await bench.outbox.refused == [6])
    }
}
