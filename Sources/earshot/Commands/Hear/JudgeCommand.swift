import ArgumentParser
import Assembly
import Feeds
import Pipeline
import Relevance
import Settings
import Store

struct JudgeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "judge",
        abstract: "Judge lines from standard input: posts as NDJSON or plain text in, judgements as NDJSON out.",
        usage: "earshot judge [<options>]",
        discussion: """
            A line that starts with { is read as a post (neutral, or what X writes), any other as a text. A line that cannot be \
            read gives {"line":N,"error":"…"} in its place, and the exit code is 2 at the end.
            """
    )

    @OptionGroup var topics: TopicOptions

    @Option(help: "A configuration. Without this option none is read, so that the output depends on nothing else.")
    var config: String?

    @Option(help: "What is read: \(PostFormat.help).")
    var format = PostFormat.auto

    @Option(help: "A store whose decisions decide relevance; it is only read.")
    var store: String?

    func run() async throws {
        let rules = try topics.rules(try config.map { try ConfigurationFile(named: $0).load() } ?? Configuration())
        var learned: LearnedRelevance?
        if let store { learned = LearnedRelevance(try await Store.read(store).decisions().map(\.decision)) }
        var filter = JudgeFilter(rules: rules, format: format, learned: learned)
        try filter.run(try StreamSource.standardInput.open()) { try StandardOutput.write($0) }
        guard filter.unreadable > 0 else { return }
        let lines = filter.unreadable == 1 ? "1 line" : "\(filter.unreadable) lines"
        throw Failure(description: "\(lines) of \(filter.lines) could not be read; the output says which and why.")
    }
}
