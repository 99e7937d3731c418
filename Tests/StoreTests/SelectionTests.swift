import Signals
import Store
import Testing

struct SelectionTests {
    /// Ten signals a second apart, heard in the order of their numbers; the even ones on devops, every third on swift.
    private func filled() async throws -> (StoreFixture, Store) {
        let fixture = try StoreFixture()
        let store = try await fixture.open()
        let signals = (0..<10).map { number in
            var judgement = Judgement()
            judgement.relevance = Score(tenThousandths: Int32([5, 3, 9, 1, 5, 0, 9, 2, 4, 8][number] * 1000))
            return StoreFixture.judged(
                StoreFixture.signal("\(number)", at: Int64(10 - number)),
                topics: [0, 1].filter { number % ($0 + 2) == 0 },
                judgement: judgement
            )
        }
        _ = try await store.keep(StoreFixture.batch(signals))
        return (fixture, store)
    }

    private func ids(_ signals: [KeptSignal]) -> String {
        signals.map(\.signal.id.native).joined()
    }

    @Test(
        "signals are selected by topic and by time, the end exclusive, in the order heard",
        arguments: [
            (nil, nil, nil, "0123456789"), (nil, nil, "devops", "02468"), (nil, nil, "swift", "0369"),
            (5, nil, nil, "012345"),
            (nil, 5, nil, "6789"), (3, 8, nil, "34567"), (3, 8, "devops", "46"), (3, 3, nil, ""),
            (nil, nil, "linux", ""),
            (nil, nil, "unheard of", ""), (nil, nil, "' OR 1 --", ""),
        ] as [(Int64?, Int64?, String?, String)]
    )
    func selection(from: Int64?, to: Int64?, topic: String?, expected: String) async throws {
        let (_, store) = try await filled()
        let selection = Store.Selection(
            from: from.map(Timestamp.init(seconds:)),
            to: to.map(Timestamp.init(seconds:)),
            topic: topic
        )
        #expect(ids(try await store.signals(selection, limit: 100)) == expected)
        var pages = ""
        var last: Int64 = 0
        while let page = Optional(try await store.signals(selection, after: last, limit: 2)), let end = page.last {
            pages += ids(page)
            last = end.sequence
        }
        #expect(pages == expected)
    }

    @Test("the most relevant come first, and of equals those heard first")
    func mostRelevant() async throws {
        let (_, store) = try await filled()
        #expect(ids(try await store.mostRelevant(6)) == "269048")
    }

    @Test("copies are left out of the most relevant")
    func copies() async throws {
        let (_, store) = try await filled()
        let text = "the very same words in a row"
        var judgement = Judgement()
        judgement.relevance = .one
        for id in ["a", "b"] {
            try await store.keep(
                StoreFixture.judged(StoreFixture.signal(id, text: text), judgement: judgement, isSketched: true)
            )
        }
        #expect(ids(try await store.mostRelevant(2)) == "a2")
        #expect(try await store.signals(id: "b").first?.duplicateOf?.qualified == "x:a")
    }

    @Test("an id is looked up with and without its source")
    func lookUp() async throws {
        let (_, store) = try await filled()
        for id in ["3", "x:3"] { #expect(ids(try await store.signals(id: id)) == "3") }
        for id in ["33", "y:3", "", "x:", "03"] { #expect(try await store.signals(id: id).isEmpty) }
    }

    @Test("what is read for the queue has its title")
    func titles() async throws {
        let store = try await StoreFixture().open()
        var titled = StoreFixture.signal("1")
        (titled.title, titled.venue) = ("A \"title\"", "swiftlang/swift")
        try await store.keep(StoreFixture.judged(titled), StoreFixture.judged(StoreFixture.signal("2")))
        #expect(try await store.queued(after: 0, limit: 9).map(\.signal.title) == [titled.title, nil])
        #expect(try await store.queued(numbered: [2, 1]).map(\.signal.title) == [nil, titled.title])
        #expect(try await store.signals(numbered: [1]).map(\.signal.title) == [titled.title])
    }
}
