import ArgumentParser
import Assembly
import Pipeline
import Signals
import Store

struct SinksDropCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drop",
        abstract: "Let go of a sink that is told no more, so that nothing is kept back for it.",
        usage: "earshot sinks drop <sink> [<options>]",
        discussion: """
            What it has not read is not sent, its dead letters go, and forgotten signals that it has not deleted stay there. The \
            other side itself is not touched. A sink that is told again later begins as a new one: a database with the first \
            signal, a webhook with what comes.
            """
    )

    @Argument(help: "The name that earshot sinks lists.")
    var sink: String

    @Flag(help: "Say what would go, and change nothing.")
    var dryRun = false

    @OptionGroup var store: StoreOption
    @OptionGroup var output: JSONOption

    func run() async throws {
        let path = try store.path
        let state = try await SinksCommand.requireSink(sink, in: Store.read(path))
        if !dryRun {
            try await Store.open(path, purpose: "earshot sinks drop", upgrading: UpgradeLine.show).drop(
                sink: sink,
                at: .now
            )
        }
        guard output.json else {
            let backlog = state.backlog == 0 ? "It had everything." : "\(state.backlog) signals were not sent to it."
            return try StandardOutput.print("\(dryRun ? "would drop" : "dropped") \(SafeText.line(sink)). \(backlog)")
        }
        var writer = JSONWriter()
        writer.raw("{\"sink\":")
        writer.append(sink)
        writer.raw(",\"backlog\":")
        writer.append(state.backlog)
        writer.raw(",\"dry_run\":")
        writer.append(dryRun)
        writer.raw("}\n")
        try StandardOutput.write(writer.bytes)
    }
}
