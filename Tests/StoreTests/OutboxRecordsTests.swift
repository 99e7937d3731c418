import Signals
import Store
import Testing
import Trends

struct OutboxRecordsTests {
    /// Reads the outbox to its end as a sink does, `limit` at a time.
    private func drain(_ store: Store, sink: String, limit: Int) async throws -> [String] {
        var ids: [String] = []
        while true {
            let entries = try await store.entries(after: store.position(of: sink), limit: limit)
            guard let last = entries.last else { return ids }
            #expect(entries.count <= limit)
            ids += entries.map(\.id.qualified)
            try await store.advance(sink, to: last.position, deadLetters: [])
        }
    }

    private func keep(_ range: Range<Int>, topics: [Int] = [0], in store: Store) async throws {
        _ = try await store.keep(
            StoreFixture.batch(
                range.map { StoreFixture.judged(StoreFixture.signal("\($0)", at: Int64(100 - $0)), topics: topics) }
            )
        )
    }

    @Test("every sink reads every signal once, in the order heard, each at its own pace")
    func order() async throws {
        let fixture = try StoreFixture()
        let store = try await fixture.open()
        try await keep(0..<10, in: store)
        let expected = (0..<20).map { "x:\($0)" }
        #expect(try await drain(store, sink: "slow", limit: 3) == Array(expected[..<10]))
        try await keep(10..<20, in: store)
        #expect(try await drain(store, sink: "slow", limit: 3) == Array(expected[10...]))
        #expect(try await drain(store, sink: "fast", limit: 1000) == expected)
        #expect(try await drain(store, sink: "slow", limit: 3) == [])
    }

    @Test("sinks and sums get the sentiment on each topic, where it is told apart")
    func topicSentiments() async throws {
        let fixture = try StoreFixture()
        let store = try await fixture.open()
        var judgement = Judgement()
        judgement.keywords = ["swift", "devops"]
        judgement.reasons = judgement.keywords.map { Reason(what: .keyword, detail: $0, weight: .zero) }
        judgement.sentiment = Sentiment(negative: Score(0.4), positive: Score(0.3))
        judgement.topicSentiments = [
            Sentiment(negative: Score(0), positive: Score(0.9)), Sentiment(negative: Score(0.8), positive: Score(0.1)),
        ]
        let signal = StoreFixture.judged(StoreFixture.signal("1"), topics: [1, 0], judgement: judgement)
        _ = try await store.keep(StoreFixture.batch([signal]))
        let entry = try #require(try await store.entries(after: OutboxPosition(), limit: 1).first)
        #expect(entry.topics == ["swift", "devops"])
        #expect(entry.sentiment == Score(-0.1))
        #expect(entry.topicSentiments == [Score(0.9), Score(-0.7)])
        let totals = try await store.topicTotals()
        #expect(totals.first { $0.topic == "swift" }?.sums.meanSentiment == Score(0.9))
        #expect(totals.first { $0.topic == "devops" }?.sums.meanSentiment == Score(-0.7))
        // A span that cuts a step is counted from the signals, and agrees.
        let cut = try await store.rollups(
            from: Timestamp(seconds: -1),
            to: Timestamp(seconds: 1),
            bucket: nil,
            topics: ["swift", "devops"],
            includingTotals: true
        )
        #expect(cut.map(\.sums.meanSentiment) == [Score(-0.7), Score(0.9), Score(-0.1)])
    }

    @Test("a topic is tracked with all that belongs to it")
    func definitions() async throws {
        let fixture = try StoreFixture()
        var swift = Topic(name: "swift")
        swift.aliases = ["swiftlang", "\"quoted\" 😀"]
        swift.excluded = ["taylor"]
        swift.required = ["code"]
        swift.matching = .forms
        _ = try await fixture.open(topics: [swift, Topic(name: "linux")])
        #expect(try await Store.read(fixture.path).trackedTopics() == [swift, Topic(name: "linux")])
        _ = try await fixture.open(topics: [Topic(name: "swift")])
        #expect(try await Store.read(fixture.path).trackedTopics() == [Topic(name: "swift")])
    }

