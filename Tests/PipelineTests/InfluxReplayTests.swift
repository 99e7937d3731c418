import Pipeline
import Signals
import Sinks
import Store
import TestSupport
import Testing

/// Replays told to a real server that is willing.
@Suite(.enabled(if: InfluxServer.isInstalled, "influxd is not installed"), .timeLimit(.minutes(1)))
struct InfluxReplayTests {
    @Test func `The original query counts what the store counts, and what the posts say`() async throws {
        let server = try await InfluxServer.started()
        let bench = try InfluxBench()
        let posts = InfluxBench.posts(0..<20_000)
        let result = try await bench.replay(posts, to: bench.target(server))
        #expect(result.ending == .drained)
        let expected = InfluxBench.counts(of: posts)
        #expect(try await bench.counts() == expected)
        #expect(try await InfluxBench.counts(in: server, posts: posts.count) == expected)
        #expect(try await InfluxBench.points("posts", in: server) == result.summary.kept)
        #expect(result.summary.kept == posts.count { !$0.topics.isEmpty })
    }

    @Test func `Points hold what was judged and heard`() async throws {
        let server = try await InfluxServer.started()
        let bench = try InfluxBench()
        let post = InfluxBench.Post(number: 3, topics: ["swift"], source: "mastodon")
        try await bench.replay([post], to: bench.target(server)) { $0.includesRaw = true }
        let kept = try #require(try await bench.store.signals(limit: 1).first)
        let series = try #require(try await server.run("SELECT * FROM tweets GROUP BY *", database: "twitter")[0].first)
        #expect(series.tags == ["keywords": "swift", "source": "mastodon"])
        #expect(series.values("id") == [.string("mastodon:1003")])
        #expect(series.values("tweetid") == [.integer(1003)])
        #expect(series.values("user") == [.string("user3")])
        #expect(series.values("volatile") == [.boolean(kept.judgement.isVolatile)])
        #expect(series.values("relevance").map(\.number) == [kept.judgement.relevance.value])
        #expect(
            series.values("sentiment").map(\.number) == [kept.judgement.sentiment?.score.value].filter { $0 != nil }
        )
    }

    @Test func `Telling everything a second time to the same server changes nothing`() async throws {
        let server = try await InfluxServer.started()
        let posts = InfluxBench.posts(0..<2000)
        for _ in 0..<2 {
            let bench = try InfluxBench()
            #expect(try await bench.replay(posts, to: bench.target(server)).ending == .drained)
        }
        #expect(try await InfluxBench.counts(in: server, posts: posts.count) == InfluxBench.counts(of: posts))
        #expect(try await InfluxBench.points("posts", in: server) == posts.count { !$0.topics.isEmpty })
    }

    @Test func `A database dropped between two replays is created again`() async throws {
        let server = try await InfluxServer.started()
        let bench = try InfluxBench()
        let posts = InfluxBench.posts(0..<400)
        try await bench.replay(Array(posts[..<200]), to: bench.target(server))
        try await server.run("DROP DATABASE twitter")
        let later = Array(posts[200...])
        #expect(try await bench.replay(later, to: bench.target(server)).ending == .drained)
        #expect(try await InfluxBench.counts(in: server, posts: posts.count) == InfluxBench.counts(of: later))
    }

    @Test func `A server that takes small bodies only gets everything in small bodies`() async throws {
        let server = try await InfluxServer.started(maximumBodySize: 20_000)
        let bench = try InfluxBench()
        let posts = InfluxBench.posts(0..<3000)
        let result = try await bench.replay(posts, to: bench.target(server)) { $0.compressAbove = .max }
        #expect(result.ending == .drained)
        #expect(try await InfluxBench.counts(in: server, posts: posts.count) == InfluxBench.counts(of: posts))
        #expect(try await bench.store.deadLetterCount() == 0)
    }
}
