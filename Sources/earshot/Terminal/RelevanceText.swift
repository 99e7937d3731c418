import Foundation
import Relevance
import Signals

/// How good learned relevance is, in words and as JSON.
enum RelevanceText {
    /// The log is shown in so many parts.
    static let parts = 5

    static func lines(_ evaluation: RelevanceEvaluation) -> [String] {
        let figures = evaluation.figures
        guard figures.decisions > 0 else {
            return [
                "Not enough was decided yet: \(LearnedRelevance.enough) accepts and as many rejects are needed before anything "
                    + "is predicted."
            ]
        }
        var lines = [
            "\(figures.decisions) decisions predicted before they were learned, \(figures.accepted) of them accepts; "
                + "\(evaluation.unpredicted) came before there was enough",
            "",
            "AUC                \(number(figures.auc))   1 where every accept was thought likelier than every reject",
            "accuracy           \(number(figures.accuracy))   how often the likelier was right",
            "calibration error  \(number(figures.calibrationError))   how far what is called 0.8 is from four in five",
            "", "over time          decisions    AUC  accuracy",
        ]
        for (range, part) in evaluation.figures(parts: parts) {
            let span = SafeText.padded("  \(range.lowerBound + 1) to \(range.upperBound)", to: 19)
            let count = SafeText.padded("\(part.decisions)", to: 9, right: true)
            lines.append("\(span)\(count)  \(number(part.auc))    \(number(part.accuracy))")
        }
        guard !evaluation.deciders.isEmpty else { return lines }
        lines += ["", "by person, seen from what the others decided"]
        return lines
            + evaluation.deciders.map { decider in
                let figures = decider.figures.map { "AUC \(number($0.auc)), accuracy \(number($0.accuracy))" }
                return
                    "  \(SafeText.line(decider.decider)): \(decider.decisions) decisions, \(figures ?? "not enough of others")"
            }
    }

    private static func number(_ value: Double?) -> String { value.map { String(format: "%.3f", $0) } ?? "  -  " }
}

extension JSONWriter {
    mutating func append(_ evaluation: RelevanceEvaluation) {
        raw("{")
        appendMembers(of: evaluation.figures)
        raw(",\"unpredicted\":")
        append(evaluation.unpredicted)
        raw(",\"parts\":[")
        for (index, part) in evaluation.figures(parts: RelevanceText.parts).enumerated() {
            raw(index == 0 ? "{" : ",{")
            appendMembers(of: part.figures)
            raw("}")
        }
        raw("],\"deciders\":[")
        for (index, decider) in evaluation.deciders.enumerated() {
            raw(index == 0 ? "{\"by\":" : ",{\"by\":")
            append(decider.decider)
            raw(",\"decided\":")
            append(decider.decisions)
            if let figures = decider.figures {
                raw(",")
                appendMembers(of: figures)
            }
            raw("}")
        }
        raw("]}\n")
    }

    private mutating func appendMembers(of figures: PredictionFigures) {
        raw("\"decisions\":")
        append(figures.decisions)
        raw(",\"accepted\":")
        append(figures.accepted)
        let members: [(String, Double?)] = [
            ("auc", figures.auc), ("accuracy", figures.accuracy), ("calibration_error", figures.calibrationError),
        ]
        for (key, value) in members {
            raw(",")
            append(key)
            raw(":")
            if let value { append(Score(value)) } else { raw("null") }
        }
    }
}
