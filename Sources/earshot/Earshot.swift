import ArgumentParser
import Assembly
import CAllocator
import Foundation

/// The program: parse, run, and turn what went wrong into one sentence and an exit code.
@main
struct Earshot: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "earshot",
        abstract: "Listens to the streams around the software you make, judges every signal, keeps it and tells you.",
        discussion: """
            Start with `earshot demo`. Exit codes: 0 fine; 1 what was asked about is not there, or the answer is no; 2 not \
            done, or done in part; 64 wrong usage; 128 + n ended by signal n.
            """,
        version: version,
        groupedSubcommands: [
            CommandGroup(name: "Start", subcommands: [DemoCommand.self, InitCommand.self, DoctorCommand.self]),
            CommandGroup(name: "Hear", subcommands: [RunCommand.self, ReplayCommand.self, JudgeCommand.self]),
            CommandGroup(
                name: "Look",
                subcommands: [
                    TopicsCommand.self, QueryCommand.self, WhyCommand.self, ExportCommand.self, FeedsCommand.self,
                    SinksCommand.self, DashboardCommand.self, DeadLettersCommand.self,
                ]
            ),
            CommandGroup(name: "Decide", subcommands: [ReviewCommand.self, DecideCommand.self]),
            CommandGroup(
                name: "Take care",
                subcommands: [
                    ImportCommand.self, BackupCommand.self, RestoreCommand.self, ForgetCommand.self, StoreCommand.self,
                ]
            ),
            CommandGroup(name: "Models", subcommands: [TrainCommand.self, EvaluateCommand.self]),
        ]
    )

    static let version = "0.1.0"

    static func main() async {
        earshot_share_heaps()
        earshot_uncount_sqlite_memory()
        do {
            var command = try parseAsRoot()
            do {
                if var asynchronous = command as? any AsyncParsableCommand {
                    try await asynchronous.run()
                } else {
                    try command.run()
                }
            } catch let failure as Failure {
                StandardError.write("earshot: \(SafeText.line(failure.description))")
                Foundation.exit(failure.exitCode)
            } catch let error where Failure.isOurs(error) {
                StandardError.write("earshot: \(SafeText.line(Failure.sentence(for: error)))")
                Foundation.exit(ExitStatus.couldNotAnswer)
            }
        } catch {
            exit(withError: error)
        }
    }
}
