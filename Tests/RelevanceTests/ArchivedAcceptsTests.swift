import Relevance
import Signals
import Testing

/// What archives say is learned from, and is nobody's decision.
@Suite struct ArchivedAcceptsTests {
    private let deciding = DecisionRecorder()

    private func archive(_ count: Int, _ text: String = "storm at night") -> [Decision] {
        (0..<count).map { deciding.decision(.accept, "\(text) \($0)", id: 10_000 + $0, by: Decision.archive) }
    }

    @Test func `they rank what is heard before anything was decided`() {
        let learned = LearnedRelevance(archive(30))
        #expect(learned.rank(of: deciding.features("storm")) > learned.rank(of: deciding.features("music")))
    }

    @Test func `they do not count for enough, and are not counted`() {
        let learned = LearnedRelevance(archive(500) + deciding.log(12))
        #expect(learned.accepts + learned.rejects == 12)
        #expect(!learned.isKnown)
        #expect(learned.probability(deciding.features("storm")) == nil)
    }

    @Test func `however many there are, as many are thought to be accepted as people accept`() throws {
        // About things nobody decides on, so that all they could move is how much is accepted.
        let log = deciding.log(200)
        func mean(_ log: [Decision]) throws -> Double {
            let learned = LearnedRelevance(log)
            return try deciding.log(500, from: 5_000, seed: 77).map { decision in
                try #require(decision.features.flatMap(learned.probability)).value
            }.reduce(0, +) / 500
        }
        let share = try mean(log)
        #expect(try abs(mean(archive(500, "zebra umbrella") + log) - share) < 0.03)
        #expect(try abs(mean(log + archive(500, "zebra umbrella")) - share) < 0.03)
    }

    @Test func `they are left out by name, as if they had never been imported`() {
        let log = deciding.log(100)
        let mixed = archive(20) + log + archive(40).dropFirst(20)
        #expect(LearnedRelevance(mixed, excluding: [Decision.archive]).bits() == LearnedRelevance(log).bits())
        #expect(LearnedRelevance(mixed).bits() != LearnedRelevance(log).bits())
    }

    @Test func `they are learned in an evaluation, and never predicted`() throws {
        let log = deciding.log(300)
        let mixed = archive(50, "storm flood") + log
        let (with, without) = (RelevanceEvaluation(mixed), RelevanceEvaluation(log))
        #expect(with.predictions.map(\.decision) == without.predictions.map(\.decision))
        #expect(with.predictions.map(\.probability) != without.predictions.map(\.probability))
        #expect(with.deciders.isEmpty)
        #expect(RelevanceEvaluation(mixed, excluding: [Decision.archive]).figures == without.figures)
    }
}
