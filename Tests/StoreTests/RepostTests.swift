import GRDB
import Language
import Signals
import Store
import Testing
import Trends

/// Reposts belong to their originals, whichever was heard first.
struct RepostTests {
    private static let text = "the new parser reads twice as fast as the one before it"

    private func post(_ id: String, source: String = "x", text: String = text) -> JudgedSignal {
        StoreFixture.judged(StoreFixture.signal(id, source: source, text: text), isSketched: true)
    }

    private func repost(
        _ id: String,
        of parent: String,
        kind: Signal.Kind = .repost,
        source: String = "x",
        text: String = text
    ) -> JudgedSignal {
        var signal = StoreFixture.signal(id, source: source, text: text)
        signal.kind = kind
        signal.parent = parent
        return StoreFixture.judged(signal, topics: [0], isSketched: true)
    }

    private func originals(_ store: Store) async throws -> [String: String] {
        let copies = try await store.all().compactMap { kept in
            kept.duplicateOf.map { (kept.signal.id.qualified, $0.qualified) }
        }
        return Dictionary(uniqueKeysWithValues: copies)
    }

    /// What the facets of all signals say.
    private func facetDuplicates(_ fixture: StoreFixture) throws -> Int64? {
        try fixture.look {
            try Int64.fetchOne($0, sql: "SELECT sum(duplicates) FROM rollup WHERE series < 0 AND step = 86400000")
        }
    }

    /// What the roll-ups say of all signals, and what the signals themselves say.
    private func duplicates(_ store: Store, _ fixture: StoreFixture) async throws -> (sums: Int64?, signals: Int64) {
        let sums = try fixture.look {
            try Int64.fetchOne($0, sql: "SELECT sum(duplicates) FROM rollup WHERE series = 0 AND step = 86400000")
        }
        return (sums, Int64(try await store.all().count { $0.duplicateOf != nil }))
    }

    @Test(
        "a repost is a copy of what it reposts, whatever its text",
        arguments: [text, "", "short", "quite another text than that"]
    )
    func byParent(text: String) async throws {
        let store = try await StoreFixture().open()
        try await store.keep(post("1"), repost("2", of: "1", text: text), repost("3", of: "x:1", text: text))
        #expect(try await originals(store) == ["x:2": "x:1", "x:3": "x:1"])
    }

    @Test("a chain of reposts leads to the first")
    func chain() async throws {
        let store = try await StoreFixture().open()
        try await store.keep(post("1"), repost("2", of: "1", text: "a"), repost("3", of: "2", text: "b"))
        try await store.keep(repost("4", of: "3", text: "c"))
        #expect(try await originals(store) == ["x:2": "x:1", "x:3": "x:1", "x:4": "x:1"])
    }

    @Test("an original outside the window of texts is found all the same, also after a restart")
    func farBack() async throws {
        let fixture = try StoreFixture()
        do {
            let store = try await fixture.open()
            try await store.keep(post("1"))
            let others = (0..<NearDuplicates.window).map { post("\($0 + 10)", text: "short \($0)") }
            _ = try await store.keep(StoreFixture.batch(others))
        }
        let store = try await fixture.open()
        try await store.keep(post("900001"), repost("900002", of: "1"))
        #expect(try await originals(store) == ["x:900002": "x:1"])
    }

    @Test("an original that comes after its reposts is no copy, they are", arguments: [false, true])
    func originalLater(isRestarted: Bool) async throws {
        let fixture = try StoreFixture()
        var store = Optional(try await fixture.open())
        try await store?.keep(
            repost("2", of: "1"),
            repost("3", of: "1", text: "RT @ada: cut …"),
            repost("4", of: "2", text: "a"),
            post("5")
        )
        #expect(try await originals(try #require(store)) == ["x:4": "x:2", "x:5": "x:2"])
        if isRestarted {
            store = nil
            store = try await fixture.open()
        }
        try await store?.keep(post("1"), post("6"))
        let kept = try #require(store)
        #expect(
            try await originals(kept) == ["x:2": "x:1", "x:3": "x:1", "x:4": "x:1", "x:5": "x:1", "x:6": "x:1"]
        )
        let (sums, signals) = try await duplicates(kept, fixture)
        #expect(sums == 5)
        #expect(signals == 5)
        #expect(try facetDuplicates(fixture) == 5)
        #expect(try await kept.all().count == 6)
    }

    @Test("the topics of a repost count it as a copy from when its original came")
    func sumsOfTopics() async throws {
        let fixture = try StoreFixture()
        let store = try await fixture.open()
        try await store.keep(repost("2", of: "1"))
        func counted() throws -> [Int64] {
            try fixture.look {
                try Int64.fetchAll($0, sql: "SELECT duplicates FROM rollup WHERE series > 0 AND step = 300000")
            }
        }
        #expect(try counted() == [0])
        try await store.keep(post("1"))
        #expect(try counted() == [1])
        // Heard again, nothing changes.
        try await store.keep(post("1"), repost("2", of: "1"))
        #expect(try counted() == [1])
    }

    @Test("ids that share a key do not lead to another's original")
    func collisions() async throws {
        let store = try await StoreFixture().open()
        // Numbers are their own keys, whatever the source: these lie in each other's places.
        try await store.keep(
            post("5", text: "one of x"),
            post("5", source: "mastodon", text: "one of mastodon"),
            post("6", text: "another of x"),
            repost("20", of: "5", text: "a"),
            repost("21", of: "5", source: "mastodon", text: "b"),
            repost("22", of: "6", text: "c"),
            repost("23", of: "6", source: "mastodon", text: "d"),
            repost("24", of: "7", text: "e")
        )
        #expect(try await originals(store) == ["x:20": "x:5", "mastodon:21": "mastodon:5", "x:22": "x:6"])
        try await store.keep(post("6", source: "mastodon", text: "late"), post("7", source: "rss", text: "of rss"))
        let late = try await originals(store)
        #expect(late["mastodon:23"] == "mastodon:6")
        #expect(late["x:24"] == nil)
    }

    @Test("reposts of themselves and of each other end")
    func cycles() async throws {
        let store = try await StoreFixture().open()
        try await store.keep(
            repost("1", of: "1", text: "a"),
            repost("2", of: "3", text: "b"),
            repost("3", of: "2", text: "c")
        )
        #expect(try await originals(store) == ["x:3": "x:2"])
        #expect(try await store.all().count == 3)
    }

    @Test("a quote and an answer are no copies and keep their parent", arguments: [Signal.Kind.quote, .reply])
    func quotes(kind: Signal.Kind) async throws {
        let store = try await StoreFixture().open()
        try await store.keep(post("1"), repost("2", of: "1", kind: kind, text: "we see the same here, and more"))
        #expect(try await originals(store).isEmpty)
        #expect(try await store.signals(id: "x:2").map(\.signal.parent) == ["1"])
    }

    @Test("an original that says what an earlier post says belongs to that one, and so do its reposts")
    func copiedOriginal() async throws {
        let store = try await StoreFixture().open()
        try await store.keep(post("1"), repost("3", of: "2", text: "a"))
        try await store.keep(post("2"))
        #expect(try await originals(store) == ["x:2": "x:1", "x:3": "x:1"])
    }
}
