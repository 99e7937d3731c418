import ArgumentParser
import Foundation
import Pipeline
import Settings
import Signals
import Sinks
import Store

struct ExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write what is kept to standard output.",
        usage: "earshot export <kind> [<options>]",
        discussion: """
            Signals as neutral NDJSON posts with their judgement (or --csv), in the order heard, ready to be replayed; the \
            points that go to InfluxDB, in line protocol; or the log of decisions, ready for earshot decide.
            """
    )

    enum Kind: String, ExpressibleByArgument, CaseIterable {
        case signals
        case points
        case decisions
    }

    @Argument(help: "What to export: signals, points or decisions.")
    var kind: Kind

    @OptionGroup var store: StoreOption
    @OptionGroup var window: WindowOptions

    @Option(help: "Signals of this topic only.")
    var topic: String?

    @Flag(help: "Signals as comma-separated values with a heading.")
    var csv = false

    @Option(help: "What becomes of volatile signals: keep, hide their words, or drop them.")
    var volatile: VolatilePolicy?

    func validate() throws {
        if csv, kind == .points { throw ValidationError("Points are line protocol; --csv goes with signals.") }
        if csv, kind == .decisions { throw ValidationError("Decisions are JSON; --csv goes with signals.") }
        _ = try window.bounds()
    }

    func run() async throws {
        let policy = try volatile ?? store.configuration.load().volatile
        let store = try Store.read(store.path)
        if kind == .decisions { return try await exportDecisions(store) }
        let (from, to) = try window.bounds()
        let selection = Store.Selection(from: from, to: to, topic: topic)
        if csv { try StandardOutput.write(SignalCSV.heading) }
        var last: Int64 = 0
        while true {
            let signals = try await store.signals(selection, after: last, limit: 2000)
            guard let end = signals.last else { return }
            last = end.sequence
            try StandardOutput.write(encoded(signals.compactMap { $0.leaving(policy) }))
        }
    }

    /// The log as `earshot decide` reads it, in its order.
    private func exportDecisions(_ store: Store) async throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        var last: Int64 = 0
        while true {
            let page = try await store.decisions(after: last, limit: 1000)
            guard let end = page.last else { return }
            last = end.number
            for kept in page {
                // Separators of lines that JSON leaves as they are would end one.
                let line = String(decoding: try encoder.encode(DecisionLine(kept.decision)), as: UTF8.self)
                try StandardOutput.print(SafeText.escapedJSON(line))
            }
        }
    }

    private func encoded(_ signals: [KeptSignal]) -> [UInt8] {
        switch kind {
        case .points:
            var lines = LineProtocol()
            for signal in signals {
                for point in TweetPoints(includesRaw: false).points(of: OutboxEntry(signal)) { lines.append(point) }
            }
            return lines.bytes
        case .signals, .decisions:
            if csv { return signals.flatMap(SignalCSV.row) }
            var writer = JSONWriter()
            for signal in signals { writer.appendLine(of: signal.signal, judgement: signal.judgement) }
            return writer.bytes
        }
    }
}

extension VolatilePolicy: ExpressibleByArgument {}

extension KeptSignal {
    /// What leaves of it; nil where nothing does.
    fileprivate func leaving(_ policy: VolatilePolicy) -> KeptSignal? {
        guard judgement.isVolatile, policy != .keep else { return self }
        return policy == .hide ? withoutWords : nil
    }
}

extension OutboxEntry {
    fileprivate init(_ kept: KeptSignal) {
        var signal = kept.signal
        signal.id = SignalID(source: signal.id.source, id: SafeText.escaped(signal.id.native))
        signal.author = signal.author.map(SafeText.escaped)
        self.init(
            number: kept.sequence,
            signal: signal,
            judgement: kept.judgement,
            sourceTag: kept.sourceTag,
            topics: kept.topics
        )
    }
}

/// Signals as comma-separated values.
enum SignalCSV {
    static let heading = Array(
        "id,source,author,time,text,url,lang,likes,reposts,replies,keywords,sentiment,sentiment_score,volatile,relevance,kind,parent,duplicate_of\n"
            .utf8
    )

    static func row(_ kept: KeptSignal) -> [UInt8] {
        let (signal, judgement) = (kept.signal, kept.judgement)
        func count(_ value: Int64?) -> String { value.map(String.init) ?? "" }
        let cells = [
            CSV.cell(signal.id.native), signal.id.source, CSV.cell(signal.author ?? ""), "\(signal.time)",
            CSV.cell(signal.text), CSV.cell(signal.url ?? ""), CSV.cell(signal.language ?? ""),
            count(signal.engagement.likes), count(signal.engagement.reposts), count(signal.engagement.replies),
            CSV.cell(kept.topics.joined(separator: ";")), judgement.sentiment?.decision.name ?? "",
            judgement.sentiment?.score.description ?? "", judgement.isVolatile ? "true" : "false",
            judgement.relevance.description, signal.kind.name, CSV.cell(signal.parent ?? ""),
            CSV.cell(kept.duplicateOf?.qualified ?? ""),
        ]
        return Array((cells.joined(separator: ",") + "\n").utf8)
    }
}
