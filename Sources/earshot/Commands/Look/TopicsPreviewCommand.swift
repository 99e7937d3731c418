import ArgumentParser
import Assembly
import Language
import Pipeline
import Settings
import Signals
import Store

struct TopicsPreviewCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "preview",
        abstract: "Say what a topic would have matched so far, and what is said beside it.",
        usage: "earshot topics preview <topic> [<options>]",
        discussion: """
            Looks through the signals kept and those that matched no topic. A topic of the configuration is taken as it is \
            there; aliases, exclusions and requirements given here are added to it. Nothing is changed.
            """
    )

    @Argument(help: "The topic.")
    var topic: String

    @Option(help: "Other words that name it, separated by commas.")
    var alias: String?

    @Option(help: "Words that rule it out, separated by commas.")
    var exclude: String?

    @Option(help: "Words of which one must be there too, separated by commas.")
    var require: String?

    @Option(help: "What counts as it: exact, or forms for inflections and parts of hashtags too.")
    var match: Topic.Matching?

    @OptionGroup var store: StoreOption
    @OptionGroup var window: WindowOptions
    @OptionGroup var output: JSONOption

    func run() async throws {
        let (from, to) = try window.bounds()
        let wanted = try wanted()
        try RuleSources.check([wanted])
        let store = try Store.read(store.path)
        let preview = try await TopicPreview(of: wanted, in: store, .init(from: from, to: to))
        guard output.json else {
            for line in PreviewText.lines(preview, of: wanted) { try StandardOutput.print(line) }
            return
        }
        var writer = JSONWriter()
        writer.append(preview, of: wanted)
        try StandardOutput.write(writer.bytes)
    }

    private func wanted() throws -> Topic {
        let settled = try store.configuration.load().topics?.first { $0.name == topic }
        var wanted = settled ?? Topic(name: topic)
        wanted.aliases += (alias ?? "").commaSeparated
        wanted.excluded += (exclude ?? "").commaSeparated
        wanted.required += (require ?? "").commaSeparated
        if let match { wanted.matching = match }
        return wanted
    }
}

private enum PreviewText {
    static func lines(_ preview: TopicPreview, of topic: Topic) -> [String] {
        guard preview.heard > 0 else {
            return ["The store has no posts yet. Hear something first: earshot replay FILE"]
        }
        let name = SafeText.line(topic.name)
        guard preview.posts > 0 else { return ["None of \(preview.heard) posts names \(name)."] }
        var lines = [
            "\(preview.posts) of \(preview.heard) posts name \(name): \(Figures.rate(preview.perDay)) a day"
                + (preview.authors.map { ", by \($0) \($0 == 1 ? "author" : "authors")" } ?? ""),
            "",
        ]
        lines += preview.examples.map { SafeText.cut(SafeText.line($0.text), to: 78) }
        guard !preview.companions.isEmpty else { return lines }
        var table = TextTable([
            .init(title: "said beside it", limit: 40), .init(title: "posts", isNumber: true),
            .init(title: "left without", isNumber: true), .init(title: "elsewhere", isNumber: true),
        ])
        for companion in preview.companions {
            table.add([
                companion.phrase, "\(companion.posts)", "\(preview.posts - companion.posts)", "\(companion.elsewhere)",
            ])
        }
        lines += [""] + table.lines
        lines.append("What should not be there: --exclude a,b; what always should: --require a,b")
        return lines
    }
}

extension Figures {
    /// How many a day, in words that do not promise more than is known.
    static func rate(_ perDay: Double?) -> String {
        guard let perDay else { return "-" }
        return perDay < 1 ? "less than one" : "about \(Int(perDay.rounded()))"
    }
}

extension JSONWriter {
    fileprivate mutating func append(_ preview: TopicPreview, of topic: Topic) {
        raw("{\"topic\":")
        append(topic.name)
        raw(",\"heard\":")
        append(preview.heard)
        raw(",\"posts\":")
        append(preview.posts)
        raw(",\"per_day\":")
        append(preview.perDay.map { Score(min($0, 200_000)) })
        raw(",\"authors\":")
        append(preview.authors)
        appendTime(",\"first\":", preview.first)
        appendTime(",\"last\":", preview.last)
        raw(",\"examples\":[")
        for (index, example) in preview.examples.enumerated() {
            raw(index > 0 ? ",{\"id\":" : "{\"id\":")
            append(example.id.qualified)
            raw(",\"text\":")
            append(example.text)
            raw("}")
        }
        raw("],\"beside\":[")
        for (index, companion) in preview.companions.enumerated() {
            raw(index > 0 ? ",{\"phrase\":" : "{\"phrase\":")
            append(companion.phrase)
            raw(",\"posts\":")
            append(companion.posts)
            raw(",\"elsewhere\":")
            append(companion.elsewhere)
            raw("}")
        }
        raw("]}\n")
    }
}
