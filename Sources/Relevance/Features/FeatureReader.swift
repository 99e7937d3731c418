package import Language
package import Signals

/// Reads the features of posts that relevance is learned of, from the tokens that everything else is read from.
///
/// One a thread: it owns the memory that is used again for post after post.
///
/// Names as such are no features: whatever is a name is a word or two in a row already, and telling names from words
/// costs more than all the rest of a judgement.
package final class FeatureReader {
    /// What follows is not read: a post of that length is about more than one thing.
    package static let mostTokens = 1_024
    /// The most features of one post.
    package static let most = 2 * mostTokens + 256
    /// The source of posts that name none.
    private static let unnamedSource = Feature(.source, "file")

    /// Where a feature stands in the text, in bytes; empty for what is no part of it.
    struct Span {
        let start: UInt32
        let end: UInt32

        static let none = Span(start: 0, end: 0)

        var range: Range<Int> { Int(start)..<Int(end) }
    }

    private let storage: UnsafeMutablePointer<Feature>
    private let spans: UnsafeMutablePointer<Span>
    private let known: FeatureSlots
    private var count = 0
    private let start = TokenHash.of("<start>".utf8)
    private let mention = TokenHash.of("<mention>".utf8)
    private let link = TokenHash.of("<link>".utf8)

    package init() {
        storage = .allocate(capacity: Self.most)
        spans = .allocate(capacity: Self.most)
        known = FeatureSlots(capacity: Self.most)
    }

    deinit {
        storage.deallocate()
        spans.deallocate()
    }

    /// The features of the post read last, each once.
    ///
    /// Valid until the next is read.
    package var features: UnsafeBufferPointer<Feature> { UnsafeBufferPointer(start: storage, count: count) }

    /// The same to be kept with a decision.
    package func frozen(prior: Score) -> DecisionFeatures {
        DecisionFeatures(prior: prior, features: Array(features))
    }

    func span(at index: Int) -> Span {
        precondition(index >= 0 && index < count, "feature index out of range")
        return spans[index]
    }

    /// Forgets the last post's features and reads those of another.
    ///
    /// `tokens`: of its text. `judgement`: of it; its relevance and reasons are not looked at.
    package func read(_ post: PostView, tokens: TokenBuffer, judgement: Judgement) {
        count = 0
        let read = min(tokens.count, Self.mostTokens)
        known.forget(before: 2 * read + judgement.keywords.count + 16)
        readText(UnsafeBufferPointer(rebasing: tokens.tokens.prefix(read)), of: post.matchable)
        readPost(post)
        readJudgement(judgement)
    }

    // MARK: The text

    private func readText(_ tokens: UnsafeBufferPointer<Token>, of text: UnsafeRawBufferPointer) {
        var last = start
        var lastStart = tokens.first?.start ?? 0
        for token in tokens {
            let span = Span(start: token.start, end: token.end)
            var hash = token.hash
            switch token.kind {
            case .word, .number, .hashtag, .character: add(Feature(.word, hash: hash), span)
            case .mention:
                add(Feature(.mention, hash: hash), span)
                hash = mention
            case .url:
                addHost(of: UnsafeRawBufferPointer(rebasing: text[span.range]), at: token.start)
                hash = link
            case .emoji, .emoticon, .punctuation: add(Feature(.sign, hash: hash), span)
            }
            add(Feature(.phrase, hash: TokenHash.join(last, hash)), Span(start: lastStart, end: token.end))
            (last, lastStart) = (hash, token.start)
        }
    }

    private func addHost(of link: UnsafeRawBufferPointer, at start: UInt32?) {
        guard let range = LinkHost.range(in: link) else { return }
        let host = UnsafeRawBufferPointer(rebasing: link[range])
        let span = start.map { Span(start: $0 + UInt32(range.lowerBound), end: $0 + UInt32(range.upperBound)) }
        add(Feature(.domain, hash: CaselessHash.of(host)), span ?? .none)
    }

    // MARK: What is around it

    private func readPost(_ post: PostView) {
        add(post.source.map { Feature(.source, hash: StableHash.hash($0)) } ?? Self.unnamedSource)
        if let author = post.author { add(Feature(.author, hash: CaselessHash.of(author))) }
        if let url = post.url { addHost(of: url, at: nil) }
        if let time = post.time {
            add(Feature(.hour, hash: UInt64(time.hourOfDay)))
            add(Feature(.weekday, hash: UInt64(time.weekday)))
        }
        add(Feature(.form, hash: UInt64(post.kind.rawValue)))
    }

    private func readJudgement(_ judgement: Judgement) {
        if let language = judgement.language { add(Feature(.language, language)) }
        if let sentiment = judgement.sentiment { add(.sentiment(sentiment.decision)) }
        for topic in judgement.keywords { add(Feature(.topic, topic)) }
    }

    @inline(__always)
    private func add(_ feature: Feature, _ span: Span = .none) {
        guard count < Self.most, known.insert(feature.hash, at: count, in: storage) else { return }
        storage[count] = feature
        spans[count] = span
        count &+= 1
    }
}
