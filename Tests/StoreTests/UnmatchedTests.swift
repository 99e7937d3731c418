import GRDB
import Signals
import Store
import Testing

/// The bounded memory of what matched no topic.
struct UnmatchedTests {
    private func batch(_ count: Int, newest seconds: Int64) -> Batch {
        var batch = StoreFixture.batch()
        batch.unmatched.count = count
        batch.unmatched.newest = Timestamp(seconds: seconds)
        batch.unmatched.lines = Array("{\"text\":\"\(seconds)\"}\n".utf8)
        return batch
    }

    private func total(_ fixture: StoreFixture) throws -> Int? {
        try fixture.look { try Int.fetchOne($0, sql: "SELECT sum(count) FROM unmatched") }
    }

    @Test("no more than 200,000 are kept, and the oldest leave")
    func count() async throws {
        let fixture = try StoreFixture()
        let store = try await fixture.open()
        for round in 0..<40 {
            _ = try await store.keep(batch(8000, newest: Int64(round)))
            #expect(try total(fixture) == min(8000 * (round + 1), 200_000))
        }
        _ = try await store.keep(batch(1, newest: 40))
        #expect(try total(fixture) == 192_001)
        #expect(try fixture.look { try Int.fetchOne($0, sql: "SELECT min(newest) FROM unmatched") } == 16_000)
    }

    @Test("no more than 24 hours of event time are kept")
    func span() async throws {
        let fixture = try StoreFixture()
        let store = try await fixture.open()
        for hour in [0, 1, 23, 24] as [Int64] { _ = try await store.keep(batch(10, newest: hour * 3600)) }
        #expect(try total(fixture) == 40)
        _ = try await store.keep(batch(10, newest: 24 * 3600 + 1))
        #expect(try total(fixture) == 40)
        // A late one says nothing about the others, and leaves at once when it is too late.
        _ = try await store.keep(batch(10, newest: 0))
        #expect(try total(fixture) == 40)
        _ = try await store.keep(batch(10, newest: 500 * 3600))
        #expect(try total(fixture) == 10)
    }
}
