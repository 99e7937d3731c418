import Foundation
import Relevance
import Signals

/// How good learned relevance is, in words and as JSON.
enum RelevanceText {
    /// The log is shown in so many parts.
    static let parts = 5

    static func lines(_ evaluation: RelevanceEvaluation, _ topics: [TopicFigures]) -> [String] {
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
        return lines + byTopic(topics) + byPerson(evaluation.deciders)
    }

    private static func byTopic(_ topics: [TopicFigures]) -> [String] {
        guard !topics.isEmpty else { return [] }
        return ["", "by topic"] + topics.map { "  \(SafeText.line($0.topic)): \(summary($0.figures))" }
    }

    private static func byPerson(_ deciders: [DeciderAgreement]) -> [String] {
        guard !deciders.isEmpty else { return [] }
        return ["", "by person, seen from what the others decided"]
            + deciders.map { decider in
                let figures = decider.figures.map(summary) ?? "\(decider.decisions) decisions, not enough of others"
                return "  \(SafeText.line(decider.decider)): \(figures)"
            }
    }

    private static func summary(_ figures: PredictionFigures) -> String {
        "\(figures.decisions) decisions, AUC \(number(figures.auc)), accuracy \(number(figures.accuracy))"
    }

    static func number(_ value: Double?) -> String { value.map { String(format: "%.3f", $0) } ?? "  -  " }
}

extension JSONWriter {
    mutating func append(_ evaluation: RelevanceEvaluation, _ topics: [TopicFigures]) {
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
        raw("],\"topics\":[")
        for (index, topic) in topics.enumerated() {
            raw(index == 0 ? "{\"topic\":" : ",{\"topic\":")
            append(topic.topic)
            raw(",")
            appendMembers(of: topic.figures)
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
            appendScore(key, value.map(Score.init))
        }
    }

    mutating func appendScore(_ key: String, _ value: Score?) {
        raw(",")
        append(key)
        raw(":")
        if let value { append(value) } else { raw("null") }
    }
}
