import GRDB
import Signals
import Store
import Testing
import Trends

/// Signals that their source has edited.
struct RevisionTests {
    private static func edited(_ text: String, at seconds: Int64, topics: [Int] = [0]) -> JudgedSignal {
        var signal = StoreFixture.signal("1", text: text)
        signal.editedAt = Timestamp(seconds: seconds)
        return StoreFixture.judged(signal, topics: topics)
    }

    @Test("a later version takes the place of the text, and an earlier one heard late does not")
    func versions() async throws {
        let fixture = try StoreFixture()
        let store = try await fixture.open()
        _ = try await store.keep(StoreFixture.judged(StoreFixture.signal("1", text: "first"), topics: [0]))
        _ = try await store.keep(Self.edited("third", at: 30), Self.edited("second", at: 20))
        let kept = try #require(try await store.all().first)
        #expect((kept.signal.text, kept.signal.editedAt) == ("third", Timestamp(seconds: 30)))
        #expect(try await store.all().count == 1)
    }

    @Test("topics, links and sums move by difference")
    func difference() async throws {
        let fixture = try StoreFixture()
        let store = try await fixture.open()
        _ = try await store.keep(StoreFixture.judged(StoreFixture.signal("1"), topics: [0, 1]))
        _ = try await store.keep(Self.edited("other", at: 20, topics: [1, 2]))
        #expect(try await store.all().first?.topics == ["swift", "linux"])
        let counts = try await store.topicTotals().map { ($0.topic, $0.sums.count) }
        #expect(counts.first { $0.0 == "devops" }?.1 == 0)
        #expect(counts.first { $0.0 == "swift" }?.1 == 1)
        #expect(counts.first { $0.0 == "linux" }?.1 == 1)
        let facets = "SELECT sum(count) FROM rollup WHERE series < 0 AND step = 86400000"
        #expect(try fixture.look { try Int.fetchOne($0, sql: facets) } == 1)
    }

    @Test("an edit that names no topic any more is taken up, where the signal is kept")
    func unmatched() async throws {
        let fixture = try StoreFixture()
        let store = try await fixture.open()
        _ = try await store.keep(StoreFixture.judged(StoreFixture.signal("1", text: "first"), topics: [0]))
        var signal = StoreFixture.signal("1", text: "nothing of it")
        signal.editedAt = Timestamp(seconds: 20)
        let edit = StoreFixture.judged(signal, unmatchedLine: #"{"id":"1","source":"x","text":"nothing of it"}"#)
        let other = StoreFixture.judged(
            StoreFixture.signal("2"),
            unmatchedLine: #"{"id":"2","source":"x","text":"text"}"#
        )
        let receipt = try await store.keep(edit, other)
        #expect((receipt.duplicates, receipt.unmatched) == (1, 1))
        let kept = try await store.all()
        #expect(kept.map(\.signal.text) == ["nothing of it"])
        #expect(kept[0].topics == [])
        #expect(try fixture.look { try Int.fetchOne($0, sql: "SELECT count FROM unmatched") } == 1)
    }

    @Test("what few signals have comes back as it was, and an author is known by the stable id")
    func fields() async throws {
        let fixture = try StoreFixture()
        let store = try await fixture.open()
        var signal = StoreFixture.signal("1", source: "github")
        (signal.kind, signal.authorID, signal.title, signal.venue) = (.issue, "583231", "A title", "swiftlang/swift")
        (signal.thread, signal.quoted, signal.reach) = ("issue:7", "6", 12)
        signal.links = ["https://example.org/a", "https://example.org/b?utm_source=x"]
        signal.facts = Facts(state: "open", durationMilliseconds: 3, branch: "main", severity: "high", number: 7)
        _ = try await store.keep(StoreFixture.judged(signal, topics: [1]))
        #expect(try await store.all().map(\.signal) == [signal])
        var renamed = StoreFixture.signal("2", source: "github")
        (renamed.authorID, renamed.author) = ("583231", "ada-two")
        _ = try await store.keep(StoreFixture.judged(renamed, topics: [1]))
        let authors = "SELECT group_concat(native || ' ' || handle) FROM author"
        #expect(try fixture.look { try String.fetchOne($0, sql: authors) } == "583231 ada-two")
        let links = "SELECT count(DISTINCT url) FROM signal_link"
        #expect(try fixture.look { try Int.fetchOne($0, sql: links) } == 2)
    }

    @Test("an edit moves author, parent and thread along")
    func belongings() async throws {
        let store = try await StoreFixture().open()
        var signal = StoreFixture.signal("1", text: "first")
        (signal.kind, signal.author, signal.parent, signal.thread) = (.reply, "ada", "7", "thread:7")
        _ = try await store.keep(StoreFixture.judged(signal, topics: [0]))
        (signal.author, signal.parent, signal.thread) = ("ada-two", "8", "thread:8")
        (signal.text, signal.editedAt) = ("second", Timestamp(seconds: 20))
        _ = try await store.keep(StoreFixture.judged(signal, topics: [0]))
        #expect(try await store.all().map(\.signal) == [signal])
    }

    @Test(
        "many edits that lose a topic are told as removals, each once, and their bytes need not be overwritten for that"
    )
    func lostTopics() async throws {
        let fixture = try StoreFixture()
        let store = try await fixture.open()
        try await store.register("influx")
        func batch(_ topics: [Int], editedAt: Timestamp?) -> Batch {
            StoreFixture.batch(
                (0..<50).map { number in
                    var signal = StoreFixture.signal("\(number)", at: Int64(number) * 60)
                    signal.editedAt = editedAt
                    return StoreFixture.judged(signal, topics: topics)
                }
            )
        }
        _ = try await store.keep(batch([0, 1], editedAt: nil))
        try await store.deal("influx", try await store.page("influx"))
        _ = try await store.keep(batch([1], editedAt: Timestamp(seconds: 1_600_000_000)))
        #expect(try await store.page("influx").removals.count == 50)
    }
}
