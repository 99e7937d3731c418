import Relevance
import Signals
import Testing

/// What became of what was shared weighs its accepts.
@Suite struct OutcomeTests {
    private let deciding = DecisionRecorder()

    private func sample(_ id: Int, likes: Int64? = nil, reposts: Int64? = nil, by: String = "ada") -> Decision {
        Decision(
            signal: SignalID(source: "x", id: String(id)),
            verdict: .shared,
            by: by,
            at: Timestamp(seconds: 5_000),
            outcome: Engagement(likes: likes, reposts: reposts)
        )
    }

    private func weights(_ log: [Decision]) -> [Double] { DecisionLog(log).examples.map(\.weight) }

    @Test func `the latest sample of a signal weighs all its accepts, also those after it, and no reject`() {
        let log = [
            deciding.decision(.accept, "storm", id: 1), deciding.decision(.reject, "storm", id: 1, by: "bob"),
            deciding.decision(.accept, "flood", id: 2), sample(1, likes: 0), sample(1, likes: 20),
            deciding.decision(.accept, "storm", id: 1, by: "cy"),
        ]
        #expect(weights(log) == [1.5, 1, 1, 1.5])
    }

    @Test(
        arguments: [
            (nil, nil, 1.0), (0, 0, 1.0), (20, nil, 1.5), (nil, 20, 1.75), (20, 20, 1.8), (.max / 8, .max / 8, 2.0),
        ] as [(Int64?, Int64?, Double)]
    )
    func `the formula is bounded, and what is unknown adds nothing`(likes: Int64?, reposts: Int64?, weight: Double) {
        let log = [deciding.decision(.accept, "storm", id: 1), sample(1, likes: likes, reposts: reposts)]
        #expect(weights(log) == [weight])
    }

    @Test func `no accept weighs more than two, and one of an archive is weighed as well`() {
        let heavy = deciding.decision(.accept, "storm", id: 1, weight: Score(1.9))
        #expect(weights([heavy, sample(1, likes: 1_000)]) == [2])
        let archived = deciding.decision(.accept, "storm", id: 1, by: Decision.archive, weight: DecisionWeight.archived)
        #expect(weights([archived, sample(1, likes: 20)]) == [0.75])
    }

    @Test func `a sample is taken back by whoever gave it, and the one before holds again`() {
        let accept = deciding.decision(.accept, "storm", id: 1)
        let log = [accept, sample(1, likes: 20, by: "bob"), sample(1, likes: 60)]
        #expect(weights(log) == [1.75])
        let undo = deciding.decision(.undo, id: 1)
        #expect(weights(log + [undo]) == [1.5])
        #expect(DecisionLog(log, excluding: ["ada"]).examples.isEmpty)
        #expect(weights([accept, log[1], deciding.decision(.undo, id: 1, by: "bob")]) == [1])
        // The accept itself stands until it is taken back, too.
        #expect(weights(log + [undo, undo]).isEmpty)
    }

    @Test func `a sample teaches nothing by itself, and a good outcome moves more`() {
        let log = deciding.log(60)
        #expect(LearnedRelevance(log + [sample(999, likes: 500)]).bits() == LearnedRelevance(log).bits())
        func rank(_ likes: Int64) -> Double {
            let log = log + [deciding.decision(.accept, "coffee", id: 900), sample(900, likes: likes)]
            return LearnedRelevance(log).rank(of: deciding.features("coffee"))
        }
        #expect(rank(0) < rank(20))
        #expect(rank(20) < rank(2_000))
    }
}
