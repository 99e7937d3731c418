package import Language
package import Signals

/// Judges posts: a pure function of the post, the topics, the friendlies and the model.
///
/// One a thread, because it owns the memory it reads texts into.
package final class Judge {
    private let analyzer: TextAnalyzer
    private let prior: Prior
    private var friendlies: AuthorSet
    private var own: AuthorSet
    private let volatileAbove: Score
    private let learned: LearnedJudge?
    /// Behind a pointer, so that it is neither copied to be read nor guarded against being accessed twice at once.
    private let analysis = UnsafeMutablePointer<Analysis>.allocate(capacity: 1)

    /// Beyond this a post without profanity is volatile: of TweetEval's validation split 27 are, of which 24 are labelled
    /// offensive; of 30,029 tweets of disasters 80.
    package static let usualVolatileAbove = Score(0.9)

    /// Makes a judge.
    ///
    /// `volatileAbove`: a post that is more offensive than this is volatile. `learned`: what `weighLearned` puts in the place
    /// of the prior.
    package init(
        matcher: TopicMatcher,
        friendlies: AuthorSet = AuthorSet(),
        own: AuthorSet = AuthorSet(),
        model: LanguageModel,
        volatileAbove: Score = usualVolatileAbove,
        learned: LearnedModel? = nil
    ) {
        self.volatileAbove = volatileAbove
        self.learned = learned.map(LearnedJudge.init)
        analysis.initialize(to: Analysis())
        self.analyzer = TextAnalyzer(matcher: matcher, model: model)
        self.prior = Prior(topics: matcher.topics)
        (self.friendlies, self.own) = (friendlies, own)
    }

    deinit {
        analysis.deinitialize(count: 1)
        analysis.deallocate()
    }

    /// The topics it looks for; `topicNumbers` count in them.
    package var topics: [Topic] { analyzer.matcher.topics }

    /// The topics found in the post judged last.
    package var topicNumbers: [Int] { analysis.pointee.topics }

    /// The sketch by which copies of the post judged last are recognised; nil if it is too short to have any.
    package var sketch: Sketch? { analyzer.sketch }

    /// The tokens of the post judged last; features and mutes are read from them.
    package var tokens: TokenBuffer { analyzer.tokens }

    /// Judges `post` into `judgement`, whose former content is gone.
    package func judge(_ post: PostView, into judgement: inout Judgement) {
        judgement.reset()
        let text = post.matchable
        analyzer.analyze(text, declaredLanguage: Self.language(post.language), into: &analysis.pointee)
        for topic in analysis.pointee.topics { judgement.keywords.append(topics[topic].name) }
        judgement.sentiment = analysis.pointee.sentiment
        if !analysis.pointee.topicSentiments.isEmpty {
            judgement.topicSentiments.append(contentsOf: analysis.pointee.topicSentiments)
        }
        judgement.offensive = analysis.pointee.offensive
        judgement.language = analysis.pointee.language
        let volatility = volatility(text)
        judgement.isVolatile = volatility != nil
        prior.weigh(
            topics: analysis.pointee.topics,
            friendly: friendly(post),
            volatile: volatility,
            spam: analysis.pointee.spam,
            into: &judgement
        )
    }

    /// Puts what was learned from decisions in the place of the prior of the post judged last, if anything was.
    ///
    /// Reading the features costs about as much as all the rest: only what is kept is weighed.
    package func weighLearned(_ post: PostView, into judgement: inout Judgement) {
        learned?.weigh(post, tokens: analyzer.tokens, into: &judgement)
    }

    /// Returns whether a friendly, or an account of one's own, wrote the post.
    package func isByNamedAuthor(_ post: PostView) -> Bool { friendlies.contains(post) || own.contains(post) }

    /// Takes note of whom names mean.
    package func settle(_ authors: [NamedAuthor]) {
        friendlies.settle(authors)
        own.settle(authors)
    }

    /// Returns the language that the source states; most state English, for which no text is made.
    private static func language(_ bytes: UnsafeRawBufferPointer?) -> String? {
        guard let bytes else { return nil }
        let isEnglish = bytes.count == 2 && bytes[0] == UInt8(ascii: "e") && bytes[1] == UInt8(ascii: "n")
        return isEnglish ? "en" : String(decoding: bytes, as: UTF8.self)
    }

    private func volatility(_ text: UnsafeRawBufferPointer) -> Volatility? {
        if let words = profaneWords(text) { return .profane(words) }
        guard let offensive = analysis.pointee.offensive, offensive > volatileAbove else { return nil }
        return .offensive(offensive)
    }

    private func friendly(_ post: PostView) -> String? {
        guard friendlies.contains(post), let author = post.author ?? post.authorID else { return nil }
        return String(decoding: author, as: UTF8.self)
    }

    /// The first few profane words, each once, as they were written.
    private func profaneWords(_ text: UnsafeRawBufferPointer) -> String? {
        guard !analysis.pointee.profanity.isEmpty else { return nil }
        var words: [String] = []
        for range in analysis.pointee.profanity where words.count < 5 {
            let word = String(decoding: UnsafeRawBufferPointer(rebasing: text[range]), as: UTF8.self).lowercased()
            if !words.contains(word) { words.append(word) }
        }
        return words.joined(separator: ", ")
    }
}
