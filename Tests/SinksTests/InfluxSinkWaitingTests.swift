import Foundation
import Signals
import Sinks
import TestSupport
import Testing
import Web

/// When a sink waits, for how long, and what it leaves in the outbox meanwhile.
@Suite struct InfluxSinkWaitingTests {
    private let entries = (1...20 as ClosedRange<Int64>).map { OutboxEntry.made($0) }

    @Test func `The cursor moves only past what the server took, and goes on from there`() async throws {
        let server = try ScriptedServer([.written, .written, .status(500, body: "oops")])
        let bench = try SinkBench(entries, server) { $0.points = 8 }
        #expect(await bench.drain() == .later("the server failed (500): oops"))
        #expect(await bench.outbox.moves == [4, 8])
        #expect(await bench.drain() == .drained)
        #expect(await bench.outbox.moves == [4, 8, 12, 16, 20])
        let written = server.requests.map(SinkBench.ids)
        #expect(written[2] == written[3], "what was refused is sent again")
        #expect(
            (written[0...1] + written[3...]).flatMap(\.self) == (1...20).map(String.init),
            "the order is that of the outbox"
        )
    }

    @Test func `An empty outbox sends nothing`() async throws {
        let bench = try SinkBench([], ScriptedServer())
        #expect(await bench.drain() == .drained)
        #expect(bench.server.requests.isEmpty)
    }

    @Test(arguments: [429, 503])
    func `A stated wait is handed on`(status: Int) async throws {
        let bench = try SinkBench(entries, ScriptedServer([.status(status, headers: ["Retry-After": "17"])]))
        #expect(await bench.drain() == .later("the server is busy (\(status))", atLeast: .seconds(17)))
        #expect(await bench.outbox.moves.isEmpty)
    }

    @Test(arguments: ["nan", "-1e300", "inf", "Wed, 21 Oct 2015 07:28:00 GMT", "", "0x11", "99999999999999999999"])
    func `A stated wait that cannot be read is left to our own`(stated: String) async throws {
        let bench = try SinkBench(entries, ScriptedServer([.status(503, headers: ["Retry-After": stated])]))
        #expect(await bench.drain() == .later("the server is busy (503)"))
    }

    @Test(arguments: [401, 403])
    func `Refused credentials hold the outbox and say so`(status: Int) async throws {
        let answer = ScriptedServer.Answer.status(status, headers: ["WWW-Authenticate": "Basic realm=\"InfluxDB\""])
        let bench = try SinkBench(entries, ScriptedServer([answer]), credentials: "user:secret@")
        let outcome = await bench.drain()
        let reason =
            "the server refuses the credentials (\(status)). Set EARSHOT_INFLUX_USERNAME and EARSHOT_INFLUX_PASSWORD, "
            + "or username and password_file in the configuration"
        #expect(outcome == .held(reason))
        #expect(await bench.outbox.moves.isEmpty)
        #expect(await bench.outbox.refused.isEmpty)
        #expect(bench.server.requests.count == 1, "it is not tried again at once")
    }

    @Test(.enabled(if: TLSServer.isAvailable, "openssl is not installed"))
    func `A certificate that has expired holds the outbox until a person renews it`() async throws {
        let server = try TLSServer(.expired)
        let (outbox, entries) = (MemoryOutbox(entries), entries.count)
        let outcome = try await Web.using(WebConfiguration(environment: ["SSL_CERT_FILE": server.authority])) { web in
            let target = try InfluxTarget(url: "https://localhost:\(server.port)", database: "twitter")
            return await SinkBench.drain(outbox, into: PointSink(target: target, http: WebWriter(web)))
        }
        let reason = "the certificate of https://localhost:\(server.port) has expired. Renew it on the server"
        #expect(outcome == .held(reason), "not later, which would be tried again and again")
        #expect(await outbox.moves.isEmpty)
        #expect(await outbox.entries.count == entries)
    }

    @Test(arguments: [301, 307])
    func `A redirect is not followed, for points and credentials are meant for one address`(status: Int) async throws {
        let elsewhere = try ScriptedServer()
        let answer = ScriptedServer.Answer.status(status, headers: ["Location": elsewhere.url + "/write"])
        let bench = try SinkBench(entries, ScriptedServer([answer]), credentials: "user:secret@")
        guard case .held(let reason) = await bench.drain() else {
            Issue.record("a redirect holds the outbox")
            return
        }
        #expect(reason.hasPrefix("the server redirects elsewhere (\(status))"))
        #expect(elsewhere.requests.isEmpty)
    }

    @Test(arguments: [ScriptedServer.Answer.closed, .brokenOff])
    func `A connection that ends before the answer does means the same again`(
        answer: ScriptedServer.Answer
    ) async throws {
        let server = try ScriptedServer([.written, answer])
        let bench = try SinkBench(entries, server) { $0.points = 20 }
        guard case .later(let reason, nil) = await bench.drain() else {
            Issue.record("no answer is no success")
            return
        }
        #expect(reason.hasPrefix("no answer: "))
        #expect(await bench.outbox.moves == [10])
        #expect(await bench.drain() == .drained)
        let written = server.requests.map(SinkBench.ids)
        #expect(written.last == (11...20).map(String.init))
        #expect(Set(written.dropFirst()).count == 1, "the same bytes again, so that nothing is there twice")
        #expect(await bench.outbox.cursor == 20)
    }

    @Test func `A server that is not there is waited for`() async throws {
        let target = try InfluxTarget(url: "http://127.0.0.1:\(FreePort.find())", database: "twitter")
        let outbox = MemoryOutbox(entries)
        let sink = PointSink(target: target, http: WebWriter(SharedWeb.web))
        guard case .later(let reason, nil) = await SinkBench.drain(outbox, into: sink) else {
            Issue.record("a refused connection is tried again")
            return
        }
        #expect(reason.hasPrefix("no answer: nothing listens at http://127.0.0.1:"), "\(reason)")
        #expect(await outbox.moves.isEmpty)
    }

    @Test func `A missing database is created, once, and the points follow`() async throws {
        let missing = ScriptedServer.Answer.status(404, body: #"{"error":"database not found: \"twitter\""}"#)
        let bench = try SinkBench(entries, ScriptedServer([missing, .status(200, body: #"{"results":[{}]}"#)]))
        #expect(await bench.drain() == .drained)
        let targets = bench.server.requests.map(\.target)
        #expect(targets.count == 3 && targets[0] == targets[2])
        #expect(targets[1].removingPercentEncoding == #"/query?q=CREATE DATABASE "twitter""#)
        #expect(bench.server.requests[0].lines == bench.server.requests[2].lines)
    }

    @Test(arguments: [200, 201])
    func `A page that answers in the server's place is no success`(status: Int) async throws {
        let server = try ScriptedServer { _ in .status(status, body: "<html>Login to the hotel wifi</html>") }
        let removal = OutboxRemoval(number: 1, instant: 7, sourceTag: "x")
        for bench in [try SinkBench(entries, server), try SinkBench(entries, server, removals: [removal])] {
            guard case .held(let reason) = await bench.drain() else {
                Issue.record("InfluxDB answers a write with 204")
                return
            }
            #expect(reason.hasPrefix("what answers there is not InfluxDB: it says \(status)"))
            #expect(await bench.outbox.moves.isEmpty)
        }
    }

    @Test func `Credentials that a server echoes are in no reason`() async throws {
        let basic = Data("user:se+cret".utf8).base64EncodedString()
        let echo = #"you sent {"authorization": "Basic \#(basic)"} for user:se+cret, se%2Bcret"#
        for status in [500, 418, 400] {
            let server = try ScriptedServer { _ in .status(status, body: echo) }
            let bench = try SinkBench([.made(1, topics: [])], server, credentials: "user:se%2Bcret@")
            let outcome = await bench.drain()
            let said = await "\(outcome) \(bench.outbox.reasons)"
            #expect(said.contains("you sent"), "\(said)")
            for secret in [basic, "se+cret", "se%2Bcret"] { #expect(!said.contains(secret), "\(said)") }
        }
    }

    @Test func `A database that is not created holds the outbox after one try`() async throws {
        let bench = try SinkBench(entries, ScriptedServer { _ in .status(404, body: "404 page not found") })
        guard case .held(let reason) = await bench.drain() else {
            Issue.record("no database, no points")
            return
        }
        #expect(reason.contains("404 page not found"))
        #expect(bench.server.requests.count == 2)
    }
}
