import GRDB
import Signals
import Store
import Testing
import Trends

/// What was heard longest ago goes, and nothing that is still needed.
struct RetentionTests {
    private static let day: Int64 = 86_400_000
    private static let now = Timestamp(milliseconds: 100 * day)

    /// Keeps signals that were heard so many days after the beginning.
    private func keep(_ range: Range<Int>, day: Int64, text: String = "text", in store: Store) async throws {
        var batch = Batch(heardAt: Timestamp(milliseconds: day * Self.day))
        batch.signals = range.map {
            // Written in the opposite order: what counts is when it was heard.
            StoreFixture.judged(StoreFixture.signal("\($0)", at: Int64(1_000_000 - $0), text: text), topics: [0])
        }
        batch.unmatched.lines = Array("{\"id\":\"u\(day)\",\"source\":\"x\"}\n".utf8)
        batch.unmatched.count = 1
        batch.unmatched.newest = Timestamp(seconds: 5)
        let origin = DeadLetter.Origin.feed(name: "f", label: "f", offset: day)
        batch.deadLetters = [DeadLetter(origin: origin, reason: "no", digest: 0, payload: [1], length: 1)]
        _ = try await store.keep(batch)
    }

    private func ids(_ store: Store) async throws -> [Int] {
        try await store.all().compactMap { Int($0.signal.id.native) }
    }

    @Test("what was heard before the limit goes, in the order heard; counts stay")
    func age() async throws {
        let fixture = try StoreFixture()
        let store = try await fixture.open()
        try await keep(0..<1200, day: 10, in: store)
        try await keep(1200..<1300, day: 50, in: store)
        let preview = try await Store.read(fixture.path).retainable(age: 60 * Self.day, bytes: nil, now: Self.now)
        let result = try await store.retain(age: 60 * Self.day, bytes: nil, now: Self.now)
        for count in [preview, result] {
            #expect((count.signals, count.unmatched, count.deadLetters) == (1200, 1, 1))
            #expect(count.heldBack.isEmpty)
        }
        #expect(try await ids(store) == Array(1200..<1300))
        #expect(try await store.topicTotals().first?.sums.count == 1300)
        #expect(try fixture.look { try Int.fetchOne($0, sql: "SELECT count(*) FROM link") } == 100)
        #expect(try await store.retain(age: 60 * Self.day, bytes: nil, now: Self.now).signals == 0)
        // What is heard again later is new.
        #expect(try await store.keep(StoreFixture.judged(StoreFixture.signal("1"))).kept == 1)
    }

