import Foundation
import Pipeline
import Signals
import Sinks
import Store
import Synchronization
import TestSupport
import Testing

/// Replays told to a real server that is not willing.
@Suite(.enabled(if: InfluxServer.isInstalled, "influxd is not installed"), .timeLimit(.minutes(1)))
struct InfluxOutageTests {
    @Test func `A server killed and started again five times during a replay loses and doubles nothing`() async throws {
        let server = try await InfluxServer.started(databases: "twitter")
        let bench = try InfluxBench()
        let posts = InfluxBench.posts(0..<10_000)
        let http = FlakyServerWriter(server, deaths: [3, 6, 9, 12, 15])
        let result = try await bench.replay(posts, to: bench.target(server), http: http) { $0.points = 1000 }
        #expect(result.ending == .drained)
        #expect(http.count > 15, "all deaths were met")
        #expect(try await InfluxBench.counts(in: server, posts: posts.count) == InfluxBench.counts(of: posts))
        #expect(try await InfluxBench.points("posts", in: server) == result.summary.kept)
        #expect(try await bench.store.deadLetterCount() == 0)
        #expect(try await bench.waiting() == [nil])
    }

    @Test func `A server that is down leaves everything for the next run, with the reason`() async throws {
        let server = try await InfluxServer.started()
        try await server.end()
        let bench = try InfluxBench()
        let posts = InfluxBench.posts(0..<1000)
        let target = try bench.target(server)
        let first = try await bench.replay(posts, to: target, timeout: .milliseconds(300))
        guard case .left(let signals, let cause) = first.ending else {
            Issue.record("nothing can be sent to a server that is down")
            return
        }
        #expect(signals == first.summary.kept && signals > 0)
        #expect(cause.code == .noAnswer)
        #expect(try await bench.waiting() == [cause.expanded])
        try await server.restart()
        let second = try await bench.replay([], to: target)
        #expect(second.ending == .drained)
        #expect(try await InfluxBench.counts(in: server, posts: posts.count) == InfluxBench.counts(of: posts))
        #expect(try await bench.waiting() == [nil])
    }

    @Test func `Wrong credentials hold the outbox, and the right ones send it`() async throws {
        let server = try await InfluxServer.started(authenticates: true)
        try await server.run("CREATE USER admin WITH PASSWORD 'right' WITH ALL PRIVILEGES")
        let bench = try InfluxBench()
        let posts = InfluxBench.posts(0..<500)
        let password = Mutex("wrong")
        let target = try bench.target(server, username: "admin", password: password.withLock { $0 })
        let first = try await bench.replay(posts, to: target)
        let reason =
            "the server refuses the credentials (401). Set EARSHOT_INFLUX_USERNAME and EARSHOT_INFLUX_PASSWORD, "
            + "or username and password_file in the configuration"
        #expect(first.ending == .left(signals: first.summary.kept, cause: Cause(.credentials, reason)))
        #expect(try await bench.waiting() == [reason])
        password.withLock { $0 = "right" }
        #expect(try await bench.replay([], to: target).ending == .drained)
        let points = try await InfluxBench.points("posts", in: server, user: "admin", password: "right")
        #expect(points == first.summary.kept)
    }

    @Test func `A user who may not create the database is told so, and goes on once it is there`() async throws {
        let server = try await InfluxServer.started(authenticates: true)
        try await server.run("CREATE USER admin WITH PASSWORD 'right' WITH ALL PRIVILEGES")
        func asAdmin(_ statement: String) async throws {
            try await server.run(statement, user: "admin", password: "right")
        }
        try await asAdmin("CREATE USER ear WITH PASSWORD 'listen'")
        let bench = try InfluxBench()
        let target = try bench.target(server, username: "ear", password: "listen")
        let first = try await bench.replay(InfluxBench.posts(0..<100), to: target)
        guard case .left(_, let cause) = first.ending else {
            Issue.record("there is no database to write to")
            return
        }
        #expect(cause.ours.contains("database") || cause.code == .credentials, "\(cause.expanded)")
        try await asAdmin("CREATE DATABASE twitter")
        try await asAdmin("GRANT WRITE ON twitter TO ear")
        #expect(try await bench.replay([], to: target).ending == .drained)
    }
}
