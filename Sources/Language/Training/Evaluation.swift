import Signals

/// How well a model does on labelled texts, measured the way the field does.
package struct Evaluation: Hashable, Sendable {
    /// Rows are the true labels, columns the decisions.
    package let confusion: [[Int]]

    /// The expected calibration error of its decisions, every class weighing the same.
    package let calibrationError: Double

    /// Runs `model` over `texts`, in a table with the built-in model of the other kind, as it is run in judging.
    package init(of model: LinearModel, on texts: [LabelledText]) {
        let labels = model.kind.labels
        var confusion = Array(repeating: Array(repeating: 0, count: labels), count: labels)
        var calibration = CalibrationError(labels: labels)
        let scorer = LinearScorer(
            sentiment: model.kind == .sentiment ? model : .embedded(.sentiment),
            offensive: model.kind == .offensive ? model : .embedded(.offensive)
        )
        let tokens = TokenBuffer()
        let index = WordIndex(lexicon: .embedded)
        let features = FeatureBuffer()
        for var text in texts {
            let label = text.label
            text.text.withUTF8 { Tokenizer.tokenize(UnsafeRawBufferPointer($0), into: tokens, marking: index) }
            features.read(tokens.tokens)
            let (decision, probability) = Self.decision(of: scorer.score(features), kind: model.kind)
            confusion[label][decision] += 1
            calibration.add(label: label, probability: probability, isRight: decision == label)
        }
        self.confusion = confusion
        calibrationError = calibration.value
    }

    /// The label decided for and its probability.
    private static func decision(
        of scores: (sentiment: Sentiment, offensive: Score),
        kind: LinearModel.Kind
    ) -> (label: Int, probability: Double) {
        switch kind {
        case .sentiment:
            let sentiment = scores.sentiment
            let label = Int(sentiment.decision.rawValue)
            return (label, [sentiment.negative, sentiment.neutral, sentiment.positive][label].value)
        case .offensive:
            let isOffensive = scores.offensive.tenThousandths >= 5000
            return isOffensive ? (1, scores.offensive.value) : (0, (Score.one - scores.offensive).value)
        }
    }

    package var texts: Int { confusion.joined().reduce(0, +) }

    package func recall(_ label: Int) -> Double {
        ratio(confusion[label][label], confusion[label].reduce(0, +))
    }

    package func precision(_ label: Int) -> Double {
        ratio(confusion[label][label], confusion.reduce(0) { $0 + $1[label] })
    }

    package func f1(_ label: Int) -> Double {
        let (precision, recall) = (precision(label), recall(label))
        return precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall)
    }

    /// The mean of the classes' recalls: TweetEval's figure for sentiment.
    package var macroRecall: Double { mean(recall) }

    /// The mean of the classes' F1: TweetEval's figure for offensive.
    package var macroF1: Double { mean(f1) }

    package var accuracy: Double {
        ratio(confusion.indices.reduce(0) { $0 + confusion[$1][$1] }, texts)
    }

    private func mean(_ figure: (Int) -> Double) -> Double {
        confusion.indices.reduce(0) { $0 + figure($1) } / Double(confusion.count)
    }

    private func ratio(_ part: Int, _ whole: Int) -> Double {
        whole == 0 ? 0 : Double(part) / Double(whole)
    }
}
