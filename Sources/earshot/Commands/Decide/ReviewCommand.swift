import ArgumentParser

struct ReviewCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "review",
        abstract: "Decide what waits, item by item, in the terminal.",
        discussion: """
            Without a command of its own it opens the queue: a accepts, r rejects, u takes back, ? says why, h lists all keys, \
            q ends.
            """,
        subcommands: [
            ReviewQueueCommand.self, ReviewAcceptCommand.self, ReviewRejectCommand.self, ReviewUnsureCommand.self,
            ReviewUndoCommand.self,
        ],
        defaultSubcommand: ReviewQueueCommand.self
    )
}
