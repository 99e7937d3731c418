import ArgumentParser
import Assembly
import Foundation
import Pipeline
import Signals

/// What the commands that decide without a terminal have in common.
struct ReviewDecisionOptions: ParsableArguments {
    @Argument(help: ArgumentHelp("Ids of signals: source:id, or the source's own.", valueName: "id"))
    var ids: [String]

    @OptionGroup var reviewer: ReviewerOption

    @Flag(help: "Also where somebody else has decided, or is looking at it.")
    var again = false

    @OptionGroup var store: StoreOption
    @OptionGroup var output: JSONOption

    func validate() throws {
        if ids.contains(where: { $0.allSatisfy(\.isWhitespace) }) {
            throw ValidationError("An id is empty. earshot review --json lists those of what waits.")
        }
    }

    /// Decides, and says what came of it.
    ///
    /// - Throws: exit code 2 where something was not decided; all else was.
    func decide(_ decision: Decision.Verdict) async throws {
        var request = ReviewDecision(by: try reviewer.name, decision: decision, target: .ids(ids))
        request.isInsisted = again
        let outcome = try await ReviewAccess.using(store.path) { [request] in try await $0.decide(request) }
        if output.json {
            try OutcomeText.printJSON(outcome, decision: decision)
        } else {
            let amount = ReviewText.amount(items: outcome.items, signals: outcome.signals)
            try StandardOutput.print("\(ReviewText.past(decision)) \(outcome.items > 0 ? amount : "nothing").")
            if outcome.items > 0 { try StandardOutput.print("Take it back with: earshot review undo") }
        }
        let faults = OutcomeText.faults(outcome)
        for fault in faults { StandardError.write("earshot: \(fault)") }
        if !faults.isEmpty { throw ExitCode(ExitStatus.couldNotAnswer) }
    }
}
