import Signals
import Store
import Testing

struct DeadLetterRecordsTests {
    private func letter(
        _ payload: String,
        feed: String = "file:1",
        label: String = "posts",
        offset: Int64 = 0
    ) -> DeadLetter {
        Array(payload.utf8).withUnsafeBytes {
            DeadLetter(origin: .feed(name: feed, label: label, offset: offset), reason: "not JSON", payload: $0)
        }
    }

    private func keep(_ letters: [DeadLetter], in store: Store) async throws {
        var batch = StoreFixture.batch()
        batch.deadLetters = letters
        _ = try await store.keep(batch)
    }

    @Test("a letter is kept once, however often its line is heard")
    func uniqueness() async throws {
        let fixture = try StoreFixture()
        let store = try await fixture.open()
        let letters = [
            letter("a"), letter("a", offset: 9), letter("b"), letter("a", feed: "file:2"),
        ]
        for _ in 0..<2 { try await keep(letters + [letter("a", label: "the same, renamed")], in: store) }
        #expect(try await store.deadLetters(limit: 10).map(\.letter) == letters)
        #expect(try await store.deadLetterCount() == 4)
    }

    @Test("a letter comes back as it was, in pages")
    func roundTrip() async throws {
        let fixture = try StoreFixture()
        let store = try await fixture.open()
        let bytes: [UInt8] = [0, 255, 10, 34]
        let long = letter(String(repeating: "a", count: 100_000), offset: .max)
        let binary = bytes.withUnsafeBytes {
            DeadLetter(origin: .feed(name: "f", label: "", offset: 3), reason: "r", payload: $0)
        }
        try await keep([long, binary], in: store)
        let first = try #require(try await store.deadLetters(limit: 1).first)
        #expect(first.letter == long)
        #expect(!first.letter.isWhole)
        #expect(first.letter.payload.count == DeadLetter.payloadLimit)
        #expect(first.letter.length == 100_000)
        #expect(first.at == Timestamp(seconds: 1_600_000_000))
        let second = try await store.deadLetters(after: first.id, limit: 10)
        #expect(second.map(\.letter) == [binary])
        #expect(second.map(\.letter.isWhole) == [true])
        try await store.removeDeadLetters([first.id])
        #expect(try await store.deadLetters(limit: 10).map(\.letter) == [binary])
    }

    @Test("a sink's letter goes back to the outbox")
    func requeue() async throws {
        let fixture = try StoreFixture()
        let store = try await fixture.open()
        try await store.keep(
            StoreFixture.judged(StoreFixture.signal("1")),
            StoreFixture.judged(StoreFixture.signal("2"))
        )
        let refused = Array("posts value=1".utf8).withUnsafeBytes {
            DeadLetter(origin: .sink(name: "influx", signal: 2), reason: "field type conflict", payload: $0)
        }
        try await store.advance("influx", to: [.signals: 2], deadLetters: [refused, refused])
        let letters = try await store.deadLetters(limit: 10)
        #expect(letters.map(\.letter) == [refused])
        for letter in letters { #expect(try await store.requeue(letter, at: Store.now)) }
        #expect(try await store.deadLetterCount() == 0)
        let entries = try await store.page("influx").entries
        #expect(entries.map(\.signal.id.qualified) == ["x:2"])
        #expect(entries.map(\.cause) == [.sentAgain])
    }
}
