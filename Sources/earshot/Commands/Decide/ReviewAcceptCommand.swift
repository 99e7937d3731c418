import ArgumentParser
import Signals

struct ReviewAcceptCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "accept",
        abstract: "Accept signals: you would share them.",
        usage: "earshot review accept <id> ... [<options>]"
    )

    @OptionGroup var options: ReviewDecisionOptions

    func run() async throws {
        try await options.decide(.accept)
    }
}
