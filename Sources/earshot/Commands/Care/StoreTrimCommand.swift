import ArgumentParser
import Pipeline
import Settings
import Signals
import Store

struct StoreTrimCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trim",
        abstract: "Remove what was heard longest ago.",
        usage: "earshot store trim [<options>]",
        discussion: """
            By when it was heard, not by when it was written. What a sink has still to read stays, and so do counts over \
            time. Freed pages are used again; --shrink gives them back to the file system.
            """
    )

    @Option(help: "Everything heard longer ago than this: 12h, 90d, 52w.")
    var olderThan: String?

    @Option(help: "As much as it takes to hold no more than this: 500MB, 2GB.")
    var largerThan: String?

    @Flag(help: "Write the file anew afterwards, so that it becomes smaller.")
    var shrink = false

    @Flag(help: "Say what would go, and change nothing.")
    var dryRun = false

    @OptionGroup var store: StoreOption
    @OptionGroup var output: JSONOption

    func validate() throws {
        guard olderThan != nil || largerThan != nil || shrink else {
            throw ValidationError("Say what is to go: --older-than 90d, --larger-than 2GB, or --shrink alone.")
        }
        if let olderThan, Quantity.duration(olderThan) == nil {
            throw ValidationError("--older-than \(olderThan) is no span of time. Write 30m, 12h, 90d or 52w.")
        }
        if let largerThan, Quantity.bytes(largerThan) == nil {
            throw ValidationError("--larger-than \(largerThan) is no size. Write 500MB, 2GB or 1TB.")
        }
    }

    func run() async throws {
        let path = try store.path
        // Nothing is made where there is nothing to trim.
        let reading = try Store.read(path)
        let store = try dryRun ? reading : Store.open(path, purpose: "earshot store trim", upgrading: UpgradeLine.show)
        let retention = Retention(
            store: store,
            age: olderThan.flatMap(Quantity.duration),
            bytes: largerThan.flatMap(Quantity.bytes)
        )
        let result = try await dryRun ? retention.preview(now: .now) : retention.round(now: .now)
        if shrink, !dryRun { try await store.shrink() }
        if output.json {
            var writer = JSONWriter()
            writer.append(result)
            return try StandardOutput.write(writer.bytes)
        }
        for line in StoreText.lines(result, isDone: !dryRun) { try StandardOutput.print(line) }
    }
}
