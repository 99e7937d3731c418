package import Signals

/// How good the model of learned relevance is, found by replaying a log: each decision is predicted before it is learned.
///
/// The model is made anew after every tenth part that the log has grown by, and not after each decision, so that the
/// whole costs some ten folds. Predictions are therefore a little worse than what was shown at the time.
package struct RelevanceEvaluation: Sendable {
    /// The decisions that could be predicted, in the order of the log.
    package let predictions: [Prediction]
    /// How many came before there was enough data.
    package let unpredicted: Int
    /// The log as far as something is learned from it.
    private let decisions: [Decision]
    private let table: ExampleTable

    /// The fewest decisions that are learned at once.
    private static let leastStep = 10

    /// `deciders`: people whose decisions are left out.
    package init(_ log: some Sequence<Decision>, excluding deciders: Set<String> = []) {
        let decisions = DecisionLog(log, excluding: deciders).standing.filter { Example($0) != nil }
        let table = ExampleTable(decisions.compactMap(Example.init))
        var predictions: [Prediction] = []
        var learned = 0
        while learned < decisions.count {
            let fold = RelevanceFold(table, rows: Array(0..<learned))
            let end = min(decisions.count, learned + max(Self.leastStep, learned / 10))
            if LearnedRelevance.isEnough(accepts: fold.accepts, rejects: fold.rejects) {
                predictions += (learned..<end).map { Self.prediction($0, fold, table, decisions) }
            }
            learned = end
        }
        (self.decisions, self.table, self.predictions) = (decisions, table, predictions)
        unpredicted = decisions.count - predictions.count
    }

    private static func prediction(
        _ index: Int,
        _ fold: RelevanceFold,
        _ table: ExampleTable,
        _ decisions: [Decision]
    ) -> Prediction {
        Prediction(decisions[index], probability: Logistic.probability(fold.logit(of: table.rows[index], in: table)))
    }

    package var figures: PredictionFigures { PredictionFigures(predictions) }

    /// Of the decisions about signals that name a topic.
    package func figures(topic: String) -> PredictionFigures {
        let feature = Feature(.topic, topic)
        return PredictionFigures(
            predictions.filter { $0.decision.features?.features.contains(feature) == true }
        )
    }

    /// Over time: of as many equal parts of the log, in its order.
    package func figures(parts: Int) -> [(decisions: Range<Int>, figures: PredictionFigures)] {
        let parts = max(1, min(parts, predictions.count))
        return (0..<parts).map { part in
            let range = predictions.count * part / parts..<predictions.count * (part + 1) / parts
            return (range, PredictionFigures(predictions[range]))
        }
    }

    /// How well what was learned from all others predicts what one person decides.
    ///
    /// Near a half, their AUC shows that they decide by chance or by something else; below it, against all others.
    package var deciders: [DeciderAgreement] {
        var names: [String] = []
        for decision in decisions where !names.contains(decision.by) { names.append(decision.by) }
        guard names.count > 1 else { return [] }
        return names.map { name in
            let fold = RelevanceFold(table, rows: decisions.indices.filter { decisions[$0].by != name })
            let own = decisions.indices.filter { decisions[$0].by == name }
            guard LearnedRelevance.isEnough(accepts: fold.accepts, rejects: fold.rejects) else {
                return DeciderAgreement(decider: name, decisions: own.count, figures: nil)
            }
            let predictions = own.map { Self.prediction($0, fold, table, decisions) }
            return DeciderAgreement(decider: name, decisions: own.count, figures: PredictionFigures(predictions))
        }
    }
}

/// How one person's decisions look to a model that never saw them.
package struct DeciderAgreement: Sendable {
    package let decider: String
    package let decisions: Int
    /// nil where the others have not decided enough.
    package let figures: PredictionFigures?
}
