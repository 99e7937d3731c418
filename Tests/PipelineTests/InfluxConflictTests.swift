import Pipeline
import Signals
import Store
import TestSupport
import Testing

/// A database whose fields have another type than ours.
@Suite(.enabled(if: InfluxServer.isInstalled, "influxd is not installed"), .timeLimit(.minutes(1)))
struct InfluxConflictTests {
    @Test(arguments: ["1i", "\"high\"", "t"])
    func `Points of a foreign type are buried with the reason, and sent when the conflict is gone`(
        value: String
    ) async throws {
        let server = try await InfluxServer.started(databases: "twitter")
        // In the same shard, in which the types of fields are kept.
        let line = "tweets,keywords=other relevance=\(value) \(InfluxBench.start * 1_000_000_000)\n"
        #expect(try await server.put(Array(line.utf8), database: "twitter").status == 204)
        let bench = try InfluxBench()
        let posts = InfluxBench.posts(0..<150)
        let result = try await bench.replay(posts, to: bench.target(server))
        #expect(result.ending == .drained)
        #expect(try await InfluxBench.points("posts", in: server) == result.summary.kept)
        #expect(try await InfluxBench.counts(in: server, posts: posts.count).isEmpty)
        let letters = try await bench.store.deadLetters(limit: 1000)
        #expect(letters.count == posts.count { !$0.topics.isEmpty }, "a letter a signal")
        let points = letters.map { $0.letter.payload.count { $0 == UInt8(ascii: "\n") } }
        #expect(points.reduce(0, +) == InfluxBench.counts(of: posts).values.reduce(0, +), "with all its bad points")
        #expect(
            letters.allSatisfy {
                $0.letter.reason.contains("field type conflict") && $0.letter.reason.contains("relevance")
            }
        )
        #expect(letters.allSatisfy { $0.letter.payload.starts(with: Array("tweets,".utf8)) })

        try await server.run("DROP MEASUREMENT tweets", database: "twitter")
        let retried = try await DeadLetterRetry(store: bench.store, rules: bench.rules).run()
        #expect(retried.requeued == letters.count)
        #expect(try await bench.store.deadLetterCount() == 0)
        #expect(try await bench.replay([], to: bench.target(server)).ending == .drained)
        #expect(try await InfluxBench.counts(in: server, posts: posts.count) == InfluxBench.counts(of: posts))
        #expect(try await InfluxBench.points("posts", in: server) == result.summary.kept)
        #expect(try await bench.store.deadLetterCount() == 0)
    }

    @Test func `A retry while the conflict is still there buries the same points again and hangs nothing`() async throws
    {
        let server = try await InfluxServer.started(databases: "twitter")
        let line = "tweets,keywords=other relevance=1i \(InfluxBench.start * 1_000_000_000)\n"
        _ = try await server.put(Array(line.utf8), database: "twitter")
        let bench = try InfluxBench()
        try await bench.replay(InfluxBench.posts(0..<50), to: bench.target(server))
        let before = try await bench.store.deadLetters(limit: 1000).map(\.letter.digest)
        _ = try await DeadLetterRetry(store: bench.store, rules: bench.rules).run()
        #expect(try await bench.replay([], to: bench.target(server)).ending == .drained)
        #expect(try await bench.store.deadLetters(limit: 1000).map(\.letter.digest) == before)
    }
}
