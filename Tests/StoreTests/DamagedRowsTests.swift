import Signals
import Store
import Testing

/// Values that the schema does not have: a damaged store is said to be one, and nothing is made up in their place.
struct DamagedRowsTests {
    private func store(_ fixture: StoreFixture) async throws -> Store {
        let store = try await fixture.open()
        try await store.keep(StoreFixture.judged(StoreFixture.signal("1"), topics: [0]))
        try await store.advance("influx", to: [.signals: 1])
        try await store.keep(StoreFixture.judged(StoreFixture.signal("1"), topics: [1]))
        let origin = DeadLetter.Origin.feed(name: "f", label: "f", offset: 1)
        var batch = StoreFixture.batch()
        batch.deadLetters = [DeadLetter(origin: origin, reason: "no", digest: 0, payload: [1], length: 1)]
        _ = try await store.keep(batch)
        return store
    }

    /// Reads everything that readers and people read of the outbox.
    private func read(_ store: Store) async throws {
        _ = try await store.page("influx")
        _ = try await store.sinks()
        _ = try await store.changes(after: 0)
        _ = try await store.deadLetters(limit: 10)
    }

    @Test func `What is whole is read`() async throws {
        try await read(try await store(StoreFixture()))
    }

    @Test(arguments: [
        "UPDATE reader SET start = 7", "UPDATE reader SET removes = 9", "UPDATE reader SET expired = 'some'",
        "UPDATE reader SET waiting = 'words', code = 'no such code'", "UPDATE cursor SET position = 'here'",
        "UPDATE cursor SET stream = 40 WHERE stream = 4", "UPDATE change SET cause = 5",
        "UPDATE change SET signal = 'x'", "UPDATE dead_letter SET at = 'yesterday'",
        "UPDATE dead_letter SET feed = NULL",
    ])
    func `A value of the wrong type, or on no list, is a damaged store`(damage: String) async throws {
        let fixture = try StoreFixture()
        let store = try await store(fixture)
        try fixture.change(damage)
        let error = await #expect(throws: (any Error).self) { try await read(store) }
        guard let error, case .damaged = StoreFault(error) else {
            Issue.record("\(String(describing: error)) is no damage")
            return
        }
    }
}