    @Test("a sink that was dropped holds nothing back, and its dead letters are gone")
    func dropped() async throws {
        let fixture = try StoreFixture()
        let store = try await fixture.open()
        try await keep(0..<10, day: 1, in: store)
        let refused = DeadLetter.Origin.sink(name: "a", signal: 1)
        let letter = DeadLetter(origin: refused, reason: "no", digest: 0, payload: [1], length: 1)
        try await store.advance("a", to: [.signals: 8], deadLetters: [letter])
        try await store.advance("b", to: [.signals: 10])
        try await store.drop(sink: "a", at: Self.now)
        #expect(try await store.sinks().map(\.identity) == ["b"])
        #expect(
            try fixture.look { try Int.fetchOne($0, sql: "SELECT count(*) FROM dead_letter WHERE sink = 'a'") } == 0
        )
        let result = try await store.retain(age: Self.day, bytes: nil, now: Self.now)
        #expect((result.signals, result.heldBack.isEmpty) == (10, true))
        try await store.register("a")
        #expect(try await store.position(of: "a") == OutboxPosition(), "told again, it begins anew")
    }

    @Test("what a sink has still to read stays, and it is said which")
    func heldBack() async throws {
        let store = try await StoreFixture().open()
        try await keep(0..<10, day: 1, in: store)
        try await store.register("a", "b")
        // The second gained a topic that the first sink has not read.
        try await store.keep(StoreFixture.judged(StoreFixture.signal("1"), topics: [1]))
        try await store.advance("a", to: [.signals: 8])
        try await store.advance("b", to: [.signals: 10, .changes: 1])
        let result = try await store.retain(age: Self.day, bytes: nil, now: Self.now)
        #expect(result.signals == 7)
        #expect(result.heldBack == [.init(sink: "a", signals: 3)])
        #expect(try await ids(store) == [1, 8, 9])
        try await store.advance("a", to: [.signals: 10, .changes: 1])
        #expect(try await store.retain(age: Self.day, bytes: nil, now: Self.now).signals == 3)
    }

    @Test("a store over its size loses the oldest until it is under, and pages are used again")
    func size() async throws {
        let fixture = try StoreFixture()
        let store = try await fixture.open()
        let text = String(repeating: "x", count: 3000)
        for round in 0..<8 { try await keep(round * 250..<(round + 1) * 250, day: Int64(round), text: text, in: store) }
        let full = try await store.info()
        let limit = (full.fileBytes + full.logBytes) / 3
        let result = try await store.retain(age: nil, bytes: limit, now: Self.now)
        #expect(result.bytes <= limit)
        #expect(result.signals > 0)
        let left = try await ids(store)
        #expect(left == Array(result.signals..<2000), "the youngest stay")
        #expect(try await store.info().freeBytes > 0)
        let before = try await store.info().fileBytes
        try await keep(5000..<5250, day: 99, text: text, in: store)
        #expect(try await store.info().fileBytes == before)
        try await store.shrink()
        #expect(try await store.info().fileBytes < before)
        #expect(try await ids(store).count == left.count + 250)
    }

    @Test("a limit that cannot be met ends all the same")
    func impossible() async throws {
        let store = try await StoreFixture().open()
        try await keep(0..<20, day: 1, in: store)
        let result = try await store.retain(age: nil, bytes: 1, now: Self.now)
        #expect((result.signals, result.unmatched, result.deadLetters) == (20, 1, 1))
        #expect(try await ids(store).isEmpty)
    }

    @Test("copies of what went have a first one, also of what is heard next")
    func copies() async throws {
        let store = try await StoreFixture().open()
        let text = "the new parser reads twice as fast as the one before it"
        for day in 1...3 as ClosedRange<Int64> {
            var batch = Batch(heardAt: Timestamp(milliseconds: day * 40 * Self.day))
            batch.signals = [StoreFixture.judged(StoreFixture.signal("\(day)", text: text), isSketched: true)]
            _ = try await store.keep(batch)
        }
        #expect(try await store.all().map { $0.duplicateOf?.native } == [nil, "1", "1"])
        _ = try await store.retain(age: 55 * Self.day, bytes: nil, now: Self.now)
        #expect(try await store.all().map { $0.duplicateOf?.native } == [nil, "2"])
        try await store.keep(StoreFixture.judged(StoreFixture.signal("4", text: text), isSketched: true))
        #expect(try await store.all().last?.duplicateOf?.native == "2")
    }

    @Test("a sink that is not told any more, or wants no history, holds nothing back")
    func unpinned() async throws {
        let fixture = try StoreFixture()
        let store = try await fixture.open()
        try await keep(0..<10, day: 1, in: store)
        try await store.register("renamed", "told")
        try await store.advance("told", to: [.signals: 10])
        try await store.register(.sink("notes", start: .now))
        // It gained a topic, which the sink that is gone never reads.
        try await store.keep(StoreFixture.judged(StoreFixture.signal("1"), topics: [1]))
        try await store.advance("told", to: [.changes: 1])
        #expect(try await store.retain(age: Self.day, bytes: nil, now: Self.now).heldBack.map(\.sink) == ["renamed"])
        try await store.unpinSinks(except: ["told", "notes"])
        #expect(try await store.sinks().map(\.pins) == [true, false, true])
        let result = try await store.retain(age: Self.day, bytes: nil, now: Self.now)
        #expect((result.signals, result.heldBack.isEmpty) == (10, true))
        // Its changes wait for a week, and a sink that is told again is pinned again.
        func changes() throws -> Int? { try fixture.look { try Int.fetchOne($0, sql: "SELECT count(*) FROM change") } }
        #expect(try changes() == 1)
        _ = try await store.retain(age: Self.day, bytes: nil, now: Timestamp(seconds: 1_600_000_000 + 8 * 86_400))
        #expect(try changes() == 0)
        try await store.register("renamed")
        #expect(try await store.sinks().map(\.pins) == [true, true, true])
        // The change was of a signal that it was not told of.
        #expect(try await store.page("renamed").expired == 10)
        #expect(try await store.page("told").expired == 0)
        #expect(try await store.page("notes").expired == 1, "it would have been told of the change alone")
    }

    @Test("what a sink missed is counted once, until it is told so")
    func missed() async throws {
        let store = try await StoreFixture().open()
        try await keep(0..<10, day: 1, in: store)
        try await store.advance("back", to: [.signals: 4])
        // One that it was told of changed, and one that it was not.
        for id in ["1", "8"] { try await store.keep(StoreFixture.judged(StoreFixture.signal(id), topics: [1])) }
        try await store.unpinSinks(except: [])
        _ = try await store.retain(age: Self.day, bytes: nil, now: Self.now)
        #expect(try await store.page("back").expired == 7, "six signals and a change")
        try await store.register("back")
        let page = try await store.page("back")
        try await store.advance("back", from: page.start, to: page.end, expired: page.expired, at: Store.now)
        #expect(try await store.page("back").expired == 0)
    }

    @Test("what was for a sink that was dropped is missed by nobody")
    func droppedChanges() async throws {
        let store = try await StoreFixture().open()
        try await keep(0..<10, day: 1, in: store)
        for sink in ["a", "b", "c"] { try await store.advance(sink, to: [.signals: 10]) }
        #expect(try await store.sendAgain(to: "a", .init(), at: Self.now) == 10)
        #expect(try await store.sendAgain(to: "b", .init(to: Timestamp(seconds: 999_994)), at: Self.now) == 3)
        try await store.drop(sink: "a", at: Self.now)
        #expect(try await store.page("b").expired == 0)
        #expect(try await store.page("b").entries.count == 3)
        #expect(try await store.page("c").expired == 0)
        // Those of others that go with time are none of c's, and its own are counted.
        try await store.unpinSinks(except: [])
        _ = try await store.retain(age: nil, bytes: nil, now: Timestamp(milliseconds: 110 * Self.day))
        #expect(try await store.page("b").expired == 3)
        #expect(try await store.page("c").expired == 0)
    }

    @Test("removals that expired are counted")
    func expiredRemovals() async throws {
        let store = try await StoreFixture().open()
        try await keep(0..<3, day: 1, in: store)
        try await store.advance("back", to: [.signals: 3])
        let plan = try await store.plan(toForget: .signal(SignalID(source: "x", id: "1")))
        _ = try await store.forget(plan, at: Self.now)
        try await store.unpinSinks(except: [])
        let later = Timestamp(milliseconds: 110 * Self.day)
        _ = try await store.retain(age: nil, bytes: nil, now: later)
        #expect(try await store.page("back").expired == 1)
        _ = try await store.retain(age: nil, bytes: nil, now: later)
        #expect(try await store.page("back").expired == 1)
    }
}
