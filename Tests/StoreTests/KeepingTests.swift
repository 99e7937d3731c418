import Foundation
import GRDB
import Signals
import Store
import Testing
import Trends

struct KeepingTests {
    @Test("a signal comes back as it was kept")
    func roundTrip() async throws {
        let fixture = try StoreFixture()
        let signal = Signal(
            id: SignalID(source: "bluesky", id: "at://did:plc:1/app.bsky.feed.post/3k"),
            kind: .quote,
            author: "ada — 😀",
            time: Timestamp(milliseconds: -1),
            text: "line\nline \u{1B}[31m",
            language: "en",
            url: "https://e.example/",
            parent: "at://2",
            engagement: Engagement(likes: 0, reposts: nil, replies: .max),
            raw: [0, 255, 10]
        )
        let store = try await fixture.open()
        try await store.keep(StoreFixture.judged(signal, topics: [2, 0]))
        let kept = try #require(try await store.all().first)
        #expect(kept.signal == signal)
        #expect(kept.topics == ["linux", "devops"])
        #expect(kept.heard == Timestamp(seconds: 1_600_000_000))
        #expect(kept.revision == 7)
        #expect(kept.duplicateOf == nil)
    }

    @Test("what is absent stays absent, and what is empty stays empty")
    func absence() async throws {
        let fixture = try StoreFixture()
        let store = try await fixture.open()
        let bare = Signal(id: SignalID(source: "file", id: ""), time: Timestamp(seconds: 0), text: "")
        let empty = Signal(
            id: SignalID(source: "file", id: "1"),
            author: "",
            time: Timestamp(seconds: 0),
            text: "",
            language: "",
            url: "",
            parent: "",
            raw: []
        )
        try await store.keep(StoreFixture.judged(bare), StoreFixture.judged(empty))
        #expect(try await store.all().map(\.signal) == [bare, empty])
    }

