import ArgumentParser
import Signals

struct ReviewUnsureCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "unsure",
        abstract: "Say of signals that you cannot tell; nothing is learned from it.",
        usage: "earshot review unsure <id> ... [<options>]"
    )

    @OptionGroup var options: ReviewDecisionOptions

    func run() async throws {
        try await options.decide(.unsure)
    }
}
