import ArgumentParser
import Assembly
import Foundation
import Language
import Pipeline
import Relevance
import Signals
import Store

struct WhyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "why",
        abstract: "Every reason behind one judgement.",
        usage: "earshot why <id> [<options>]\nearshot why --text <text> [<options>]",
        discussion: "Of a signal that was kept, by its id; or of any text with --text, which needs no store."
    )

    @Argument(help: "The id of a signal: source:id, or the source's own.")
    var id: String?

    @Option(help: "Judge this text instead.")
    var text: String?

    @OptionGroup var store: StoreOption
    @OptionGroup var topics: TopicOptions
    @OptionGroup var output: JSONOption

    func validate() throws {
        if (id == nil) == (text == nil) { throw ValidationError("Name a signal's id, or a text with --text.") }
    }

    func run() async throws {
        if let text { return try explain(text) }
        let store = try Store.read(store.path)
        let found = try await store.signals(id: id ?? "")
        guard let signal = found.first else {
            throw Failure(
                description: "no signal \(SafeText.line(id ?? "")) was kept in \(store.path).",
                exitCode: ExitStatus.no
            )
        }
        guard found.count == 1 else {
            let ids = found.map { SafeText.line($0.signal.id.qualified) }.joined(separator: " or ")
            throw Failure(description: "the id is ambiguous. Name one: \(ids)")
        }
        let learned = LearnedRelevance(try await store.decisions().map(\.decision))
        try show(signal, parent: await parent(of: signal.signal, in: store), learned)
    }

    /// What a signal reposts, quotes or answers: its id, and the signal itself where that was kept.
    private func parent(of signal: Signal, in store: Store) async throws -> (id: SignalID, kept: KeptSignal?)? {
        guard let native = signal.parent else { return nil }
        let id = SignalID(source: signal.id.source, id: native)
        return (id, try await store.signal(id))
    }

    private func show(
        _ kept: KeptSignal,
        parent: (id: SignalID, kept: KeptSignal?)?,
        _ learned: LearnedRelevance
    )
        throws
    {
        let model = try topics.rules(try store.configuration.load()).model
        if output.json {
            var writer = JSONWriter()
            writer.raw("{\"id\":")
            writer.append(kept.signal.id.qualified)
            writer.raw(",\"text\":")
            writer.append(kept.signal.text)
            writer.raw(",")
            writer.appendMembers(of: kept.judgement)
            writer.raw(",\"duplicate_of\":")
            writer.append(kept.duplicateOf?.qualified)
            writer.raw(",\"kind\":")
            writer.append(kept.signal.kind.name)
            writer.raw(",\"parent\":")
            writer.append(parent?.id.qualified)
            writer.raw(",\"parent_text\":")
            writer.append(parent?.kept?.signal.text)
            writer.raw(",\"revision\":")
            writer.append(Hexadecimal.string(kept.revision))
            let text = kept.signal.matchableText
            writer.appendWords(of: explanation(text, kept.judgement, model), in: text)
            writer.raw(",\"learned\":")
            writer.append(LearnedText(of: kept, learned))
            writer.raw("}\n")
            return try StandardOutput.write(writer.bytes)
        }
        try StandardOutput.print(SafeText.line(kept.signal.text))
        let author = kept.signal.author.map { "@\(SafeText.line($0)), " } ?? ""
        try StandardOutput.print("\(author)\(SafeText.line(kept.signal.id.qualified)), \(kept.signal.time)")
        if let edited = kept.signal.editedAt { try StandardOutput.print("edited \(edited)") }
        if let original = kept.duplicateOf {
            try StandardOutput.print("a copy of \(SafeText.line(original.qualified))")
        }
        if let parent {
            let text = parent.kept.map { ": \(SafeText.line($0.signal.text))" } ?? ", which was not kept"
            try StandardOutput.print("\(relation(kept.signal.kind)) \(SafeText.line(parent.id.qualified))\(text)")
        }
        try StandardOutput.print()
        for line in ReasonText.lines(kept.judgement, text: kept.signal.matchableText) { try StandardOutput.print(line) }
        let words = explanation(kept.signal.matchableText, kept.judgement, model)
        for line in WordText.lines(words, of: kept.signal.matchableText) { try StandardOutput.print(line) }
        for line in LearnedText(of: kept, learned).lines { try StandardOutput.print(line) }
        let isOther = model.revision != kept.revision
        try StandardOutput.print("\njudged by model \(Hexadecimal.string(kept.revision))")
        if isOther {
            try StandardOutput.print("the words are weighed by that of now, \(Hexadecimal.string(model.revision))")
        }
    }

    /// The words that moved the scores; none where the models do not apply.
    private func explanation(_ text: String, _ judgement: Judgement, _ model: LanguageModel) -> Explanation? {
        judgement.sentiment == nil ? nil : Explanation(of: text, model: model)
    }

    private func relation(_ kind: Signal.Kind) -> String {
        switch kind {
        case .reply, .comment, .review: "answers"
        case .repost: "reposts"
        case .quote: "quotes"
        default: "belongs to"
        }
    }

    private func explain(_ text: String) throws {
        let rules = try topics.rules(try store.configuration.load())
        let judgement = JudgingRules.judge(text, with: rules)
        let words = explanation(text, judgement, rules.model)
        if output.json {
            var writer = JSONWriter()
            writer.raw("{\"id\":null,")
            writer.appendMembers(of: judgement)
            writer.appendWords(of: words, in: text)
            writer.raw("}\n")
            return try StandardOutput.write(writer.bytes)
        }
        for line in ReasonText.lines(judgement, text: text) { try StandardOutput.print(line) }
        for line in WordText.lines(words, of: text) { try StandardOutput.print(line) }
        if rules.matcher.topics.isEmpty {
            try StandardOutput.print("No topics were named, so none could be found: --topics a,b")
        }
    }
}

