package import Signals

/// What was found in a text, before relevance is weighed.
///
/// One value is used again for text after text.
package struct Analysis {
    /// Numbers of the topics found, in the order they first occur.
    package internal(set) var topics: [Int] = []
    /// Byte ranges of the profane words found.
    package internal(set) var profanity: [Range<Int>] = []
    /// The first sign of spam found, as its list has it.
    package internal(set) var spam: String?
    package internal(set) var sentiment: Sentiment?
    /// The sentiment on each topic, where they are told apart; empty where all have that of the text.
    package internal(set) var topicSentiments: [Sentiment] = []
    package internal(set) var offensive: Score?
    package internal(set) var language: String?

    package init() {}
}

/// Reads a text once into tokens and lets every analysis read those.
///
/// One a thread: it owns the token memory.
package final class TextAnalyzer {
    package let matcher: TopicMatcher
    private let model: LanguageModel
    private let index: WordIndex
    private let topics: TopicFinder
    private let buffer = TokenBuffer()
    private let features = FeatureBuffer()

    /// Longer texts have one sentiment for all their topics.
    private static let mostTokensParted = 1024

    package init(matcher: TopicMatcher, model: LanguageModel) {
        self.matcher = matcher
        self.model = model
        index = WordIndex(lexicon: model.lexicon, spam: model.spam, matcher: matcher)
        topics = TopicFinder(matcher: matcher)
    }

    /// Analyses UTF-8 bytes.
    ///
    /// `declared`: the language its source states, if any; it holds unless the text contradicts it.
    /// `analysis`: overwritten.
    package func analyze(
        _ text: UnsafeRawBufferPointer,
        declaredLanguage declared: String?,
        into analysis: inout Analysis
    ) {
        let tokens = read(text).tokens
        topics.find(in: buffer, of: text, into: &analysis.topics)
        if !analysis.profanity.isEmpty { analysis.profanity.removeAll(keepingCapacity: true) }
        model.profanity.find(in: buffer, of: text, into: &analysis.profanity)
        analysis.spam = buffer.marks.contains(.endsSpam) ? model.spam.first(in: buffer) : nil
        analysis.language = LanguageGuess.language(
            of: buffer,
            in: text,
            declared: Self.primarySubtag(declared),
            model: model
        )
        readOpinion(tokens, &analysis)
    }

    /// Reads a text into tokens that are valid until the next is read.
    func read(_ text: UnsafeRawBufferPointer) -> TokenBuffer {
        Tokenizer.tokenize(text, into: buffer, marking: index)
        return buffer
    }

    /// The bytes of tokens of the text read last.
    func range(of tokens: Range<Int>) -> Range<Int> {
        Int(buffer[tokens.lowerBound].start)..<Int(buffer[tokens.upperBound - 1].end)
    }

    private func readOpinion(_ tokens: UnsafeBufferPointer<Token>, _ analysis: inout Analysis) {
        if !analysis.topicSentiments.isEmpty { analysis.topicSentiments.removeAll(keepingCapacity: true) }
        guard analysis.language == "en" else {
            (analysis.sentiment, analysis.offensive) = (nil, nil)
            return
        }
        features.read(tokens)
        (analysis.sentiment, analysis.offensive) = model.scorer.score(features)
        // Clauses are read several times; nobody means a text of thousands of words to be told apart by them.
        guard analysis.topics.count > 1, !topics.isOverfull, tokens.count <= Self.mostTokensParted else { return }
        let reader = ClauseReader(
            tokens: tokens,
            mentions: topics.mentions,
            lexicon: model.lexicon,
            scorer: model.scorer,
            features: features
        )
        reader.read(topics: analysis.topics, into: &analysis.topicSentiments)
    }

    /// The tokens of the text analysed last.
    package var tokens: TokenBuffer { buffer }

    /// The sketch of the text analysed last; nil when it is too short to have copies.
    package var sketch: Sketch? { Sketch(buffer) }

    /// The sketch of any text.
    package static func sketch(of text: String) -> Sketch? {
        var text = text
        let tokens = TokenBuffer()
        text.withUTF8 { Tokenizer.tokenize(UnsafeRawBufferPointer($0), into: tokens) }
        return Sketch(tokens)
    }

    /// `en` of `en-GB`; nil for the codes that state no language (`und`, `zxx`, and X's `qme`, `qht` and the like).
    private static func primarySubtag(_ declared: String?) -> String? {
        guard let declared else { return nil }
        if declared == "en" { return "en" }
        let subtag = declared.prefix { $0 != "-" && $0 != "_" }.lowercased()
        guard (2...3).contains(subtag.utf8.count), subtag.utf8.allSatisfy({ (0x61...0x7A).contains($0) }) else {
            return nil
        }
        let isPrivate = subtag.utf8.count == 3 && subtag.hasPrefix("q")
        return isPrivate || ["und", "zxx", "art", "mis", "mul"].contains(subtag) ? nil : subtag
    }
}
