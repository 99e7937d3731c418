package import Language
package import Signals

/// Judges posts: a pure function of the post, the topics, the friendlies and the model.
///
/// One a thread, because it owns the memory it reads texts into.
package final class Judge {
    private let analyzer: TextAnalyzer
    private let prior: Prior
    private let friendlies: Friendlies
    private var analysis = Analysis()

    package init(matcher: TopicMatcher, friendlies: Friendlies = Friendlies(), model: LanguageModel) {
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
        judgement.offensive = analysis.offensive
        judgement.language = analysis.language
        judgement.isVolatile = !analysis.profanity.isEmpty
        prior.weigh(analysis, friendly: friendly(post), profaneWords: profaneWords(post.text), into: &judgement)
    }

    private func friendly(_ post: PostView) -> String? {
        guard let author = post.author, friendlies.contains(author) else { return nil }
        return String(decoding: author, as: UTF8.self)
    }

    /// The first few profane words, each once, as they were written.
    private func profaneWords(_ text: UnsafeRawBufferPointer) -> String? {
        guard !analysis.profanity.isEmpty else { return nil }
        var words: [String] = []
        for range in analysis.profanity where words.count < 5 {
            let word = String(decoding: UnsafeRawBufferPointer(rebasing: text[range]), as: UTF8.self).lowercased()
            if !words.contains(word) { words.append(word) }
        }
        return words.joined(separator: ", ")
    }
}
