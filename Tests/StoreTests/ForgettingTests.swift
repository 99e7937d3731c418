import Foundation
import GRDB
import Signals
import Store
import TestSupport
import Testing
import Trends

/// What was asked to be forgotten is gone, and does not come back.
struct ForgettingTests {
    private static let words = "zebra umbrella said in confidence"
    private static let now = Timestamp(seconds: 1_700_000_000)

    private func signal(_ id: String, source: String = "x", author: String, text: String, raw: String? = nil) -> Signal
    {
        var signal = StoreFixture.signal(id, source: source, at: 1_600_000_000, text: text)
        signal.author = author
        signal.raw = raw.map { Array($0.utf8) }
        return signal
    }

    private func unmatched(_ signals: [Signal]) -> UnmatchedLines {
        var unmatched = UnmatchedLines()
        var writer = JSONWriter()
        for signal in signals { writer.appendLine(of: signal) }
        unmatched.lines = writer.bytes
        unmatched.count = signals.count
        unmatched.newest = Timestamp(seconds: 1_600_000_000)
        return unmatched
    }

    private func letter(_ line: String) -> DeadLetter {
        let origin = DeadLetter.Origin.feed(name: "file:1", label: "posts", offset: Int64(line.utf8.count))
        return Array(line.utf8).withUnsafeBytes { DeadLetter(origin: origin, reason: "no JSON", payload: $0) }
    }

    @discardableResult
    private func forget(_ name: String, _ store: Store) async throws -> ForgettingPlan {
        let found = try await store.forgettables(name, source: nil)
        let what = try #require(found.count == 1 ? found.first : nil, "\(found)")
        let plan = try await store.plan(toForget: what)
        #expect(try await store.forget(plan, at: Self.now))
        return plan
    }

    /// How often some bytes occur in the store's files.
    private func occurrences(of text: String, _ fixture: StoreFixture) -> Int {
        ["", "-wal", "-shm"].reduce(0) { total, suffix in
            let file = (try? Data(contentsOf: URL(fileURLWithPath: fixture.path + suffix))) ?? Data()
            return total + [UInt8](file).ranges(of: Array(text.utf8)).count
        }
    }

    @Test("of an author nothing is left in the files of the store: no text, raw line, unmatched line, dead letter")
    func bytes() async throws {
        let fixture = try StoreFixture()
        let store = try await fixture.open()
        var batch = StoreFixture.batch()
        for number in 0..<400 {
            let author = number % 4 == 0 ? "Zoe" : "ada"
            let text = number % 4 == 0 ? "\(Self.words) \(number)" : "weather report number \(number)"
            let signal = signal("\(number)", author: author, text: text, raw: "{\"text\":\"\(text)\"}")
            batch.signals.append(StoreFixture.judged(signal, topics: [0, 1]))
        }
        batch.unmatched = unmatched([
            signal("u1", author: "zoe", text: Self.words), signal("u2", author: "ada", text: "rain"),
        ])
        batch.deadLetters = [
            letter("{\"author\": \"zoe\",\"text\":\"\(Self.words)"), letter("{\"author\":\"ada\",\"text\":3}"),
        ]
        _ = try await store.keep(batch)
        #expect(occurrences(of: Self.words, fixture) >= 202)
        let plan = try await forget("@ZOE", store)
        #expect((plan.signals.count, plan.unmatched.count, plan.deadLetters.count) == (100, 1, 1))
        #expect(occurrences(of: Self.words, fixture) == 0)
        #expect(occurrences(of: "Zoe", fixture) + occurrences(of: "zoe", fixture) == 0)
        #expect(try await store.all().count == 300)
        #expect(try await store.all().allSatisfy { $0.topics.count == 2 })
        #expect(try await store.deadLetterCount() == 1)
        #expect(try fixture.look { try Int.fetchOne($0, sql: "SELECT sum(count) FROM unmatched") } == 1)
        #expect(try fixture.look { try Int.fetchOne($0, sql: "SELECT count(*) FROM link") } == 600)
        // Counts name nobody, and stay.
        #expect(try await store.topicTotals().first { $0.topic == "devops" }?.sums.count == 400)
        #expect(try fixture.look { try String.fetchOne($0, sql: "PRAGMA integrity_check") } == "ok")
    }

