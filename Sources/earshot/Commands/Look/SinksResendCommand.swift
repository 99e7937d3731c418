import ArgumentParser
import Pipeline
import Signals
import Store

struct SinksResendCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resend",
        abstract: "Have a sink told again of signals that it was told of, all of them or those of a time.",
        usage: "earshot sinks resend <sink> [<options>]",
        discussion: """
            For a database that was lost or restored from an older copy, and for a webhook that is to have what was heard before \
            it. Other sinks are told nothing. It happens with the next replay to the sink, or at once where earshot run tells it.
            """
    )

    @Argument(help: "The name that earshot sinks lists.")
    var sink: String

    @OptionGroup var window: WindowOptions
    @OptionGroup var store: StoreOption
    @OptionGroup var output: JSONOption

    func run() async throws {
        let (from, to) = try window.bounds()
        let store = try Store.open(store.path, purpose: "earshot sinks resend", upgrading: UpgradeLine.show)
        try await SinksCommand.requireSink(sink, in: store)
        let count = try await store.sendAgain(to: sink, Store.Selection(from: from, to: to), at: .now)
        guard output.json else {
            return try StandardOutput.print("\(count) signals are to be told again to \(SafeText.line(sink)).")
        }
        var writer = JSONWriter()
        writer.raw("{\"sink\":")
        writer.append(sink)
        writer.raw(",\"signals\":")
        writer.append(count)
        writer.raw("}\n")
        try StandardOutput.write(writer.bytes)
    }
}
