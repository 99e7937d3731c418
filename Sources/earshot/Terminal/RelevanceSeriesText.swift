import Foundation
import Relevance
import Signals

/// The figures of learned relevance over time, in words and as JSON.
enum RelevanceSeriesText {
    static func lines(_ figures: [RelevanceFigure]) -> [String] {
        guard !figures.isEmpty else {
            return ["No figures yet: one is written after every \(RelevanceSeries.interval) accepts and rejects."]
        }
        return ["last decided                decisions    AUC  accuracy  calibration error"]
            + figures.map { figure in
                let at = SafeText.padded("\(figure.at)", to: 24)
                let count = SafeText.padded("\(figure.decisions)", to: 13, right: true)
                let scores = "\(number(figure.auc))     \(number(figure.accuracy))  \(number(figure.calibrationError))"
                return "\(at)\(count)  \(scores)"
            }
    }

    private static func number(_ score: Score?) -> String { RelevanceText.number(score?.value) }
}

extension JSONWriter {
    mutating func append(_ figure: RelevanceFigure) {
        raw("{\"at\":\"")
        append(figure.at)
        raw("\",\"log\":")
        append(figure.log)
        raw(",\"decisions\":")
        append(figure.decisions)
        raw(",\"accepted\":")
        append(figure.accepted)
        appendScore("auc", figure.auc)
        appendScore("accuracy", figure.accuracy)
        appendScore("calibration_error", figure.calibrationError)
        raw("}\n")
    }
}
