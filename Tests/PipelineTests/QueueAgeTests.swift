import Pipeline
import Signals
import Store
import Testing

/// The signals that wait in the queue, and the time for which they do.
struct QueueAgeTests {
    private static func fixture(_ posts: [String]) async throws -> (store: Store, replays: ReplayFixture) {
        let replays = try ReplayFixture()
        try await replays.replay(text: posts.joined(separator: "\n"), topics: ["swift"])
        return (try Store.open(replays.path, purpose: "a test"), replays)
    }

    private static func queue(_ store: Store, after days: Int64) -> ReviewQueue {
        let now = Timestamp(milliseconds: Timestamp.now.milliseconds + days * 86_400_000)
        return ReviewQueue(store: store, deciding: DecisionRecorder(store: store), now: { now })
    }

    @Test("what nobody looked at leaves after fourteen days, and is counted as that")
    func age() async throws {
        let (store, replays) = try await Self.fixture((1...3).map { ReviewFixture.post($0, "swift number \($0)") })
        defer { withExtendedLifetime(replays) {} }
        let early = try await Self.queue(store, after: 13).page(ReviewQuery(by: "ada"))
        #expect((early.waiting, early.passedUnseen) == (3, 0))
        let late = Self.queue(store, after: 15)
        let page = try await late.page(ReviewQuery(by: "ada"))
        #expect((page.waiting, page.passedUnseen, page.items.count) == (0, 3, 0))
    }

    @Test("what was handed over stays")
    func handedOver() async throws {
        let (store, replays) = try await Self.fixture((1...3).map { ReviewFixture.post($0, "swift number \($0)") })
        defer { withExtendedLifetime(replays) {} }
        try await Self.queue(store, after: 0).assign(ReviewAssignment(by: "ada", id: "forum:2", to: "otis"))
        let page = try await Self.queue(store, after: 100).page(ReviewQuery(by: "otis"))
        #expect(page.items.map(\.id) == ["forum:2"])
    }

    @Test("a repost, and what a new topic recalls, wait for nobody")
    func kinds() async throws {
        let posts = [
            ReviewFixture.post(1, "swift one"), ReviewFixture.post(2, "storm two"),
            #"{"id":"3","source":"forum","kind":"repost","parent":"99","time":"2026-03-10T09:00:00Z","text":"swift three"}"#,
        ]
        let (store, replays) = try await Self.fixture(posts)
        let rules = try JudgingRules(topics: ["swift", "storm"].map(Topic.init))
        _ = try await Replay(Replay.Configuration(sources: []), rules: rules, store: store).run()
        defer { withExtendedLifetime(replays) {} }
        #expect(try await store.signals(limit: 10).map(\.news) == [.recorded, .recorded, .recalled])
        let page = try await Self.queue(store, after: 0).page(ReviewQuery(by: "ada"))
        #expect(page.items.map(\.id) == ["forum:1"])
    }
}
