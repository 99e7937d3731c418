import Foundation
import Signals
import Sinks
import TestSupport
import Testing

/// What goes over the wire.
@Suite struct InfluxSinkRequestTests {
    @Test func `Points go to the database in nanoseconds`() async throws {
        let bench = try SinkBench([.made(1)], ScriptedServer())
        #expect(await bench.drain() == .drained)
        let request = try #require(bench.server.requests.first)
        #expect(request.method == "POST")
        #expect(request.target == "/write?db=twitter&precision=ns")
        #expect(request.lines.map { $0.prefix(6) } == ["posts,", "tweets"])
    }

    @Test func `Credentials are in the header and nowhere else`() async throws {
        let bench = try SinkBench(
            [.made(1)],
            ScriptedServer([.status(404), .status(200, body: #"{"results":[{}]}"#)]),
            credentials: "us%40er:pass%3Aword@"
        )
        #expect(await bench.drain() == .drained)
        let expected = "Basic " + Data("us@er:pass:word".utf8).base64EncodedString()
        #expect(bench.server.requests.count == 3, "a write, the creation of the database, the write again")
        for request in bench.server.requests {
            #expect(request.headers["authorization"] == expected)
            #expect(!request.target.contains("pass") && !request.body.contains("pass"))
        }
        #expect(bench.sink.reader.identity == "influxdb:\(bench.server.url)/twitter")
        #expect("\(bench.sink)" == bench.sink.reader.identity)
    }

    @Test func `Without credentials there is no such header`() async throws {
        let bench = try SinkBench([.made(1)], ScriptedServer())
        _ = await bench.drain()
        #expect(bench.server.requests.map { $0.headers["authorization"] } == [nil])
    }

    @Test func `A large body is compressed, a small one is not`() async throws {
        let bench = try SinkBench([.made(1), .made(2), .made(3)], ScriptedServer()) { $0.points = 2 }
        #expect(await bench.drain() == .drained)
        #expect(bench.server.requests.map(\.isCompressed) == [false, false, false])
        let large = try SinkBench((1...50 as ClosedRange<Int64>).map { OutboxEntry.made($0) }, ScriptedServer())
        #expect(await large.drain() == .drained)
        let request = try #require(large.server.requests.first)
        #expect(request.isCompressed)
        #expect(request.lines.count == 100)
        #expect(request.sent.count < request.body.utf8.count / 4)
    }

    @Test func `Bodies are compressed above a thousand bytes`() async throws {
        for size in [1024 - 200, 1025] {
            let bench = try SinkBench(
                [.made(1, author: String(repeating: "a", count: size), topics: [])],
                ScriptedServer()
            )
            _ = await bench.drain()
            let request = try #require(bench.server.requests.first)
            #expect(request.isCompressed == (request.body.utf8.count > 1024))
        }
    }

    @Test func `A write has 5000 points at most`() async throws {
        let topics = ["a", "b", "c"]
        let entries = (1...6000 as ClosedRange<Int64>).map {
            OutboxEntry.made($0, topics: Array(topics.prefix(Int($0 % 4))))
        }
        let bench = try SinkBench(entries, ScriptedServer())
        #expect(await bench.drain() == .drained)
        #expect(bench.server.requests.allSatisfy { $0.lines.count <= 5000 })
        #expect(bench.server.requests.flatMap(SinkBench.ids) == (1...6000).map(String.init))
        #expect(bench.server.requests.count <= 5, "writes are as full as that allows")
        #expect(await bench.outbox.largestRead <= 5000)
    }

    @Test func `A write has about a megabyte at most`() async throws {
        let entries = (1...100 as ClosedRange<Int64>).map {
            OutboxEntry.made($0, author: String(repeating: "é", count: 20_000))
        }
        let bench = try SinkBench(entries, ScriptedServer())
        #expect(await bench.drain() == .drained)
        let sizes = bench.server.requests.map { $0.body.utf8.count }
        #expect(sizes.allSatisfy { $0 <= 1 << 20 })
        #expect(sizes.dropLast().allSatisfy { $0 > 900_000 }, "writes are as full as that allows")
        #expect(bench.server.requests.flatMap(SinkBench.ids) == (1...100).map(String.init))
    }

    @Test func `A post with more points than a write may hold is one write`() async throws {
        let topics = (0..<20).map { "topic\($0)" }
        let bench = try SinkBench([.made(1), .made(2, topics: topics), .made(3)], ScriptedServer()) { $0.points = 10 }
        #expect(await bench.drain() == .drained)
        #expect(bench.server.requests.map(\.lines.count) == [2, 21, 2])
    }

    @Test func `The line as heard is sent only when asked for`() async throws {
        for includesRaw in [false, true] {
            let entry = OutboxEntry.made(1, raw: Array(#"{"text":"hello"}"#.utf8))
            let bench = try SinkBench([entry], ScriptedServer()) { $0.includesRaw = includesRaw }
            _ = await bench.drain()
            let body = bench.server.requests.map(\.body).joined()
            #expect(body.contains(#"raw="{\"text\":\"hello\"}""#) == includesRaw)
        }
    }
}
