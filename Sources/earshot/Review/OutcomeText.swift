import Foundation
import Pipeline
import Signals

/// What came of decisions that were made without a terminal.
enum OutcomeText {
    /// What was not decided, and why; a sentence each.
    static func faults(_ outcome: ReviewOutcome) -> [String] {
        outcome.conflicts.map { conflict in
            let id = SafeText.line(conflict.id)
            return "\(id): \(ReviewText.sentence(conflict)) Nothing was recorded; --again decides all the same."
        }
            + outcome.unknown.map { "no signal has the id \(SafeText.line($0)); nothing was recorded." }
            + outcome.ambiguous.map {
                "more than one signal has the id \(SafeText.line($0)); nothing was recorded. Write source:id."
            }
    }

    static func printJSON(_ outcome: ReviewOutcome, decision: Decision.Verdict?) throws {
        var writer = JSONWriter()
        writer.appendLine(of: outcome, decision)
        try StandardOutput.write(writer.bytes)
    }
}

extension JSONWriter {
    fileprivate mutating func appendLine(of outcome: ReviewOutcome, _ decision: Decision.Verdict?) {
        raw("{\"decision\":")
        append(decision?.name)
        raw(",\"items\":")
        append(outcome.items)
        raw(",\"signals\":")
        append(outcome.signals)
        raw(",\"ids\":")
        append(outcome.ids)
        raw(",\"unknown\":")
        append(outcome.unknown)
        raw(",\"ambiguous\":")
        append(outcome.ambiguous)
        raw(",\"conflicts\":[")
        for (index, conflict) in outcome.conflicts.enumerated() {
            if index > 0 { raw(",") }
            append(conflict)
        }
        raw("]}\n")
    }

    private mutating func append(_ texts: [String]) {
        raw("[")
        for (index, text) in texts.enumerated() {
            if index > 0 { raw(",") }
            append(text)
        }
        raw("]")
    }

    private mutating func append(_ conflict: ReviewOutcome.Conflict) {
        raw("{\"id\":")
        append(conflict.id)
        raw(",\"by\":")
        append(conflict.by)
        raw(",\"decision\":")
        append(conflict.decision?.name)
        raw(",\"at\":")
        append(conflict.at)
        raw("}")
    }
}
