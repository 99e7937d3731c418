import ArgumentParser
import Assembly
import Settings
import Signals
import Store

struct SinksCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sinks",
        abstract: "List the sinks the store has told, and what waits for them; drop one.",
        subcommands: [SinksListCommand.self, SinksDropCommand.self],
        defaultSubcommand: SinksListCommand.self
    )
}

struct SinksListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List the sinks (the default).")

    @OptionGroup var store: StoreOption
    @OptionGroup var output: JSONOption

    func run() async throws {
        let store = try Store.read(store.path)
        let sinks = try await store.sinks()
        if output.json {
            var writer = JSONWriter()
            for sink in sinks {
                writer.raw("{\"sink\":")
                writer.append(sink.name)
                writer.raw(",\"backlog\":")
                writer.append(sink.backlog)
                writer.raw(",\"waiting\":")
                writer.append(sink.waiting)
                writer.append(traits: Kinds.all.sinks.kind(known: sink.name))
                writer.raw("}\n")
            }
            return try StandardOutput.write(writer.bytes)
        }
        if sinks.isEmpty { try StandardOutput.print("No sink was told anything yet: earshot replay FILE --influx URL") }
        for sink in sinks {
            let state = sink.backlog == 0 ? "has everything" : "\(sink.backlog) signals wait"
            let reason = sink.waiting.map { " (\(SafeText.line($0)))" } ?? ""
            try StandardOutput.print("\(SafeText.line(sink.name)): \(state)\(reason)")
        }
    }
}