/// A judgement in words.
enum ReasonText {
    static func lines(_ judgement: Judgement, text: String) -> [String] {
        var lines = ["relevance \(Figures.plain(judgement.relevance))"]
        for reason in judgement.reasons {
            lines.append("  \(SafeText.padded(Figures.signed(reason.weight), to: 6)) \(sentence(reason))")
        }
        if judgement.reasons.isEmpty { lines.append("  nothing moved it: no topic, no friendly author") }
        lines.append(sentiment(judgement))
        for (keyword, sentiment) in zip(judgement.keywords, judgement.topicSentiments) {
            let name = SafeText.line(keyword)
            lines.append("  on \"\(name)\": \(sentiment.decision.name) (\(Figures.signed(sentiment.score)))")
        }
        if let offensive = judgement.offensive {
            lines.append("offensive \(Figures.plain(offensive)) (0.50 is the decision)")
        }
        lines.append(volatility(judgement))
        lines.append("language \(judgement.language.map(SafeText.line) ?? "unknown")")
        if let names = names(text, language: judgement.language) { lines.append(names) }
        return lines
    }

    private static let mostNames = 8

    /// The names in a text, each once; nil where it has none.
    private static func names(_ text: String, language: String?) -> String? {
        var names: [String] = []
        var seen: Set<String> = []
        for entity in EntityFinder(model: .embedded).entities(in: text, language: language) {
            let name = SafeText.line(entity.name)
            let shown = [.other, .tag, .handle].contains(entity.kind) ? name : "\(name) (\(entity.kind.rawValue))"
            if seen.insert(shown).inserted { names.append(shown) }
        }
        guard !names.isEmpty else { return nil }
        let more = names.count > Self.mostNames ? " and \(names.count - Self.mostNames) more" : ""
        return "names: " + names.prefix(Self.mostNames).joined(separator: ", ") + more
    }

    private static func sentence(_ reason: Reason) -> String {
        let detail = SafeText.line(reason.detail)
        return switch reason.what {
        case .keyword: "the topic \"\(detail)\" is named"
        case .sentiment: "what is said of it is clearly \(detail)"
        case .friendly: "\(detail) is a friendly author"
        case .profanity: "profanity lowers it: \(detail)"
        case .offensive: "being offensive (\(detail)) lowers it"
        case .spam: "it reads like spam: \"\(detail)\""
        case .learned: "what was learned from \(detail)"
        case .muted: "\(detail) is muted"
        }
    }

    private static func volatility(_ judgement: Judgement) -> String {
        guard judgement.isVolatile else { return "not volatile" }
        let isProfane = !judgement.reasons.contains { $0.what == .offensive }
        return isProfane ? "volatile: it holds profanity" : "volatile: it is clearly offensive"
    }

    private static func sentiment(_ judgement: Judgement) -> String {
        guard let sentiment = judgement.sentiment else {
            return "sentiment unknown: the models read English only"
        }
        return "sentiment \(sentiment.decision.name): negative \(Figures.plain(sentiment.negative)), "
            + "neutral \(Figures.plain(sentiment.neutral)), positive \(Figures.plain(sentiment.positive))"
    }
}
