import ArgumentParser
import Assembly
import Pipeline
import Settings
import Signals
import Store

struct SinksCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sinks",
        abstract: "List the sinks the store has told, and what waits for them; drop one.",
        subcommands: [SinksListCommand.self, SinksResendCommand.self, SinksDropCommand.self],
        defaultSubcommand: SinksListCommand.self
    )

    /// The sink of a name.
    ///
    /// - Throws: `Failure`, which names those that there are.
    @discardableResult
    static func requireSink(_ name: String, in store: Store) async throws -> Store.SinkState {
        let known = try await store.sinks()
        if let state = known.first(where: { $0.identity == name }) { return state }
        let names = known.map { SafeText.line($0.identity) }.joined(separator: ", ")
        let others = known.isEmpty ? "None was told anything yet." : "There are: \(names)"
        throw Failure(description: "no sink \(SafeText.line(name)) was ever told anything. \(others)")
    }
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
                writer.append(sink, at: .now)
            }
            return try StandardOutput.write(writer.bytes)
        }
        if sinks.isEmpty { try StandardOutput.print("No sink was told anything yet: earshot replay FILE --influx URL") }
        for sink in sinks {
            let state = sink.backlog == 0 ? "has everything" : "\(sink.backlog) signals wait"
            let reason = sink.waiting.map { " (\(SafeText.line($0.expanded)))" } ?? ""
            let removal = sink.removal == .none ? "; what is forgotten stays there" : ""
            let pins = sink.pins ? "" : "; not told any more"
            try StandardOutput.print("\(SafeText.line(sink.identity)): \(state)\(reason)\(removal)\(pins)")
        }
    }
}

extension JSONWriter {
    fileprivate mutating func append(_ sink: Store.SinkState, at now: Timestamp) {
        raw("{\"sink\":")
        append(sink.identity)
        append(traits: Kinds.all.sinks.kind(known: sink.identity), named: sink.kind)
        raw(",\"start\":")
        append(sink.start == .now ? "now" : "beginning")
        raw(",\"backlog\":")
        append(sink.backlog)
        raw(",\"lag\":")
        append(lag(of: sink, at: now))
        raw(",\"waiting\":")
        append(sink.waiting?.expanded)
        raw(",\"code\":")
        append(sink.waiting?.code.rawValue)
        raw(",\"removes\":")
        append(sink.removal != .none)
        raw(",\"pins\":")
        append(sink.pins)
        raw("}\n")
    }

    /// Seconds since the oldest of what waits was kept; nil if that is not known.
    private func lag(of sink: Store.SinkState, at now: Timestamp) -> Int? {
        guard sink.backlog > 0 else { return 0 }
        return sink.oldest.map { Int(max(0, now.milliseconds - $0.milliseconds) / 1000) }
    }
}
