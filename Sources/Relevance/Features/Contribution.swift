package import Language
package import Signals

/// A feature of a post that moved its learned score, in words.
package struct Contribution: Hashable, Sendable {
    package let feature: Feature
    package let kind: Feature.Kind
    /// The word, the author or the weekday, as the post has it.
    ///
    /// Heard text, to be escaped.
    package let detail: String
    /// How far it moves the logarithm of the odds of being accepted.
    package let weight: Double
}

extension LearnedRelevance {
    /// What was learned that moved the score of a post, the greatest move first.
    ///
    /// Decisions keep hashes and no text, so the words are those of the post at hand: its features are read again and
    /// looked up.
    package func contributions(
        to post: PostView,
        tokens: TokenBuffer,
        judgement: Judgement,
        reader: FeatureReader
    ) -> [Contribution] {
        reader.read(post, tokens: tokens, judgement: judgement)
        let factor = Self.factor(features: reader.features.count)
        let found = reader.features.enumerated().compactMap { index, feature -> Contribution? in
            let weight = Double(weights.weight(of: feature)) * factor
            guard weight != 0, let kind = feature.kind else { return nil }
            let words = FeatureWords(post: post, judgement: judgement, span: reader.span(at: index))
            return Contribution(feature: feature, kind: kind, detail: words.detail(of: feature, kind), weight: weight)
        }
        // A stable order, whatever the sort does with what is level.
        return found.enumerated().sorted {
            let (left, right) = ($0.element.weight.magnitude, $1.element.weight.magnitude)
            return left == right ? $0.offset < $1.offset : left > right
        }.map(\.element)
    }
}

/// What a feature of a post is called.
private struct FeatureWords {
    let post: PostView
    let judgement: Judgement
    let span: FeatureReader.Span

    private static let weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]

    func detail(of feature: Feature, _ kind: Feature.Kind) -> String {
        switch kind {
        case .word, .phrase, .mention, .sign: string(post.matchable, span.range)
        case .domain: span.end > 0 ? string(post.matchable, span.range) : host
        case .author: post.author.map { string($0, 0..<$0.count) } ?? ""
        case .source: post.source.map { string($0, 0..<$0.count) } ?? "file"
        case .topic: judgement.keywords.first { Feature(.topic, $0) == feature } ?? ""
        case .language: judgement.language ?? ""
        case .sentiment: judgement.sentiment?.decision.name ?? ""
        case .hour: post.time.map { "\($0.hourOfDay):00 to \($0.hourOfDay + 1):00 UTC" } ?? ""
        case .weekday: post.time.map { Self.weekdays[$0.weekday] } ?? ""
        case .form: post.kind.name
        }
    }

    private var host: String {
        guard let url = post.url, let range = LinkHost.range(in: url) else { return "" }
        return string(url, range)
    }

    private func string(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) -> String {
        String(decoding: UnsafeRawBufferPointer(rebasing: bytes[range]), as: UTF8.self)
    }
}
