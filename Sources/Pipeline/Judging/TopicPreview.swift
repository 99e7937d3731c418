import Foundation
package import Language
package import Signals
package import Store
import Trends

/// What a topic would have matched in all that the store still has, before it is tracked.
package struct TopicPreview: Sendable {
    /// A phrase that is said beside the topic.
    package struct Companion: Hashable, Sendable {
        package let phrase: String
        /// Posts that name the topic and have it.
        package let posts: Int
        /// Posts that have it and do not name the topic.
        package let elsewhere: Int
    }

    package struct Example: Hashable, Sendable {
        package let id: SignalID
        package let text: String
    }

    /// Posts looked through.
    package private(set) var heard = 0
    /// Posts that name the topic.
    package private(set) var posts = 0
    /// Who wrote them; nil where no post states its author.
    package private(set) var authors: Int?
    /// The first and the last moment of all posts looked through.
    package private(set) var first: Timestamp?
    package private(set) var last: Timestamp?
    /// Spread over all posts that name it.
    package private(set) var examples: [Example] = []
    /// The most telling first: said in many of its posts, and rarely elsewhere.
    package private(set) var companions: [Companion] = []

    /// Posts a day over the time looked through, at least a day; nil of nothing.
    package var perDay: Double? {
        guard let first, let last else { return nil }
        return Double(posts) / max(1, Double(last.milliseconds - first.milliseconds) / 86_400_000)
    }

    private static let mostExamples = 5
    private static let mostCompanions = 12
    /// No more phrases are counted than this: those seen once give way.
    private static let mostPhrases = 100_000

    /// Looks through the store twice: for the posts, and for what is said beside the topic in them and elsewhere.
    package init(
        of topic: Topic,
        in store: Store,
        _ selection: Store.Selection = .init(),
        model: LanguageModel = .embedded
    ) async throws {
        let signals = HeardSignals(
            store: store,
            selection: selection,
            rules: try JudgingRules(topics: [], keepsAll: true)
        )
        let reader = try Reader(topic: topic, model: model)
        var authors = DistinctCount()
        var beside = Counter(limit: Self.mostPhrases)
        try await signals.visit { signal, _ in
            heard += 1
            first = min(first ?? signal.time, signal.time)
            last = max(last ?? signal.time, signal.time)
            guard reader.names(signal.matchableText) else { return }
            posts += 1
            if let author = signal.author { authors.insert(StableHash.hash(author)) }
            note(Example(id: signal.id, text: signal.text))
            // What many repeat word for word counts once.
            guard reader.isNew else { return }
            reader.phrases(of: signal) { beside.add($0, of: signal.matchableText) }
        }
        self.authors = authors.count == 0 ? nil : min(authors.count, posts)
        // What one post has tells nothing.
        beside.keep { $0 >= 2 }
        // Copies count now: what is left without a phrase is what the topic would have left.
        var (here, elsewhere): ([UInt64: Int], [UInt64: Int]) = ([:], [:])
        try await signals.visit { signal, _ in
            let isNamed = reader.names(signal.matchableText)
            reader.phrases(of: signal) { phrase in
                guard beside.has(phrase.hash) else { return }
                if isNamed { here[phrase.hash, default: 0] += 1 } else { elsewhere[phrase.hash, default: 0] += 1 }
            }
        }
        companions = Self.telling(beside, here, elsewhere, posts: posts, heard: heard, topic: topic)
    }

    /// Keeps every so many posts: each time the list is full, every second one leaves and half as many are taken.
    private mutating func note(_ example: Example) {
        guard (posts - 1) % stride == 0 else { return }
        examples.append(example)
        guard examples.count > Self.mostExamples else { return }
        examples = examples.enumerated().filter { $0.offset % 2 == 0 }.map(\.element)
        stride *= 2
    }

    private var stride = 1

    /// The phrases that most tell the topic's posts from others: by the logarithm of how much more often they are said
    /// in them, times in how many.
    private static func telling(
        _ beside: Counter,
        _ here: [UInt64: Int],
        _ elsewhere: [UInt64: Int],
        posts: Int,
        heard: Int,
        topic: Topic
    ) -> [Companion] {
        let own = Set(([topic.name] + topic.aliases + topic.required).map { $0.lowercased() })
        let ranked = beside.phrases.compactMap { hash, entry -> (companion: Companion, score: Double)? in
            let companion = Companion(phrase: entry.text, posts: here[hash] ?? 0, elsewhere: elsewhere[hash] ?? 0)
            let share = (Double(companion.posts) + 0.5) / (Double(posts) + 1)
            let there = (Double(companion.elsewhere) + 0.5) / (Double(heard) + 1)
            guard companion.posts * 50 >= posts, companion.posts > 2 || posts < 50, share > 4 * there,
                !own.contains(entry.text.lowercased())
            else { return nil }
            return (companion, Double(entry.count) * log(share / there))
        }
        var companions: [Companion] = []
        for (companion, _) in ranked.sorted(by: { ($1.score, $0.companion.phrase) < ($0.score, $1.companion.phrase) }) {
            // Of "taylor" and "taylor swift" in the same posts, one is enough.
            let isTold = companions.contains { known in
                known.posts == companion.posts
                    && (known.phrase.has(companion.phrase) || companion.phrase.has(known.phrase))
            }
            if !isTold { companions.append(companion) }
            if companions.count == mostCompanions { break }
        }
        return companions
    }

    /// Reads texts for one topic.
    private final class Reader {
        private let analyzer: TextAnalyzer
        private let finder: Phrases
        private let tokens = TokenBuffer()
        private var analysis = Analysis()
        private var seen: Set<Sketch> = []
        private static let mostSeen = 50_000

        init(topic: Topic, model: LanguageModel) throws {
            analyzer = TextAnalyzer(matcher: try TopicMatcher(topics: [topic]), model: model)
            finder = Phrases(model: model)
        }

        func names(_ text: String) -> Bool {
            var text = text
            text.withUTF8 {
                analyzer.analyze(UnsafeRawBufferPointer($0), declaredLanguage: nil, into: &analysis)
            }
            return !analysis.topics.isEmpty
        }

        /// Whether the text asked about last is no copy, letter for letter, of one before.
        var isNew: Bool {
            guard let sketch = analyzer.sketch, seen.count < Self.mostSeen else { return true }
            return seen.insert(sketch).inserted
        }

        /// The phrases of the text asked about last.
        func phrases(of signal: Signal, _ body: (Phrase) -> Void) {
            var text = signal.matchableText
            text.withUTF8 { Tokenizer.tokenize(UnsafeRawBufferPointer($0), into: tokens) }
            finder.read(tokens, language: analysis.language)
            for phrase in finder { body(phrase) }
        }
    }

    /// Counts phrases in bounded memory.
    private struct Counter {
        let limit: Int
        private(set) var phrases: [UInt64: (text: String, count: Int)] = [:]

        init(limit: Int) {
            self.limit = limit
        }

        func has(_ hash: UInt64) -> Bool { phrases[hash] != nil }

        mutating func add(_ phrase: Phrase, of text: String) {
            if phrases[phrase.hash] == nil {
                if phrases.count >= limit { forgetHalf() }
                phrases[phrase.hash] = (text.part(ofBytes: phrase.range), 0)
            }
            phrases[phrase.hash]?.count += 1
        }

        /// Forgets those that are said least until half of the room is free.
        private mutating func forgetHalf() {
            var least = 2
            while phrases.count > limit / 2 {
                keep { $0 >= least }
                least += 1
            }
        }

        mutating func keep(where isKept: (Int) -> Bool) {
            phrases = phrases.filter { isKept($0.value.count) }
        }
    }
}

extension String {
    fileprivate func has(_ part: String) -> Bool { lowercased().contains(part.lowercased()) }
}
