package import Language
package import Relevance
package import Signals

/// The rules in force: topics, friendlies, models, and what was learned from decisions.
package struct JudgingRules: Sendable {
    package let matcher: TopicMatcher
    package var friendlies: AuthorSet
    /// Accounts of one's own people: what they write is kept.
    package var own: AuthorSet
    package let model: LanguageModel
    /// True if signals without a topic are kept too.
    package let keepsAll: Bool
    /// A post that is more offensive than this is volatile.
    package let volatileAbove: Score
    /// The model learned from decisions; nil if that is not to count.
    package var learned: LearnedModel?
    /// A filter that finds posts that answer, quote or repost a kept signal; nil if those are not kept for it.
    package var kept: KeptSignalFilter?

    /// - Throws: `TopicError` for a keyword that could never match.
    package init(
        topics: [Topic],
        friendlies: AuthorSet = AuthorSet(),
        own: AuthorSet = AuthorSet(),
        model: LanguageModel = .embedded,
        keepsAll: Bool = false,
        volatileAbove: Score = Judge.usualVolatileAbove
    ) throws(TopicError) {
        matcher = try TopicMatcher(topics: topics)
        (self.friendlies, self.own) = (friendlies, own)
        self.model = model
        self.keepsAll = keepsAll
        self.volatileAbove = volatileAbove
    }

    /// The same rules, by which what answers, quotes or reposts a kept signal is kept as well.
    package var keepingRelated: JudgingRules {
        var rules = self
        if rules.kept == nil { rules.kept = KeptSignalFilter() }
        return rules
    }

    /// Takes note of whom names mean.
    package mutating func settle(_ authors: [NamedAuthor]) {
        friendlies.settle(authors)
        own.settle(authors)
    }

    package func makeJudge() -> Judge {
        Judge(
            matcher: matcher,
            friendlies: friendlies,
            own: own,
            model: model,
            volatileAbove: volatileAbove,
            learned: learned
        )
    }

    /// A digest of what a stream has to be heard again for: other topics, or other signals kept.
    package var digest: UInt64 {
        StableHash.hash(matcher.topics.map(\.digestible).sorted().joined(separator: "\n"), seed: keepsAll ? 1 : 0)
    }
}

extension Topic {
    /// All that decides what it matches, on one line; a plain topic is its name alone.
    fileprivate var digestible: String {
        guard !isPlain else { return name }
        let lists = [aliases, excluded, required].map { $0.sorted().joined(separator: "\u{1E}") }
        return ([name] + lists + [matching.rawValue]).joined(separator: "\u{1F}")
    }
}

extension JudgingRules {
    /// Judges one text that comes from nowhere.
    package static func judge(_ text: String, with rules: JudgingRules) -> Judgement {
        var text = text
        var judgement = Judgement()
        text.withUTF8 { rules.makeJudge().judge(PostView(text: UnsafeRawBufferPointer($0)), into: &judgement) }
        return judgement
    }
}