    @Test("a cursor survives a restart")
    func restart() async throws {
        let fixture = try StoreFixture()
        try await keep(0..<10, in: fixture.open())
        try await fixture.open().advance("influx", to: OutboxPosition(signal: 4), deadLetters: [])
        let store = try await fixture.open()
        #expect(try await store.position(of: "influx") == OutboxPosition(signal: 4))
        #expect(try await store.backlog(of: "influx") == 6)
        #expect(try await drain(store, sink: "influx", limit: 100).first == "x:4")
        #expect(try await store.position(of: "other") == OutboxPosition())
    }

    @Test("signals that gained a topic come after the new ones, each in its order")
    func relinked() async throws {
        let fixture = try StoreFixture()
        let store = try await fixture.open()
        try await keep(0..<4, in: store)
        _ = try await drain(store, sink: "influx", limit: 10)
        try await keep(2..<3, topics: [1], in: store)
        try await keep(0..<1, topics: [2], in: store)
        try await keep(4..<6, in: store)
        #expect(try await store.backlog(of: "influx") == 4)
        #expect(try await drain(store, sink: "influx", limit: 10) == ["x:4", "x:5", "x:2", "x:0"])
        #expect(try await store.backlog(of: "influx") == 0)
    }

    @Test("an entry says what its signal says")
    func entry() async throws {
        let fixture = try StoreFixture()
        let store = try await fixture.open()
        var signal = StoreFixture.signal("7", at: 50)
        signal.raw = [1, 2]
        var judgement = Judgement()
        judgement.relevance = Score(0.25)
        judgement.isVolatile = true
        judgement.sentiment = Sentiment(negative: Score(0.7), neutral: Score(0.2), positive: Score(0.1))
        try await store.keep(StoreFixture.judged(signal, topics: [2, 1], judgement: judgement))
        let entry = try #require(try await store.entries(after: OutboxPosition(), limit: 1).first)
        #expect((entry.id, entry.sourceTag, entry.author, entry.time) == (signal.id, "x", "ada", signal.time))
        #expect(entry.topics == ["linux", "swift"])
        #expect((entry.relevance, entry.sentiment) == (Score(0.25), Score(-0.6)))
        #expect(entry.isVolatile)
        #expect(entry.raw == [1, 2])
    }

    @Test("the tags of sources are bounded, whatever strangers send")
    func sourceTags() async throws {
        let fixture = try StoreFixture()
        let store = try await fixture.open()
        let signals = (0..<200).map { StoreFixture.judged(StoreFixture.signal("1", source: "s\($0)")) }
        _ = try await store.keep(StoreFixture.batch(signals))
        let entries = try await store.entries(after: OutboxPosition(), limit: 1000)
        #expect(entries.map(\.sourceTag) == (0..<64).map { "s\($0)" } + [String](repeating: "other", count: 136))
        #expect(Set(entries.map(\.id.source)).count == 200)
    }

    @Test("what a sink waits for is shown until it goes on")
    func waiting() async throws {
        let fixture = try StoreFixture()
        let store = try await fixture.open()
        try await keep(0..<3, in: store)
        try await store.advance("influx", to: OutboxPosition(signal: 1), deadLetters: [])
        try await store.setWaiting("influx", reason: "no answer")
        try await store.setWaiting("alerts", reason: "no answer")
        let waiting = try await store.sinks()
        #expect(waiting.map(\.name) == ["alerts", "influx"])
        #expect(waiting.map(\.waiting) == ["no answer", "no answer"])
        #expect(waiting.map(\.backlog) == [3, 2])
        try await store.advance("influx", to: OutboxPosition(signal: 2), deadLetters: [])
        #expect(try await store.sinks().map(\.waiting) == ["no answer", nil])
    }
}
