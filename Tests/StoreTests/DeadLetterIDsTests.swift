import GRDB
import Signals
import Store
import Testing

/// Withdrawals cost as much as is taken back, however many lines could not be read.
@Suite(.timeLimit(.minutes(2)))
struct DeadLetterIDsTests {
    private func letters(_ range: Range<Int>, stating id: (Int) -> String) -> Batch {
        let filling = String(repeating: "so long a line ", count: 130)
        var batch = StoreFixture.batch()
        batch.deadLetters = range.map { number in
            let payload = Array(#"{"id":"\#(id(number))","source":"x","text":"\#(filling)"#.utf8)
            return payload.withUnsafeBytes {
                DeadLetter(
                    origin: .feed(name: "file:1", label: "posts", offset: Int64(number)),
                    reason: "not JSON",
                    payload: $0
                )
            }
        }
        return batch
    }

    private func withdrawal(_ id: String) -> Batch {
        var batch = StoreFixture.batch()
        batch.withdrawn = [SignalID(source: "x", id: id)]
        return batch
    }

    /// Measures a hundred withdrawals, a batch each, after as many that warm the store up.
    private func time(_ store: Store, _ id: (Int) -> String) async throws -> Duration {
        for number in 0..<100 { _ = try await store.keep(withdrawal("warm\(number)")) }
        let start = ContinuousClock.now
        for number in 0..<100 { _ = try await store.keep(withdrawal(id(number))) }
        return start.duration(to: .now)
    }

    @Test func `A withdrawal does not read all of 40,000 dead letters`() async throws {
        let small = try StoreFixture()
        let few = try await small.open()
        _ = try await few.keep(letters(0..<100) { "g\($0)" })
        let large = try StoreFixture()
        let many = try await large.open()
        for start in stride(from: 0, to: 40_000, by: 4000) {
            _ = try await many.keep(letters(start..<start + 4000) { "g\($0)" })
        }
        let (short, long) = (try await time(few) { "g\($0)" }, try await time(many) { "g\($0)" })
        #expect(long < short * 8, "\(short) with 100, \(long) with 40,000")
        #expect(try await many.deadLetterCount() == 39_900)
        #expect(try await few.deadLetterCount() == 0)
    }

    @Test func `An id that many lines state is found once, and costs nothing after that`() async throws {
        let fixture = try StoreFixture()
        let store = try await fixture.open()
        _ = try await store.keep(letters(0..<5000) { _ in "q1" })
        _ = try await store.keep(withdrawal("q1"))
        #expect(try await store.deadLetterCount() == 0)
        #expect(try fixture.look { try Int.fetchOne($0, sql: "SELECT count(*) FROM dead_letter_id") } == 0)
    }
}
