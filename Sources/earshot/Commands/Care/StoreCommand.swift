import ArgumentParser
import Signals
import Store

struct StoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "store",
        abstract: "Look at the store as a whole, bring it up to date, and trim it.",
        subcommands: [StoreInfoCommand.self, StoreUpgradeCommand.self, StoreTrimCommand.self]
    )
}

struct StoreInfoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "info",
        abstract: "Say what is in the store, how large it is, and who writes it.",
        usage: "earshot store info [<options>]",
        discussion: "Counts everything, which takes a while in a large store."
    )

    @OptionGroup var store: StoreOption
    @OptionGroup var output: JSONOption

    func run() async throws {
        let info = try await Store.read(store.path).info()
        if output.json {
            var writer = JSONWriter()
            writer.append(info)
            return try StandardOutput.write(writer.bytes)
        }
        for line in StoreText.lines(info) { try StandardOutput.print(line) }
    }
}

struct StoreUpgradeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "upgrade",
        abstract: "Bring a store of an earlier version up to date.",
        usage: "earshot store upgrade [<options>]",
        discussion: """
            Copies the store to <store>.before-upgrade first. Commands that write, such as replay, bring it up to date \
            themselves, without a copy.
            """
    )

    @Flag(help: "Say what is due and what it takes, and change nothing.")
    var dryRun = false

    @Flag(help: "Make no copy first.")
    var noBackup = false

    @OptionGroup var store: StoreOption
    @OptionGroup var output: JSONOption

    func run() async throws {
        let path = try store.path
        let upgrade =
            dryRun
            ? try Store.pendingUpgrade(path)
            : try await Store.upgrade(path, keepsBackup: !noBackup, upgrading: UpgradeLine.show)
        if output.json {
            var writer = JSONWriter()
            writer.append(upgrade, isDone: !dryRun)
            return try StandardOutput.write(writer.bytes)
        }
        for line in StoreText.lines(upgrade, path: path, isDone: !dryRun, keepsBackup: !noBackup) {
            try StandardOutput.print(line)
        }
    }
}
