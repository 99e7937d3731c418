import GRDB
import Signals
import Store
import Testing

struct DecisionRecordsTests {
    private func decision(
        _ id: String,
        _ verdict: Decision.Verdict,
        by: String = "ada",
        at: Int64 = 1,
        outcome: Engagement? = nil
    ) -> Decision {
        Decision(
            signal: SignalID(source: "x", id: id),
            verdict: verdict,
            by: by,
            at: Timestamp(milliseconds: at),
            features: verdict == .accept ? DecisionFeatures(prior: .one, features: [Feature(.word, "storm")]) : nil,
            outcome: outcome
        )
    }

    @Test("what a sample found is read as it was written: unknown is not zero")
    func outcomes() async throws {
        let store = try await StoreFixture().open()
        let log = [
            decision("1", .accept), decision("1", .shared, at: 2, outcome: Engagement(likes: 0, replies: .max)),
            decision("1", .shared, at: 3, outcome: Engagement()), decision("1", .undo, at: 4),
        ]
        #expect(try await store.append(log) == [1, 2, 3, 4])
        #expect(try await store.decisions().map(\.decision) == log)
        #expect(try await store.append(log) == [nil, nil, nil, nil])
    }

    @Test("what one person said, and whether another did")
    func deciders() async throws {
        let store = try await StoreFixture().open()
        let log = [
            decision("2", .accept, by: "archive"), decision("1", .accept, by: "archive"),
            decision("1", .reject, by: "bob"), decision("1", .undo, by: "archive", at: 2),
            decision("3", .unsure, by: "bob"),
        ]
        _ = try await store.append(log)
        let (first, second, third) = (log[1].signal, log[0].signal, log[4].signal)
        #expect(try await store.decisions(of: first, by: "archive") == [log[1], log[3]])
        #expect(try await store.signalsDecided(by: "archive") == [second, first])
        #expect(try await store.isDecided(first, byOthersThan: "archive"))
        #expect(try await !store.isDecided(second, byOthersThan: "archive"))
        #expect(try await store.isDecided(second))
        #expect(try await !store.isDecided(third), "who is unsure has not decided")
    }

    @Test(
        "a value that is missing or of the wrong type is damage, and no end of the program",
        arguments: [
            "decider = x'00ff'", "at = 'noon'", "verdict = 99", "weight = 'much'", "features = x'00'",
            "subject_kind = 1",
        ]
    )
    func damage(change: String) async throws {
        let fixture = try StoreFixture()
        let store = try await fixture.open()
        _ = try await store.append([decision("1", .accept)])
        try fixture.change("UPDATE decision SET \(change)")
        let error = await #expect(throws: (any Error).self) { try await store.decisions() }
        guard case .damaged? = error.flatMap(StoreFault.init) else {
            Issue.record("it is no damage: \(String(describing: error))")
            return
        }
    }
}
