import Feeds
import Foundation
import Pipeline
import Signals
import Store
import Testing

struct ReplaySpeedTests {
    @Test("posts come no faster than their times allow")
    func pace() async throws {
        let fixture = try ReplayFixture()
        // Ten minutes in 0.4 seconds.
        let text = [0, 300, 600].map { ReplayFixture.post($0) + "\n" }.joined()
        let summary = try await fixture.replay(text: text) { $0.speed = 1500 }
        #expect(summary.counts == [3, 3, 0, 0, 0, 0])
        #expect(summary.seconds >= 0.4)
    }

    @Test("posts that are not in order, or match nothing, are heard all the same")
    func disorder() async throws {
        let fixture = try ReplayFixture()
        let text = [500, 0, 300, 0].map { ReplayFixture.post($0, $0 == 300 ? "nothing" : "devops") + "\n" }.joined()
        #expect(try await fixture.replay(text: text) { $0.speed = 1e6 }.counts == [4, 2, 1, 1, 0, 0])
    }

    @Test("the highest speed is as fast as it goes")
    func highest() async throws {
        let fixture = try ReplayFixture()
        let text = (0..<10).map { ReplayFixture.post($0 * 1_000_000) + "\n" }.joined()
        #expect(try await fixture.replay(text: text) { $0.speed = 1e300 }.counts == [10, 10, 0, 0, 0, 0])
    }

    @Test("the lowest speed waits, and can be stopped; what was heard is kept")
    func lowest() async throws {
        let fixture = try ReplayFixture()
        let store = try Store.open(fixture.path, purpose: "a test")
        var configuration = Replay.Configuration(
            sources: [
                .memory(
                    bytes: Array("\(ReplayFixture.post(1))\n\(ReplayFixture.post(2))\n\(ReplayFixture.post(3))\n".utf8),
                    name: "posts"
                )
            ]
        )
        configuration.speed = 1e-300
        let (commits, note) = AsyncStream.makeStream(of: Int.self)
        let replay = Replay(configuration, rules: try JudgingRules(topics: [Topic(name: "devops")]), store: store) {
            note.yield($0.kept)
        }
        let task = Task { try await replay.run().summary }
        var iterator = commits.makeAsyncIterator()
        let kept = await iterator.next() ?? 0
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect((1..<3).contains(kept))
        #expect(try await store.signals(limit: 10).count == kept)
    }
}
