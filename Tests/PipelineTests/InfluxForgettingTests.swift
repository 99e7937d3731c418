import Feeds
import Pipeline
import Signals
import Sinks
import Store
import TestSupport
import Testing

/// Forgotten signals leave a real server.
@Suite(.enabled(if: InfluxServer.isInstalled, "influxd is not installed"), .timeLimit(.minutes(1)))
struct InfluxForgettingTests {
    private func forget(_ id: SignalID, _ store: Store) async throws {
        let plan = try await store.plan(toForget: .signal(id))
        #expect(plan.signals.count == 1)
        _ = try await store.forget(plan, at: Timestamp(seconds: 1_700_000_000))
    }

    /// The ids of the points of a measurement.
    private func ids(_ measurement: String, in server: InfluxServer) async throws -> [InfluxSeries.Value] {
        let series = try await server.run("SELECT id, tweetid FROM \(measurement)", database: "twitter")[0]
        return series.first?.values("id") ?? []
    }

    @Test func `Points of forgotten signals go when the server is back, and all others stay`() async throws {
        let server = try await InfluxServer.started()
        let bench = try InfluxBench()
        let posts = InfluxBench.posts(0..<2000)
        let target = try bench.target(server)
        let first = try await bench.replay(posts, to: target)
        #expect(first.ending == .drained)
        let kept = try await bench.store.signals(limit: 10_000)
        let forgotten = kept.enumerated().filter { $0.offset % 10 == 0 }.map(\.element)
        try await server.end()
        for signal in forgotten { try await forget(signal.signal.id, bench.store) }
        let down = try await bench.replay([], to: target, timeout: .milliseconds(100))
        guard case .left(let waiting, _) = down.ending else {
            Issue.record("nothing can be deleted on a server that is down")
            return
        }
        #expect(waiting == forgotten.count)
        try await server.restart()
        #expect(try await bench.replay([], to: target).ending == .drained)
        let left = kept.filter { signal in !forgotten.contains { $0.signal.id == signal.signal.id } }
        let expected = left.map { InfluxSeries.Value.string($0.signal.id.qualified) }
        #expect(Set(try await ids("posts", in: server)) == Set(expected))
        #expect(try await InfluxBench.points("posts", in: server) == left.count)
        #expect(try await InfluxBench.points("tweets", in: server) == left.reduce(0) { $0 + $1.topics.count })
        #expect(try await bench.store.sinks().map(\.backlog) == [0])
        // Telling everything again brings none of them back.
        #expect(try await bench.replay(posts, to: target).summary.kept == 0)
        #expect(try await InfluxBench.points("posts", in: server) == left.count)
    }

    @Test func `A signal that is forgotten before it is sent never arrives`() async throws {
        let server = try await InfluxServer.started()
        let bench = try InfluxBench()
        try await bench.replay(InfluxBench.posts(0..<100), to: nil)
        let kept = try await bench.store.signals(limit: 1000)
        try await forget(kept[3].signal.id, bench.store)
        #expect(try await bench.replay([], to: bench.target(server)).ending == .drained)
        #expect(try await InfluxBench.points("posts", in: server) == kept.count - 1)
        #expect(try await ids("posts", in: server).contains(.string(kept[3].signal.id.qualified)) == false)
    }

    @Test func `A point on the same instant is there again`() async throws {
        let server = try await InfluxServer.started()
        let bench = try InfluxBench()
        // Two ids of one millisecond that share a nanosecond.
        let time = Timestamp(seconds: InfluxBench.start)
        var byInstant: [Int64: Int] = [:]
        var pair: (Int, Int)?
        for number in 1000..<40_000 where pair == nil {
            let instant = SignalID(source: "mastodon", id: "\(number)").instant(at: time)
            if let other = byInstant.updateValue(number, forKey: instant) { pair = (other, number) }
        }
        let (first, second) = try #require(pair)
        let target = try bench.target(server)
        let lines = [first, second].map {
            #"{"id":"\#($0)","source":"mastodon","time":"\#(time)","text":"swift"}"#
        }
        let fixture = Replay.Configuration(sources: [
            .memory(bytes: Array(lines.joined(separator: "\n").utf8), name: "posts")
        ])
        _ = try await Replay(fixture, rules: bench.rules, store: bench.store).run()
        #expect(try await bench.replay([], to: target).ending == .drained)
        #expect(try await InfluxBench.points("tweets", in: server) == 1, "they share a point")
        try await forget(SignalID(source: "mastodon", id: "\(second)"), bench.store)
        #expect(try await bench.replay([], to: target).ending == .drained)
        #expect(try await ids("tweets", in: server) == [.string("mastodon:\(first)")])
        #expect(try await ids("posts", in: server) == [.string("mastodon:\(first)")])
    }

    @Test func `A database that was dropped is no hindrance`() async throws {
        let server = try await InfluxServer.started()
        let bench = try InfluxBench()
        let target = try bench.target(server)
        try await bench.replay(InfluxBench.posts(0..<50), to: target)
        let kept = try await bench.store.signals(limit: 100)
        try await forget(kept[0].signal.id, bench.store)
        try await server.run("DROP DATABASE twitter")
        #expect(try await bench.replay([], to: target).ending == .drained)
    }
}
