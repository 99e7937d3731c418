import Language
import Signals

extension LinearModel.Kind {
    /// Names of its labels, in order.
    var labelNames: [String] {
        switch self {
        case .sentiment: Sentiment.Class.allCases.map(\.name)
        case .offensive: ["not offensive", "offensive"]
        }
    }
}

/// An evaluation for people.
enum EvaluationText {
    static func lines(_ evaluation: Evaluation, kind: LinearModel.Kind) -> [String] {
        let main = kind == .sentiment ? ("macro recall", evaluation.macroRecall) : ("macro F1", evaluation.macroF1)
        let other = kind == .sentiment ? ("macro F1", evaluation.macroF1) : ("macro recall", evaluation.macroRecall)
        var lines = [
            "\(evaluation.texts) texts",
            "\(main.0) \(figure(main.1)), \(other.0) \(figure(other.1)), accuracy \(figure(evaluation.accuracy))",
            "calibration error \(figure(evaluation.calibrationError))",
        ]
        var table = TextTable(
            [.init(title: "truth \\ decision")] + kind.labelNames.map { .init(title: $0, isNumber: true) }
                + [.init(title: "recall", isNumber: true), .init(title: "precision", isNumber: true)]
        )
        for (label, name) in kind.labelNames.enumerated() {
            table.add(
                [name] + evaluation.confusion[label].map { "\($0)" }
                    + [figure(evaluation.recall(label)), figure(evaluation.precision(label))]
            )
        }
        lines += table.lines
        return lines
    }

    /// What weights were made from and how.
    static func lines(_ provenance: LinearModel.Provenance) -> [String] {
        let settings = provenance.settings
        func digest(_ value: UInt64) -> String { value == 0 ? "none" : Hexadecimal.string(value) }
        return [
            "trained on \(digest(provenance.training)), calibrated on \(digest(provenance.validation)), lexicon "
                + "\(digest(provenance.lexicon)), unlabelled \(digest(provenance.unlabelled)), "
                + "silent \(provenance.silent == 0 ? "none" : String(provenance.silent, radix: 16))",
            "by training \(settings.trainer) with passes \(settings.passes), learning rate \(settings.learningRate), "
                + "decay \(settings.decay), embedding \(settings.embedding), seed \(settings.seed)",
        ]
    }

    private static func figure(_ value: Double) -> String { Score(value).description }
}

extension JSONWriter {
    mutating func append(_ evaluation: Evaluation, of model: LinearModel) {
        let kind = model.kind
        raw("{\"model\":")
        append(kind.name)
        raw(",\"texts\":")
        append(evaluation.texts)
        raw(",\"macro_recall\":")
        append(Score(evaluation.macroRecall))
        raw(",\"macro_f1\":")
        append(Score(evaluation.macroF1))
        raw(",\"accuracy\":")
        append(Score(evaluation.accuracy))
        raw(",\"calibration_error\":")
        append(Score(evaluation.calibrationError))
        raw(",\"classes\":[")
        for (label, name) in kind.labelNames.enumerated() {
            if label > 0 { raw(",") }
            raw("{\"class\":")
            append(name)
            raw(",\"recall\":")
            append(Score(evaluation.recall(label)))
            raw(",\"precision\":")
            append(Score(evaluation.precision(label)))
            raw(",\"f1\":")
            append(Score(evaluation.f1(label)))
            raw("}")
        }
        raw("],\"confusion\":[")
        for (label, row) in evaluation.confusion.enumerated() {
            raw(label > 0 ? ",[" : "[")
            for (column, count) in row.enumerated() {
                if column > 0 { raw(",") }
                append(count)
            }
            raw("]")
        }
        raw("],\"weights\":{\"revision\":")
        append(Hexadecimal.string(model.revision))
        append(model.provenance)
        raw("}}\n")
    }

    private mutating func append(_ provenance: LinearModel.Provenance) {
        for (name, digest) in [
            ("training", provenance.training), ("validation", provenance.validation), ("lexicon", provenance.lexicon),
            ("unlabelled", provenance.unlabelled),
        ] {
            appendASCII(",\"\(name)\":")
            if digest == 0 { raw("null") } else { append(Hexadecimal.string(digest)) }
        }
        appendASCII(",\"silent\":")
        if provenance.silent == 0 { raw("null") } else { append(String(provenance.silent, radix: 16)) }
        let settings = provenance.settings
        appendASCII(",\"trainer\":\(settings.trainer),\"passes\":\(settings.passes),\"seed\":\(settings.seed)")
        appendASCII(",\"learning_rate\":\(settings.learningRate),\"decay\":\(settings.decay)")
        appendASCII(",\"embedding\":\(settings.embedding)")
    }
}
