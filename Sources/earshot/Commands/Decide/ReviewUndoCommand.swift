import ArgumentParser
import Pipeline

struct ReviewUndoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "undo",
        abstract: "Take back your latest step: all that you decided with one key or command.",
        usage: "earshot review undo [<options>]"
    )

    @OptionGroup var reviewer: ReviewerOption
    @OptionGroup var store: StoreOption
    @OptionGroup var output: JSONOption

    func run() async throws {
        let name = try reviewer.name
        let outcome = try await ReviewAccess.using(store.path) { try await $0.undo(by: name) }
        if output.json { return try OutcomeText.printJSON(outcome, decision: outcome.decision) }
        guard outcome.decision != nil else {
            return try StandardOutput.print("There is nothing of \(name) to take back.")
        }
        try StandardOutput.print(ReviewText.sentence(ofUndone: outcome))
    }
}
