import Signals
import Sinks
import TestSupport
import Testing

/// Points of forgotten signals, and volatile ones.
@Suite struct InfluxDeletionTests {
    private static func deletion(_ number: Int64, tag: String = "x") -> OutboxRemoval {
        OutboxRemoval(number: number, instant: 1000 + number, sourceTag: tag)
    }

    @Test func `Forgotten signals are deleted before anything is sent`() async throws {
        let bench = try SinkBench(
            [.made(1)],
            ScriptedServer([.status(200, body: #"{"results":[{"statement_id":0}]}"#)]),
            removals: [Self.deletion(1), Self.deletion(2)]
        )
        #expect(await bench.drain() == .drained)
        #expect(bench.server.requests.map(\.target) == ["/query?db=twitter", "/write?db=twitter&precision=ns"])
        let body = try #require(bench.server.requests.first).body
        #expect(body.hasPrefix("q=DELETE%20FROM%20%22tweets%22%2C%22posts%22%20WHERE%20time%20%3D%201001%20AND%20"))
        #expect(body.contains("%3BDELETE"))
        #expect(await bench.outbox.removed == 2)
    }

    @Test func `A request deletes a hundred, and none is left out`() async throws {
        let bench = try SinkBench(
            [],
            ScriptedServer { _ in .status(200, body: #"{"results":[]}"#) },
            removals: (1...250 as ClosedRange<Int64>).map { Self.deletion($0) }
        )
        #expect(await bench.drain() == .drained)
        #expect(bench.server.requests.count == 3)
        #expect(bench.server.requests.map { $0.body.ranges(of: "DELETE").count } == [100, 100, 50])
    }

    @Test func `A server that is down or refuses keeps them for later, with the reason`() async throws {
        let answers: [ScriptedServer.Answer] = [
            .closed, .status(503), .status(401), .status(400, body: #"{"error":"no DELETE here"}"#),
            .status(200, body: #"{"results":[{"statement_id":0,"error":"timeout"}]}"#),
        ]
        for answer in answers {
            let bench = try SinkBench([.made(1)], ScriptedServer([answer]), removals: [Self.deletion(1)])
            #expect(await bench.drain() != .drained, "\(answer)")
            #expect(await bench.outbox.removed == 0)
            #expect(await bench.outbox.cursor == 0)
        }
    }

    @Test func `A database that is not there is made, and has nothing to delete`() async throws {
        let missing = #"{"results":[{"statement_id":0,"error":"not executed"}]}"#
        let bench = try SinkBench(
            [],
            ScriptedServer([
                .status(200, body: missing), .status(200, body: #"{"results":[]}"#),
                .status(200, body: #"{"results":[]}"#),
            ]),
            removals: [Self.deletion(1)]
        )
        #expect(await bench.drain() == .drained)
        #expect(bench.server.requests.count == 3)
        #expect(await bench.outbox.removed == 1)
    }

    private static func volatile(_ number: Int64) -> OutboxEntry {
        .made(number, author: "zoe", raw: Array("damn".utf8), isVolatile: true)
    }

    @Test(arguments: VolatilePolicy.allCases)
    func `Volatile signals leave as they are, without words, or not at all`(policy: VolatilePolicy) async throws {
        let bench = try SinkBench([.made(1), Self.volatile(2), Self.volatile(3)], ScriptedServer()) {
            $0.volatile = policy
            $0.includesRaw = true
        }
        #expect(await bench.drain() == .drained)
        #expect(await bench.outbox.cursor == 3)
        let body = bench.server.requests.map(\.body).joined()
        #expect(bench.server.requests.flatMap(SinkBench.ids) == (policy == .drop ? ["1"] : ["1", "2", "3"]))
        #expect(body.contains("zoe") == (policy == .keep))
        #expect(body.contains("damn") == (policy == .keep))
    }

    @Test func `Where nothing is to leave nothing is asked of the server`() async throws {
        let bench = try SinkBench([Self.volatile(1), Self.volatile(2)], ScriptedServer()) { $0.volatile = .drop }
        #expect(await bench.drain() == .drained)
        #expect(bench.server.requests.isEmpty)
        #expect(await bench.outbox.cursor == 2)
    }

    @Test func `Policies have names`() {
        #expect(VolatilePolicy(name: "hide") == .hide)
        #expect(VolatilePolicy(name: "Hide") == nil)
        #expect(VolatilePolicy.allCases.map(\.name) == ["keep", "hide", "drop"])
    }
}
