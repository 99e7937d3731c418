import ArgumentParser
import Store

struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Copy the store to a new file, also while it is written.",
        usage: "earshot backup <file> [<options>]",
        discussion: "The copy is the store of one moment, in one file, looked through before it gets its name."
    )

    @Argument(help: "The new file.")
    var file: String

    @OptionGroup var store: StoreOption

    func run() async throws {
        let path = try store.path
        try await Store.read(path).backUp(to: file)
        try StandardOutput.print("\(path) is copied to \(file). Put it back with: earshot restore \(file)")
    }
}

struct RestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Put a copy in the place of the store, and keep what was there.",
        usage: "earshot restore <file> [<options>]",
        discussion: "What was there gets the ending .before-restore. The copy stays where it is."
    )

    @Argument(help: "A file that earshot backup has written.")
    var file: String

    @OptionGroup var store: StoreOption

    func run() async throws {
        let path = try store.path
        let former = try await Store.restore(file, to: path)
        let note = former.map { " What was there is in \($0)." } ?? ""
        try StandardOutput.print("\(path) is what \(file) holds.\(note)")
    }
}
