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

    @Test func `A withdrawal follows what was noted of each line, and reads no other line`() async throws {
        let fixture = try StoreFixture()
        let store = try await fixture.open()
        _ = try await store.keep(letters(0..<100) { "g\($0)" })
        // Whoever read all lines would now find the id in each of them.
        try fixture.change("UPDATE dead_letter SET payload = (SELECT payload FROM dead_letter WHERE position = 7)")
        _ = try await store.keep(withdrawal("g7"))
        #expect(try await store.deadLetterCount() == 99)
        #expect(
            try fixture.look { try Int64.fetchAll($0, sql: "SELECT position FROM dead_letter WHERE position = 7") }
                == []
        )
        let plan = "EXPLAIN QUERY PLAN SELECT letter FROM dead_letter_id WHERE hash = 1"
        let steps = try fixture.look { try Row.fetchAll($0, sql: plan).map { $0["detail"] as String } }
        #expect(steps == ["SEARCH dead_letter_id USING PRIMARY KEY (hash=?)"])
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
