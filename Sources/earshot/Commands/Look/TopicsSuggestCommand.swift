import ArgumentParser
import Language
import Pipeline
import Signals
import Store
import Trends

struct TopicsSuggestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "suggest",
        abstract: "List the names that were heard and are not tracked.",
        usage: "earshot topics suggest [<options>]",
        discussion: """
            People, products, organisations, places, tags and handles in the signals kept and in the unmatched ones, those \
            of most authors first.
            """
    )

    @OptionGroup var store: StoreOption
    @OptionGroup var window: WindowOptions

    @Option(help: "How many names.")
    var limit = 20

    @OptionGroup var output: JSONOption

    func validate() throws {
        if !(1...NameCounts.most).contains(limit) {
            throw ValidationError("--limit goes from 1 to \(NameCounts.most).")
        }
        _ = try window.bounds()
    }

    func run() async throws {
        let store = try Store.read(store.path)
        let (from, to) = try window.bounds()
        let names = try await NameSurvey(store, Store.Selection(from: from, to: to)).names(limit: limit)
        if output.json {
            var writer = JSONWriter()
            for name in names { writer.append(name) }
            return try StandardOutput.write(writer.bytes)
        }
        for line in Self.lines(names) { try StandardOutput.print(line) }
    }

    private static func lines(_ names: [NameCount]) -> [String] {
        guard !names.isEmpty else { return ["No names that are not tracked."] }
        var table = TextTable([
            .init(title: "name", limit: 24), .init(title: "kind"), .init(title: "posts", isNumber: true),
            .init(title: "authors", isNumber: true), .init(title: "sentiment", isNumber: true),
            .init(title: "example", limit: 20),
        ])
        for name in names {
            table.add([
                name.name, name.kind == .other ? "-" : name.kind.rawValue, "\(name.posts)",
                name.authors == 0 ? "-" : "\(name.authors)", Figures.signed(name.sentiment), name.example.qualified,
            ])
        }
        return table.lines
    }
}

extension JSONWriter {
    fileprivate mutating func append(_ name: NameCount) {
        raw("{\"name\":")
        append(name.name)
        raw(",\"kind\":")
        append(name.kind == .other ? nil : name.kind.rawValue)
        raw(",\"count\":")
        append(Int64(name.posts))
        raw(",\"authors\":")
        append(Int64(name.authors))
        raw(",\"sentiment\":")
        append(name.sentiment)
        raw(",\"example\":")
        append(name.example.qualified)
        raw("}\n")
    }
}
