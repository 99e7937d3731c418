package import Language
package import Signals

/// Judges posts: a pure function of the post, the topics, the friendlies and the model.
///
/// One a thread, because it owns the memory it reads texts into.
package final class Judge {
    private let analyzer: TextAnalyzer
    private let prior: Prior
    private let friendlies: Friendlies
    private let volatileAbove: Score
    private var analysis = Analysis()

    /// How offensive a post without profanity is at least when it is volatile.
    package static let usualVolatileAbove = Score(0.98)

    /// `volatileAbove`: a post that is more offensive than this is volatile.
    package init(
        matcher: TopicMatcher,
        friendlies: Friendlies = Friendlies(),
        model: LanguageModel,
        volatileAbove: Score = usualVolatileAbove
    ) {
        self.volatileAbove = volatileAbove
        self.analyzer = TextAnalyzer(matcher: matcher, model: model)
        self.prior = Prior(topics: matcher.topics)
        self.friendlies = friendlies
    }

    /// The topics it looks for; `topicNumbers` count in them.
    package var topics: [Topic] { analyzer.matcher.topics }

    /// The topics found in the post judged last.
    package var topicNumbers: [Int] { analysis.topics }

    /// By what copies of the post judged last are recognised; nil when it is too short to have any.
    package var sketch: Sketch? { analyzer.sketch }

    /// Judges `post` into `judgement`, whose former content is gone.
    package func judge(_ post: PostView, into judgement: inout Judgement) {
        judgement.reset()
        let declared = post.language.map { String(decoding: $0, as: UTF8.self) }
        analyzer.analyze(post.text, declaredLanguage: declared, into: &analysis)
        for topic in analysis.topics { judgement.keywords.append(topics[topic].name) }
        judgement.sentiment = analysis.sentiment
        judgement.topicSentiments.append(contentsOf: analysis.topicSentiments)
        judgement.offensive = analysis.offensive
        judgement.language = analysis.language
        let volatility = volatility(post.text)
        judgement.isVolatile = volatility != nil
        prior.weigh(analysis, friendly: friendly(post), volatile: volatility, into: &judgement)
    }

    private func volatility(_ text: UnsafeRawBufferPointer) -> Volatility? {
        if let words = profaneWords(text) { return .profane(words) }
        guard let offensive = analysis.offensive, offensive > volatileAbove else { return nil }
        return .offensive(offensive)
    }

    private func friendly(_ post: PostView) -> String? {
        guard let author = post.author, friendlies.contains(author) else { return nil }
        return String(decoding: author, as: UTF8.self)
    }

    /// The first few profane words, each once, as they were written.
    private func profaneWords(_ text: UnsafeRawBufferPointer) -> String? {
        let found = analysis.profanity
        guard !found.isEmpty else { return nil }
        var words: [String] = []
        for range in found where words.count < 5 {
            let word = String(decoding: UnsafeRawBufferPointer(rebasing: text[range]), as: UTF8.self).lowercased()
            if !words.contains(word) { words.append(word) }
        }
        return words.joined(separator: ", ")
    }
}
