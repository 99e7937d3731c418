import GRDB
import Signals
import Store
import Testing
import Trends

struct OutboxRecordsTests {
    /// Reads the outbox to its end as a sink does, `limit` at a time.
    private func drain(_ store: Store, sink: String, limit: Int) async throws -> [String] {
        var ids: [String] = []
        try await store.register(sink)
        while true {
            let page = try await store.page(sink, limit: limit)
            #expect(page.items.count <= limit)
            guard page.end != page.start else { return ids }
            ids += page.entries.map(\.signal.id.qualified)
            try await store.deal(sink, page)
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
        let entry = try #require(try await first(store))
        #expect(entry.topics == ["swift", "devops"])
        #expect(entry.judgement == judgement)
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

    private func first(_ store: Store) async throws -> OutboxEntry? {
        try await store.register("any")
        return try await store.page("any").entries.first
    }

    @Test("a cursor survives a restart")
    func restart() async throws {
        let fixture = try StoreFixture()
        try await keep(0..<10, in: fixture.open())
        try await fixture.open().advance("influx", to: [.signals: 4])
        let store = try await fixture.open()
        #expect(try await store.position(of: "influx") == OutboxPosition([.signals: 4]))
        #expect(try await store.backlog(of: "influx") == 6)
        #expect(try await drain(store, sink: "influx", limit: 100).first == "x:4")
        try await store.register("other")
        #expect(try await store.position(of: "other") == OutboxPosition())
    }

    @Test("new and changed signals take turns, each in its order", arguments: [1, 2, 3, 10])
    func turns(limit: Int) async throws {
        let fixture = try StoreFixture()
        let store = try await fixture.open()
        try await keep(0..<4, in: store)
        _ = try await drain(store, sink: "influx", limit: 10)
        try await keep(2..<3, topics: [1], in: store)
        try await keep(0..<1, topics: [2], in: store)
        try await keep(4..<8, in: store)
        #expect(try await store.backlog(of: "influx") == 6)
        let page = try await store.page("influx", limit: 4)
        #expect(page.entries.map(\.signal.id.native) == ["4", "2", "5", "0"])
        #expect(page.entries.map(\.cause) == [.new, .changed, .new, .changed])
        let told = try await drain(store, sink: "influx", limit: limit)
        #expect(told.sorted() == ["x:0", "x:2", "x:4", "x:5", "x:6", "x:7"], "each once")
        #expect(told.filter { $0 > "x:3" } == ["x:4", "x:5", "x:6", "x:7"])
        #expect(told.filter { $0 < "x:3" } == ["x:2", "x:0"])
        #expect(try await store.backlog(of: "influx") == 0)
    }

    @Test("a signal that changed before it was told is told once, as it is by then")
    func changedUntold() async throws {
        let store = try await StoreFixture().open()
        try await store.register("influx")
        try await keep(0..<2, in: store)
        try await keep(0..<1, topics: [1], in: store)
        let page = try await store.page("influx")
        #expect(page.entries.map(\.cause) == [.new, .new])
        #expect(page.entries[0].topics == ["devops", "swift"])
        try await store.deal("influx", page)
        #expect(try await store.page("influx").items.isEmpty)
        #expect(try await store.backlog(of: "influx") == 0)
    }

    @Test("who wants no history begins with what is kept from then on")
    func noHistory() async throws {
        let fixture = try StoreFixture()
        let store = try await fixture.open()
        try await keep(0..<5, in: store)
        try await store.register(.sink("notes", start: .now))
        #expect(try await store.page("notes").items.isEmpty)
        try await keep(5..<9, in: store)
        // What a topic found later among the unmatched, or a feed brought along, is no news.
        try fixture.change("UPDATE signal SET news = \(News.recalled.rawValue) WHERE native = '6'")
        try fixture.change("UPDATE signal SET news = \(News.backfilled.rawValue) WHERE native = '7'")
        #expect(try await store.page("notes").entries.map(\.signal.id.native) == ["5", "8"])
        try await store.register("influx")
        #expect(try await store.page("influx").entries.count == 9)
    }

    @Test("for who wants no history entries expire, and are counted")
    func expiry() async throws {
        let store = try await StoreFixture().open()
        try await store.register(.sink("notes", start: .now))
        try await store.register("influx")
        try await keep(0..<3, in: store)
        let later = Timestamp(milliseconds: Store.now.milliseconds + 8 * 86_400_000)
        let page = try await store.page("notes", now: later)
        #expect((page.items.count, page.outdated) == (0, 3))
        #expect(page.end[.signals] == 3)
        #expect(try await store.page("influx", now: later).entries.count == 3)
    }

    @Test("what is sent again to one sink is told to that sink alone")
    func sentAgain() async throws {
        let store = try await StoreFixture().open()
        try await keep(0..<4, in: store)
        for sink in ["a", "b"] { _ = try await drain(store, sink: sink, limit: 10) }
        let selection = Store.Selection(from: Timestamp(seconds: 98), to: Timestamp(seconds: 100))
        #expect(try await store.sendAgain(to: "a", selection, at: Store.now) == 2)
        let page = try await store.page("a")
        #expect(page.entries.map(\.signal.id.native) == ["1", "2"])
        #expect(page.entries.map(\.cause) == [.sentAgain, .sentAgain])
        #expect(try await store.backlog(of: "b") == 0)
        #expect(try await drain(store, sink: "b", limit: 10).isEmpty)
    }

    @Test("a page is a moment: a position holds only as long as nobody has moved it")
    func movedBack() async throws {
        let store = try await StoreFixture().open()
        try await keep(0..<4, in: store)
        try await store.register("influx")
        let page = try await store.page("influx")
        try await store.deal("influx", page, 1)
        // It was read before somebody else moved on.
        try await store.deal("influx", page)
        #expect(try await store.position(of: "influx")[.signals] == 1)
    }

    @Test("an entry says what its signal says")
    func entry() async throws {
        let fixture = try StoreFixture()
        let store = try await fixture.open()
        var signal = StoreFixture.signal("7", at: 50)
        signal.raw = [1, 2]
        var judgement = Judgement()
        judgement.relevance = Score(0.25)
        judgement.prior = Score(0.25)
        judgement.isVolatile = true
        judgement.sentiment = Sentiment(negative: Score(0.7), neutral: Score(0.2), positive: Score(0.1))
        try await store.keep(StoreFixture.judged(signal, topics: [2, 1], judgement: judgement))
        let entry = try #require(try await first(store))
        #expect(entry.signal == signal)
        #expect(entry.judgement == judgement)
        #expect((entry.number, entry.sourceTag, entry.topics) == (1, "x", ["linux", "swift"]))
        #expect(entry.cause == .new)
    }

    @Test("the tags of sources are bounded, whatever strangers send")
    func sourceTags() async throws {
        let fixture = try StoreFixture()
        let store = try await fixture.open()
        let signals = (0..<200).map { StoreFixture.judged(StoreFixture.signal("1", source: "s\($0)")) }
        _ = try await store.keep(StoreFixture.batch(signals))
        try await store.register("influx")
        let entries = try await store.page("influx", limit: 1000).entries
        #expect(entries.map(\.sourceTag) == (0..<64).map { "s\($0)" } + [String](repeating: "other", count: 136))
        #expect(Set(entries.map(\.signal.id.source)).count == 200)
    }

    @Test("what a sink waits for is shown until it goes on")
    func waiting() async throws {
        let fixture = try StoreFixture()
        let store = try await fixture.open()
        try await keep(0..<3, in: store)
        try await store.register("alerts")
        try await store.advance("influx", to: [.signals: 1])
        let cause = Cause(.failed, "the server failed (500)", theirs: "oops")
        for sink in ["alerts", "influx"] { try await store.setWaiting(sink, cause) }
        let waiting = try await store.sinks()
        #expect(waiting.map(\.identity) == ["alerts", "influx"])
        #expect(waiting.map(\.waiting) == [cause, cause])
        #expect(waiting.map(\.backlog) == [3, 2])
        #expect(waiting.map(\.oldest) == [Timestamp(seconds: 1_600_000_000), Timestamp(seconds: 1_600_000_000)])
        try await store.advance("influx", to: [.signals: 2])
        #expect(try await store.sinks().map(\.waiting) == [cause, nil])
    }

    @Test("removals come first, and nothing else before all of them are in a page")
    func removalsFirst() async throws {
        let store = try await StoreFixture().open()
        try await store.register("influx")
        try await keep(0..<5, in: store)
        _ = try await drain(store, sink: "influx", limit: 10)
        for id in ["x:0", "x:1", "x:2"] { try await forget(id, store) }
        try await keep(5..<6, in: store)
        let page = try await store.page("influx", limit: 3)
        #expect((page.removals.count, page.entries.count) == (3, 0))
        #expect(page.removals.map(\.signal) == [1, 2, 3])
        #expect(page.removals[0].key == SignalID(source: "x", id: "0").key)
        let whole = try await store.page("influx", limit: 4)
        #expect((whole.removals.count, whole.entries.count) == (3, 1))
    }

    private func forget(_ id: String, _ store: Store) async throws {
        let plan = try await store.plan(toForget: .signal(SignalID(qualified: id)))
        _ = try await store.forget(plan, at: Store.now)
    }

    @Test("notes commit with the cursor, concern the page, and go with their signal")
    func memory() async throws {
        let fixture = try StoreFixture()
        let store = try await fixture.open()
        try await store.register("notes", "other")
        try await keep(0..<3, in: store)
        let page = try await store.page("notes")
        let notes: [ReaderMemory.Change] =
            page.entries.map { .set(key: [UInt8($0.number)], value: [9], signal: $0.number) }
            + [.set(key: [77], value: [1, 2], signal: nil)]
        try await store.advance("notes", from: page.start, to: page.end, memory: notes, at: Store.now)
        func count() throws -> Int? { try fixture.look { try Int.fetchOne($0, sql: "SELECT count(*) FROM memory") } }
        #expect(try count() == 4)
        // A forgotten signal's note is there until the removal is dealt with: by it the sink knows what to remove.
        try await forget("x:1", store)
        let next = try #require(try await store.page(for: "notes", [.removals, .signals], limit: 9, now: Store.now))
        #expect(next.page.removals.map(\.signal) == [2])
        #expect((next.memory[[2]], next.memory[[77]], next.memory[[1]]) == ([9], [1, 2], nil))
        let others = try #require(try await store.page(for: "other", [.removals, .signals], limit: 9, now: Store.now))
        #expect(others.memory[[2]] == nil)
        try await store.deal("notes", next.page)
        #expect(try count() == 3)
        // Retention takes the note along.
        try await store.advance("other", to: [.signals: 3, .removals: 1])
        _ = try await store.retain(age: 0, bytes: nil, now: Timestamp(seconds: 1_700_000_000))
        #expect(try count() == 1)
    }
}
