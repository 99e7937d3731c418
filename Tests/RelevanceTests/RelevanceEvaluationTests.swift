import Language
import Relevance
import Signals
import Testing

@Suite struct RelevanceEvaluationTests {
    private let deciding = DecisionRecorder()

    private func counted(_ outcomes: [(Double, Bool)]) -> PredictionFigures {
        PredictionFigures(
            outcomes.enumerated().map { index, outcome in
                Prediction(deciding.decision(outcome.1 ? .accept : .reject, id: index), probability: outcome.0)
            }
        )
    }

    @Test func `figures are those counted by hand`() throws {
        let figures = counted([(0.9, true), (0.9, false), (0.6, true), (0.4, false), (0.4, true), (0.1, false)])
        // Of nine pairs: 0.9 beats two and ties one, 0.6 beats two, 0.4 beats one and ties one.
        #expect(figures.auc == 6.0 / 9)
        #expect(figures.accuracy == 4.0 / 6)
        let error = try #require(figures.calibrationError)
        #expect(abs(error - (2 * 0.4 + 0.4 + 2 * 0.1 + 0.1) / 6) < 1e-12)
        #expect(figures.bins[9]?.decisions == 2)
        #expect(figures.bins[0] == nil)
        #expect(figures.decisions == 6)
        #expect(figures.accepted == 3)
    }

    @Test func `what cannot be told is unknown`() {
        #expect(counted([]).auc == nil)
        #expect(counted([]).accuracy == nil)
        #expect(counted([]).calibrationError == nil)
        #expect(counted([(0.7, true)]).auc == nil)
        #expect(counted([(0.7, true)]).accuracy == 1)
        let evaluation = RelevanceEvaluation(deciding.log(15))
        #expect(evaluation.predictions.isEmpty)
        #expect(evaluation.unpredicted == 15)
    }

    @Test func `each decision is predicted before it is learned`() throws {
        // Labels by lot: whoever had seen them would do better than chance.
        var random = SplitMix(state: 5)
        let log = (0..<1_000).map { id in
            deciding.decision(Bool.random(using: &random) ? .accept : .reject, "word\(id) storm", id: id)
        }
        let evaluation = RelevanceEvaluation(log)
        #expect(evaluation.predictions.count + evaluation.unpredicted == 1_000)
        #expect(evaluation.unpredicted < 50)
        let auc = try #require(evaluation.figures.auc)
        #expect((0.45...0.55).contains(auc))
    }

    @Test func `a model that learns does well, in every part of the log`() throws {
        let evaluation = RelevanceEvaluation(deciding.log(600))
        #expect(try #require(evaluation.figures.auc) > 0.9)
        #expect(try #require(evaluation.figures.calibrationError) < 0.05)
        let parts = evaluation.figures(parts: 4)
        #expect(parts.map(\.figures.decisions).reduce(0, +) == evaluation.predictions.count)
        #expect(parts.first?.decisions.lowerBound == 0)
        #expect(try #require(parts.last?.figures.auc) > 0.85)
    }

    @Test func `figures of a topic are of the decisions that name it`() {
        var log = deciding.log(100)
        for index in log.indices where index % 2 == 0 {
            guard let features = log[index].features else { continue }
            log[index].features = DecisionFeatures(
                prior: features.prior,
                features: features.features + [Feature(.topic, "swift")]
            )
        }
        let evaluation = RelevanceEvaluation(log)
        #expect(evaluation.figures(topic: "swift").decisions == evaluation.predictions.count / 2)
        #expect(evaluation.figures(topic: "api").decisions == 0)
    }

    @Test func `who decides by chance or against all others is seen, and can be left out`() throws {
        var random = SplitMix(state: 3)
        let chance = deciding.log(80, by: "chance", from: 1_000, seed: 11).map { decision in
            var copy = decision
            copy.verdict = Bool.random(using: &random) ? .accept : .reject
            return copy
        }
        let enemy = deciding.log(80, by: "enemy", from: 2_000, seed: 12).map { decision in
            var copy = decision
            copy.verdict = decision.verdict == .accept ? .reject : .accept
            return copy
        }
        let honest = deciding.log(400, by: "ada", seed: 9) + deciding.log(400, by: "bob", from: 500, seed: 10)
        let log = (honest + chance + enemy).shuffled(using: &random)
        let agreements = RelevanceEvaluation(log).deciders
        let auc = Dictionary(uniqueKeysWithValues: agreements.map { ($0.decider, $0.figures?.auc ?? -1) })
        #expect(auc["ada", default: 0] > 0.8)
        #expect(auc["bob", default: 0] > 0.8)
        #expect((0.35...0.65).contains(auc["chance", default: 0]))
        #expect((0...0.25).contains(auc["enemy", default: 1]))
        let cleaned = RelevanceEvaluation(log, excluding: ["chance", "enemy"])
        let poisoned = RelevanceEvaluation(log)
        #expect(try #require(cleaned.figures.auc) > (try #require(poisoned.figures.auc)) + 0.05)
        #expect(RelevanceEvaluation(honest.filter { $0.by == "ada" }).deciders.isEmpty)
    }
}