    @Test("a signal heard again is counted and kept once, in the same batch and in another")
    func duplicates() async throws {
        let fixture = try StoreFixture()
        let (one, two) = (StoreFixture.judged(StoreFixture.signal("1")), StoreFixture.judged(StoreFixture.signal("2")))
        do {
            let store = try await fixture.open()
            #expect(try await store.keep(one, one, two).fates == [.kept, .known, .kept])
            #expect(try await store.keep(two, one).fates == [.known, .known])
        }
        #expect(try await fixture.open(topics: []).keep(two).fates == [.known])
        #expect(try fixture.look { try Int.fetchOne($0, sql: "SELECT count(*) FROM signal") } == 2)
        #expect(
            try fixture.look {
                try Int.fetchOne($0, sql: "SELECT sum(count) FROM rollup WHERE step = 300000 AND series >= 0")
            } == 2
        )
    }

    @Test("signals whose ids share a key are all kept and all found")
    func collisions() async throws {
        let fixture = try StoreFixture()
        let store = try await fixture.open()
        // Numbers are their own keys, whatever the source.
        let signals = [("x", "5"), ("mastodon", "5"), ("x", "6"), ("x", "7"), ("rss", "5")].map {
            StoreFixture.signal($1, source: $0)
        }
        for signal in signals { #expect(try await store.keep(StoreFixture.judged(signal)).kept == 1) }
        for signal in signals { #expect(try await store.keep(StoreFixture.judged(signal)).duplicates == 1) }
        let homes = "SELECT home FROM signal ORDER BY seq"
        #expect(try fixture.look { try Int64?.fetchAll($0, sql: homes) } == [nil, 5, nil, nil, 5])
        for signal in signals {
            #expect(try await store.signals(id: signal.id.qualified).map(\.signal.id) == [signal.id])
        }
        #expect(try await store.signals(id: "5").map(\.signal.id.source) == ["mastodon", "rss", "x"])
        #expect(try await store.signals(id: "8").isEmpty)
    }

    @Test("two sources that count their ids up from one cost no more than one of them", .timeLimit(.minutes(1)))
    func sameNumbers() async throws {
        let store = try await StoreFixture().open()
        // By walking past each other they would take hours.
        for source in ["forum", "tracker", "list"] {
            let signals = (1...20_000).map { StoreFixture.judged(StoreFixture.signal("\($0)", source: source)) }
            #expect(try await store.keep(StoreFixture.batch(signals)).kept == 20_000)
            #expect(try await store.keep(StoreFixture.batch(signals)).duplicates == 20_000)
        }
        #expect(try await store.signal(SignalID(source: "list", id: "777"))?.sequence == 40_777)
    }

    @Test("a signal that leaves its key makes room for one that shares it")
    func leavesKey() async throws {
        let fixture = try StoreFixture()
        let store = try await fixture.open()
        let ids = ["x", "forum", "tracker"].map { SignalID(source: $0, id: "5") }
        for id in ids { try await store.keep(StoreFixture.judged(StoreFixture.signal("5", source: id.source))) }
        for left in ids.indices {
            let plan = try await store.plan(toForget: .signal(ids[left]))
            _ = try await store.forget(plan, at: Store.now)
            let rest = ids[(left + 1)...]
            #expect(try await store.all().map(\.signal.id) == Array(rest))
            for id in rest { #expect(try await store.signal(id) != nil) }
            let count = "SELECT count(*) FROM signal WHERE key = 5 AND home IS NULL"
            #expect(try fixture.look { try Int.fetchOne($0, sql: count) } == min(1, rest.count))
        }
    }

    @Test("ids that are texts may share a key, too")
    func hashCollision() async throws {
        let fixture = try StoreFixture()
        let store = try await fixture.open()
        let signal = StoreFixture.signal("at://1", source: "bluesky")
        try await store.keep(StoreFixture.judged(StoreFixture.signal("at://2", source: "bluesky")))
        // No two texts with one hash are known: the other's row is moved onto this one's place.
        try fixture.change("UPDATE signal SET key = \(signal.id.key)")
        #expect(try await store.keep(StoreFixture.judged(signal)).kept == 1)
        #expect(try await store.keep(StoreFixture.judged(signal)).duplicates == 1)
        #expect(try await store.signals(id: "at://1").map(\.signal.id) == [signal.id])
    }

    @Test("a signal heard again under other topics gains them: links, roll-ups and another turn in the outbox")
    func gainedTopics() async throws {
        let fixture = try StoreFixture()
        let signal = StoreFixture.signal("1", at: 1000)
        var judgement = Judgement()
        judgement.relevance = Score(0.4)
        do {
            let store = try await fixture.open(topics: [Topic(name: "devops")])
            try await store.keep(StoreFixture.judged(signal, topics: [0], judgement: judgement))
            try await store.advance("influx", to: [.signals: 1])
        }
        let store = try await fixture.open(topics: ["linux", "devops"].map(Topic.init))
        var other = judgement
        other.relevance = Score(0.9)
        for _ in 0..<2 { try await store.keep(StoreFixture.judged(signal, topics: [0, 1], judgement: other)) }

        let kept = try #require(try await store.all().first)
        #expect(kept.topics == ["devops", "linux"])
        #expect(kept.judgement.relevance == Score(0.4))
        #expect(try await store.signals(.init(topic: "linux"), limit: 10).count == 1)
        let totals = try await store.topicTotals()
        #expect(totals.map(\.topic) == ["devops", "linux"])
        #expect(totals.map(\.sums.count) == [1, 1])
        #expect(totals.map(\.sums.relevance) == [4000, 4000])
        let page = try await store.page("influx")
        #expect(page.entries.map(\.topics) == [["devops", "linux"]])
        #expect(page.end == OutboxPosition([.signals: 1, .changes: 1]))
    }

    @Test("of a batch that cannot be kept nothing is kept, and the next one is")
    func atomicity() async throws {
        let fixture = try StoreFixture()
        let store = try await fixture.open()
        try fixture.change("CREATE TRIGGER refuse BEFORE INSERT ON place BEGIN SELECT raise(ABORT, 'no'); END")
        var batch = StoreFixture.batch([
            StoreFixture.judged(
                StoreFixture.signal("1", text: "one two three four five"),
                topics: [0],
                isSketched: true
            )
        ])
        let place = Place(version: 1, bytes: [5])
        batch.move(PlaceMove(stream: "file:1", scope: 1, key: 2, place: place))
        await #expect(throws: DatabaseError.self) { try await store.keep(batch) }
        #expect(try await store.all().isEmpty)
        #expect(try await store.topicTotals().allSatisfy { $0.sums.count == 0 })
        try fixture.change("DROP TRIGGER refuse")
        #expect(try await store.keep(batch).kept == 1)
        let kept = try #require(try await store.all().first)
        #expect(kept.duplicateOf == nil)
        #expect(try await store.places(stream: "file:1", scope: 1) == [place])
    }

    @Test("a batch that was judged with other rules is refused, and nothing of it is kept")
    func otherRules() async throws {
        let fixture = try StoreFixture()
        let store = try await fixture.open()
        let made = try await store.prepare(topics: StoreFixture.topics.reversed(), revision: 7) { _ in nil }
        var batch = StoreFixture.batch([StoreFixture.judged(StoreFixture.signal("1"), topics: [0])])
        batch.generation = made.generation - 1
        let old = batch
        await #expect(throws: StoreError.otherRules) { try await store.keep(old) }
        #expect(try await store.all().isEmpty)
        batch.generation = made.generation
        #expect(try await store.keep(batch).kept == 1)
    }

    @Test("places that follow each other leave the last, and one at an end stays")
    func places() async throws {
        let fixture = try StoreFixture()
        let store = try await fixture.open()
        func move(_ key: UInt64, from old: UInt64?, stays: Bool = false) -> PlaceMove {
            let place = Place(version: 1, bytes: [UInt8(key)])
            return PlaceMove(stream: "file:1", scope: 1, key: key, replaces: old, stays: stays, place: place)
        }
        for moves in [[move(1, from: nil), move(2, from: 1)], [move(3, from: 2, stays: true)], [move(4, from: 3)]] {
            var batch = StoreFixture.batch()
            for move in moves { batch.move(move) }
            _ = try await store.keep(batch)
        }
        // An older copy of the file is heard again up to its end.
        var batch = StoreFixture.batch()
        batch.move(move(3, from: nil))
        _ = try await store.keep(batch)
        #expect(Set(try await store.places(stream: "file:1").map(\.bytes)) == [[3], [4]])
    }
}
