import ArgumentParser
import Foundation
import Language
import Pipeline
import Settings
import Signals
import Store

struct TopicsTestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test",
        abstract: "Say which topics a text names, and why, or why not.",
        usage: "earshot topics test <text> [<options>]",
        discussion: "The topics are those named, else those of the configuration, else those the store tracks."
    )

    @Argument(help: "The text.")
    var text: String

    @OptionGroup var store: StoreOption
    @OptionGroup var topics: TopicOptions
    @OptionGroup var output: JSONOption

    func run() async throws {
        let rules = try await rules()
        let verdicts = TextAnalyzer(matcher: rules.matcher, model: rules.model).verdicts(on: text)
        guard output.json else {
            for line in lines(verdicts, topics: rules.matcher.topics.count) { try StandardOutput.print(line) }
            return
        }
        var writer = JSONWriter()
        for verdict in verdicts { writer.append(verdict, of: text) }
        try StandardOutput.write(writer.bytes)
    }

    private func rules() async throws -> JudgingRules {
        let configuration = try store.configuration.load()
        let path = try store.path
        let needsStore = try topics.namedTopics() == nil && configuration.topics == nil
        guard needsStore, FileManager.default.fileExists(atPath: path) else { return try topics.rules(configuration) }
        return try await topics.rules(configuration, store: try Store.read(path))
    }

    private func lines(_ verdicts: [TopicVerdict], topics count: Int) -> [String] {
        guard count > 0 else { return ["There are no topics. Name some with --topics a,b"] }
        guard !verdicts.isEmpty else { return ["None of \(count) \(count == 1 ? "topic" : "topics") is named in it."] }
        return verdicts.flatMap { VerdictText.lines($0, of: text) }
    }
}

/// A verdict in words.
private enum VerdictText {
    static func lines(_ verdict: TopicVerdict, of text: String) -> [String] {
        let name = SafeText.line(verdict.topic.name)
        var lines = [verdict.isNamed ? "\(name) is named" : "\(name) is not named"]
        lines += verdict.names.map { "  by \(quoted($0, text))\(origin($0.term, of: verdict.topic))" }
        lines += verdict.required.map { "  beside \(quoted($0, text)), which it requires" }
        lines += verdict.excluded.map { "  but \(quoted($0, text)) excludes it\(origin($0.term, of: verdict.topic))" }
        if verdict.isAlone {
            let required = verdict.topic.required.map { "\"\(SafeText.line($0))\"" }.joined(separator: ", ")
            lines.append("  but nothing that it requires is there: \(required)")
        }
        return lines
    }

    private static func quoted(_ finding: TopicVerdict.Finding, _ text: String) -> String {
        "\"\(SafeText.line(text.part(ofBytes: finding.range)))\""
    }

    private static func origin(_ term: TopicTerm, of topic: Topic) -> String {
        let written = SafeText.line(term.text)
        if term.isForm { return ", a form of it: \(written)" }
        return term.role == .name && term.text != topic.name ? ", its alias \(written)" : ""
    }
}

extension JSONWriter {
    fileprivate mutating func append(_ verdict: TopicVerdict, of text: String) {
        raw("{\"topic\":")
        append(verdict.topic.name)
        raw(",\"named\":")
        append(verdict.isNamed)
        append(",\"by\":[", verdict.names, text)
        append(",\"excluded_by\":[", verdict.excluded, text)
        append(",\"required\":[", verdict.required, text)
        raw(",\"requirement_missing\":")
        append(verdict.isAlone)
        raw("}\n")
    }

    private mutating func append(_ key: StaticString, _ findings: [TopicVerdict.Finding], _ text: String) {
        raw(key)
        for (index, finding) in findings.enumerated() {
            raw(index > 0 ? ",{\"text\":" : "{\"text\":")
            append(text.part(ofBytes: finding.range))
            raw(",\"term\":")
            append(finding.term.text)
            raw(",\"form\":")
            append(finding.term.isForm)
            raw(",\"start\":")
            append(finding.range.lowerBound)
            raw(",\"end\":")
            append(finding.range.upperBound)
            raw("}")
        }
        raw("]")
    }
}
