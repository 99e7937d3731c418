import GRDB
import Signals
import Store
import Testing

struct FigureRecordsTests {
    private func figure(_ number: Int64, auc: Score? = Score(0.9)) -> RelevanceFigure {
        RelevanceFigure(
            number: number,
            at: Timestamp(milliseconds: 1_700_000_000_000 + number),
            log: 50 * number,
            decisions: 100,
            accepted: 31,
            auc: auc,
            accuracy: auc,
            calibrationError: nil
        )
    }

    @Test("a figure is written once and never changed; what is unknown stays unknown")
    func once() async throws {
        let store = try await StoreFixture().open()
        let figures = [figure(1, auc: nil), figure(2)]
        try await store.keep(figures)
        try await store.keep([figure(1, auc: Score(0.3)), figure(2, auc: Score(0.3))])
        #expect(try await store.figures() == figures)
        #expect(try await store.figures(after: 1) == [figures[1]])
    }

    @Test("one is due when fifty accepts and rejects of people came after the last")
    func due() async throws {
        let store = try await StoreFixture().open()
        func log(_ range: Range<Int>, by: String = "ada") -> [Decision] {
            range.map {
                Decision(
                    signal: SignalID(source: "x", id: "\($0)"),
                    verdict: $0 % 2 == 0 ? .accept : .reject,
                    by: by,
                    at: Timestamp(seconds: 1),
                    features: DecisionFeatures(prior: .zero, features: [])
                )
            }
        }
        _ = try await store.append(log(0..<60) + log(0..<30, by: Decision.archive))
        #expect(try await store.figureState() == (0, 60))
        try await store.keep([figure(1)])
        #expect(try await store.figureState() == (1, 10))
    }

    @Test("each sink reads them behind a cursor of its own, from the first on")
    func cursors() async throws {
        let store = try await StoreFixture().open()
        try await store.keep((1...3).map { figure($0) })
        try await store.register("influx")
        #expect(try await store.page("influx", limit: 2).figures == [1, 2])
        #expect(try await store.backlog(of: "influx") == 3)
        try await store.advance("influx", to: [.figures: 2])
        #expect(try await store.position(of: "influx")[.figures] == 2)
        #expect(try await store.backlog(of: "influx") == 1)
        try await store.register("later")
        #expect(try await store.page("later").figures == [1, 2, 3])
    }

    @Test("a refused figure is a dead letter, and goes back to its sink alone")
    func letters() async throws {
        let store = try await StoreFixture().open()
        try await store.keep((1...3).map { figure($0) })
        for sink in ["influx", "other"] {
            let letter = Array("relevance auc=1".utf8).withUnsafeBytes {
                DeadLetter(origin: .figure(sink: sink, number: 2), reason: "field type conflict", payload: $0)
            }
            try await store.advance(sink, to: [.figures: 3], deadLetters: [letter])
        }
        let letters = try await store.deadLetters(limit: 9)
        #expect(letters.map(\.letter.origin) == ["influx", "other"].map { .figure(sink: $0, number: 2) })
        #expect(try await store.requeue(try #require(letters.first), at: Store.now))
        #expect(try await store.position(of: "influx")[.figures] == 1)
        #expect(try await store.position(of: "other")[.figures] == 3)
        #expect(try await store.deadLetterCount() == 1)
    }
}