    @Test("what left before it was asked for is overwritten, too")
    func formerPages() async throws {
        let fixture = try StoreFixture()
        let store = try await fixture.open()
        var batch = StoreFixture.batch()
        let long = String(repeating: Self.words, count: 2000)
        batch.deadLetters = (0..<20).map { letter("{\"author\":\"zoe\",\"n\":\($0),\"text\":\"\(long)") }
        batch.signals = [StoreFixture.judged(signal("1", author: "zoe", text: Self.words))]
        _ = try await store.keep(batch)
        try await store.removeDeadLetters(store.deadLetters(limit: 100).map(\.id))
        #expect(occurrences(of: Self.words, fixture) > 1000)
        try await forget("@zoe", store)
        #expect(occurrences(of: Self.words, fixture) == 0)
    }

    @Test("a forgotten signal that is heard again is not kept, nor are reposts of it, nor its line in the ring")
    func tombstones() async throws {
        let fixture = try StoreFixture()
        let store = try await fixture.open()
        try await store.keep(StoreFixture.judged(signal("1", author: "zoe", text: Self.words)))
        try await forget("x:1", store)
        var again = signal("1", author: "zoe", text: Self.words)
        #expect(try await store.keep(StoreFixture.judged(again)).duplicates == 1)
        again.id = SignalID(source: "x", id: "2")
        again.kind = .repost
        again.parent = "1"
        #expect(try await store.keep(StoreFixture.judged(again)).duplicates == 1)
        var batch = StoreFixture.batch()
        batch.unmatched = unmatched([
            signal("1", author: "zoe", text: Self.words), signal("3", author: "ada", text: "other \"words\""),
        ])
        _ = try await store.keep(batch)
        let lines = try #require(try await store.unmatchedBlock(after: 0)).lines
        #expect(!String(decoding: lines, as: UTF8.self).contains(Self.words))
        #expect(String(decoding: lines, as: UTF8.self).contains("other"))
        // The same number of another source is another signal.
        let other = signal("1", source: "mastodon", author: "kim", text: "quite another")
        #expect(try await store.keep(StoreFixture.judged(other)).kept == 1)
        #expect(try await store.all().map(\.signal.id.qualified) == ["mastodon:1"])
    }

    @Test("reposts go with what they repeat, copies stay and have a first one, quotes and answers stay")
    func links() async throws {
        let fixture = try StoreFixture()
        let store = try await fixture.open()
        let text = "the new parser reads twice as fast as the one before it"
        func kept(_ id: String, kind: Signal.Kind = .post, parent: String? = nil) -> JudgedSignal {
            var signal = signal(id, author: "author\(id)", text: text)
            (signal.kind, signal.parent) = (kind, parent)
            return StoreFixture.judged(signal, isSketched: true)
        }
        try await store.keep(
            kept("1"),
            kept("2", kind: .repost, parent: "1"),
            kept("3", kind: .repost, parent: "2"),
            kept("4"),
            kept("5"),
            kept("6", kind: .quote, parent: "1")
        )
        let plan = try await forget("x:1", store)
        #expect((plan.signals.count, plan.reposts.count) == (1, 2))
        let all = try await store.all()
        #expect(all.map(\.signal.id.native) == ["4", "5", "6"])
        #expect(all.map { $0.duplicateOf?.native } == [nil, "4", "4"])
        #expect(all.last?.signal.parent == "1")
        // In the window, too, also without a restart.
        try await store.keep(kept("7"))
        #expect(try await store.all().last?.duplicateOf?.native == "4")
    }

    @Test("the number of a signal is never given twice, so that a sink behind it misses none")
    func numbers() async throws {
        let fixture = try StoreFixture()
        do {
            let store = try await fixture.open()
            try await store.keep(
                StoreFixture.judged(StoreFixture.signal("1")),
                StoreFixture.judged(StoreFixture.signal("2"))
            )
            try await store.advance("influx", to: [.signals: 2])
            try await forget("x:2", store)
        }
        let store = try await fixture.open()
        try await store.keep(StoreFixture.judged(StoreFixture.signal("3")))
        #expect(try await store.page("influx").entries.map(\.signal.id.native) == ["3"])
    }

