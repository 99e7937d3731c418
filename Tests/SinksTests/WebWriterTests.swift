import Foundation
import Signals
import Sinks
import TestSupport
import Testing
import Web

/// Posts of sinks, as servers of every kind answer them.
@Suite(.timeLimit(.minutes(1)))
struct WebWriterTests {
    private func post(to url: String, timeLimit: Duration = .seconds(30), now: Int64 = 0) async throws -> HTTPAnswer {
        let writer = WebWriter(SharedWeb.web, timeLimit: timeLimit) { Timestamp(seconds: now) }
        return try await writer.post(
            Array("point".utf8),
            to: try #require(URL(string: url)),
            headers: ["Content-Type": "text/plain"]
        )
    }

    @Test func `A stated wait is in seconds, or until a date`() async throws {
        let answers = ["17", "Sun, 06 Nov 1994 08:49:37 GMT", "soon"].map {
            ScriptedServer.Answer.status(503, headers: ["Retry-After": $0])
        }
        let server = try ScriptedServer(answers)
        #expect(try await post(to: server.url).retryAfter == .seconds(17))
        #expect(try await post(to: server.url, now: 784_111_777 - 90).retryAfter == .seconds(90))
        #expect(try await post(to: server.url).retryAfter == nil)
    }

    @Test func `Of a long answer the first 4 kB are read, and of an endless one too`() async throws {
        let server = try RawServer { connection in
            connection.request()
            connection.send("HTTP/1.1 500 X\r\n\r\n")
            while connection.send(String(repeating: "x", count: 10_000)) {}
        }
        let answer = try await post(to: "http://127.0.0.1:\(server.port)/write")
        #expect(answer == HTTPAnswer(status: 500, body: String(repeating: "x", count: 4096)))
    }

    @Test func `An answer that drips is no answer after the time limit`() async throws {
        let server = try RawServer { connection in
            connection.request()
            connection.send("HTTP/1.1 500 X\r\nContent-Length: 100000\r\n\r\n")
            while connection.send("x") { Thread.sleep(forTimeInterval: 0.02) }
        }
        let url = "http://127.0.0.1:\(server.port)"
        await #expect(
            throws: NoAnswer(
                reason: "the answer of \(url) was not complete after 200 milliseconds. Is the server overloaded?"
            )
        ) {
            try await post(to: url, timeLimit: .milliseconds(200))
        }
    }

    @Test func `Points reach an InfluxDB at an IPv6 address`() async throws {
        let server = try RawServer(.ipv6) { connection in
            while connection.request() != nil { connection.send("HTTP/1.1 204 No Content\r\n\r\n") }
        }
        let target = try InfluxTarget(url: "http://ada:s3cret@[::1]:\(server.port)/influx/", database: "twitter")
        #expect(target.name == "influxdb:http://[::1]:\(server.port)/influx/twitter")
        let sink = PointSink(target: target, http: WebWriter(SharedWeb.web))
        #expect(await SinkBench.drain(MemoryOutbox([.made(1)]), into: sink) == .drained)
        #expect(server.requests.map(\.target) == ["/influx/write?db=twitter&precision=ns"])
        #expect(server.requests.first?.headers["authorization"]?.hasPrefix("Basic ") == true)
    }
}
