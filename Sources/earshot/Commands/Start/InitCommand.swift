import ArgumentParser
import Assembly
import Foundation
import Settings

struct InitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Write a configuration that explains itself.",
        discussion: "Every key is in it as a comment. A file that is there already is left alone."
    )

    @Option(help: "Where to write it.")
    var config = Configuration.usualPath

    func run() throws {
        do {
            try Data(Kinds.all.template.utf8).write(to: URL(fileURLWithPath: config), options: .withoutOverwriting)
        } catch CocoaError.fileWriteFileExists {
            throw Failure(description: "\(config) is there already and was not touched. Name another with --config.")
        } catch {
            throw Failure(description: "cannot write \(config). Name a file in a folder that can be written.")
        }
        try StandardOutput.print("\(config) is written. Set what you need in it, then run: earshot doctor")
    }
}