    @Test("a signal that waits unsent is never sent, and one that was sent is deleted by every sink behind its cursor")
    func sinks() async throws {
        let fixture = try StoreFixture()
        let store = try await fixture.open()
        try await store.register("fast", "slow")
        try await store.keep(
            StoreFixture.judged(StoreFixture.signal("1", at: 7)),
            StoreFixture.judged(StoreFixture.signal("2"))
        )
        try await store.advance("fast", to: [.signals: 2])
        try await forget("x:1", store)
        #expect(try await store.page("slow").entries.map(\.signal.id.native) == ["2"])
        for sink in ["fast", "slow"] {
            let page = try await store.page(sink)
            let deletions = page.removals
            #expect(deletions.map(\.instant) == [SignalID(source: "x", id: "1").instant(at: Timestamp(seconds: 7))])
            #expect(deletions.map(\.sourceTag) == ["x"])
            #expect(try await store.backlog(of: sink) == (sink == "fast" ? 1 : 2))
            try await store.deal(sink, page, 1)
            #expect(try await store.page(sink).removals.isEmpty)
        }
        // What every sink has dealt with is not kept, and a sink that comes later has nothing to delete.
        #expect(try fixture.look { try Int.fetchOne($0, sql: "SELECT count(*) FROM deletion") } == 0)
        try await store.register("new")
        #expect(try await store.page("new").removals.isEmpty)
    }

    @Test("a signal whose points lie on the same instant is written again")
    func sharedInstant() async throws {
        let fixture = try StoreFixture()
        let store = try await fixture.open()
        // X has a millisecond of a million nanoseconds: among so many ids of one millisecond two share theirs.
        let time = Timestamp(seconds: 1_600_000_000)
        var byInstant: [Int64: String] = [:]
        var pair: (String, String)?
        for number in 0..<20_000 where pair == nil {
            let instant = SignalID(source: "x", id: "a\(number)").instant(at: time)
            if let other = byInstant.updateValue("a\(number)", forKey: instant) { pair = (other, "a\(number)") }
        }
        let (first, second) = try #require(pair)
        for id in [first, second, "other"] {
            try await store.keep(StoreFixture.judged(StoreFixture.signal(id, at: 1_600_000_000)))
        }
        try await store.advance("influx", to: [.signals: 3])
        try await store.register(OutboxReader(identity: "notes", kind: "slack", reads: [.signals], start: .now))
        try await forget("x:\(first)", store)
        let page = try await store.page("influx")
        #expect((page.removals.count, page.entries.map(\.signal.id.native)) == (1, [second]))
        #expect(page.entries.map(\.cause) == [.sentAgain])
        #expect(try await store.page("notes").entries.isEmpty, "a sink that knows no instants has nothing to mend")
    }

    @Test("a letter for a signal that was forgotten while it was being sent is not kept")
    func lateLetter() async throws {
        let store = try await StoreFixture().open()
        try await store.keep(StoreFixture.judged(StoreFixture.signal("1")))
        try await forget("x:1", store)
        let letter = Array(Self.words.utf8).withUnsafeBytes {
            DeadLetter(origin: .sink(name: "influx", signal: 1), reason: "refused", payload: $0)
        }
        try await store.advance("influx", to: [.signals: 1], deadLetters: [letter])
        #expect(try await store.deadLetterCount() == 0)
    }

    @Test("an author of several sources, or a name that is also an id, is not guessed")
    func ambiguity() async throws {
        let store = try await StoreFixture().open()
        for source in ["x", "mastodon"] {
            try await store.keep(StoreFixture.judged(signal("1", source: source, author: "Kim", text: "a")))
        }
        try await store.keep(StoreFixture.judged(signal("kim", source: "forum", author: "lin", text: "b")))
        #expect(try await store.forgettables("@kim", source: nil).count == 2)
        #expect(try await store.forgettables("kim", source: nil).count == 3)
        #expect(try await store.forgettables("1", source: nil).count == 2)
        #expect(try await store.forgettables("kim", source: "forum") == [.signal(SignalID(source: "forum", id: "kim"))])
        #expect(try await store.forgettables("x:1", source: nil) == [.signal(SignalID(source: "x", id: "1"))])
        #expect(try await store.forgettables("nobody", source: nil).isEmpty)
    }
}
