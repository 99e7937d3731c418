import ArgumentParser
import Signals

struct ReviewRejectCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reject",
        abstract: "Reject signals: you would not share them.",
        usage: "earshot review reject <id> ... [<options>]"
    )

    @OptionGroup var options: ReviewDecisionOptions

    func run() async throws {
        try await options.decide(.reject)
    }
}
