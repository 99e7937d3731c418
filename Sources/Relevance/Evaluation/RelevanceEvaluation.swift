package import Signals

/// How good the model of learned relevance is, found by replaying a log: each decision is predicted before it is learned.
package struct RelevanceEvaluation: Sendable {
    /// The decisions that could be predicted, in the order of the log.
    package let predictions: [Prediction]
    /// How many came before there was enough data.
    package let unpredicted: Int
    private let replay: RelevanceReplay

    /// `deciders`: people whose decisions are left out.
    package init(_ log: some Sequence<Decision>, excluding deciders: Set<String> = []) {
        var replay = RelevanceReplay(DecisionLog(log, excluding: deciders).lessons)
        predictions = replay.predictions(of: 0..<replay.decided.count)
        unpredicted = replay.decided.count - predictions.count
        self.replay = replay
    }

    /// The predictions of the latest decisions of a log alone, at most `count`, which cost a fold or two.
    ///
    /// Of those that were made one by one.
    package static func latest(_ count: Int, of log: DecisionLog) -> [Prediction] {
        var replay = RelevanceReplay(log.lessons)
        let singles = SingleDecisions(log.standing)
        let latest = replay.decided.indices.filter { singles.contain(replay.lessons[replay.decided[$0]].decision) }
        return replay.predictions(of: latest.suffix(count))
    }

    package var figures: PredictionFigures { PredictionFigures(predictions) }

    /// Of the decisions about signals that name a topic.
    package func figures(topic: String) -> PredictionFigures {
        let feature = Feature(.topic, topic)
        return PredictionFigures(
            predictions.filter { $0.decision.features?.features.contains(feature) == true }
        )
    }

    /// Fewer decisions about a topic than this say nothing of it.
    package static let leastOfTopic = 20

    /// Of those topics about which enough could be predicted, in their order.
    package func topics(_ names: [String]) -> [TopicFigures] {
        names.map { TopicFigures(topic: $0, figures: figures(topic: $0)) }
            .filter { $0.figures.decisions >= Self.leastOfTopic }
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
        let deciders = replay.lessons.map(\.decision.by)
        for row in replay.decided where !names.contains(deciders[row]) { names.append(deciders[row]) }
        guard names.count > 1 else { return [] }
        return names.map { name in
            let fold = RelevanceFold(replay.table, rows: deciders.indices.filter { deciders[$0] != name })
            let own = replay.decided.filter { deciders[$0] == name }
            guard fold.isKnown else { return DeciderAgreement(decider: name, decisions: own.count, figures: nil) }
            let predictions = own.map { replay.prediction(ofRow: $0, by: fold) }
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
