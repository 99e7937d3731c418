import Language
import Signals
import Testing

/// Many keywords give what each of them gives alone.
@Suite struct TopicMatcherScaleTests {
    private static let syllables = [
        "ka", "no", "de", "js", "open", "sou", "rce", "swift", "api", "c++", "über", "東", "京", "9", "l'a", "🚀",
    ]

    private static func word(_ random: inout SplitMix) -> String {
        (0..<Int.random(in: 1...2, using: &random)).map { _ in
            syllables[Int.random(in: syllables.indices, using: &random)]
        }.joined()
    }

    private static func keyword(_ random: inout SplitMix) -> String {
        let words = (0..<Int.random(in: 1...3, using: &random)).map { _ in word(&random) }
        let sign = ["", "", "", "#", "@"][Int.random(in: 0..<5, using: &random)]
        return sign + words.joined(separator: [" ", "-", ".", ""][Int.random(in: 0..<4, using: &random)])
    }

    private static func text(_ random: inout SplitMix) -> String {
        let gaps = [" ", " ", " ", "-", ". ", ", ", "\n", " #", " @", "", "'s "]
        return (0..<Int.random(in: 1...20, using: &random)).map { _ in
            word(&random) + gaps[Int.random(in: gaps.indices, using: &random)]
        }.joined()
    }

    @Test func `ten thousand keywords give the same as one at a time`() throws {
        var random = SplitMix(state: 51)
        let wanted = try TopicMatcher(
            topics: (0..<40_000).map { _ in Topic(name: Self.keyword(&random)) }.filter(Self.isTrackable)
        )
        let names = wanted.topics.prefix(10_000).map(\.name)
        try #require(names.count == 10_000)
        let all = try Reader(topics: names)
        let texts = (0..<25).map { _ in Self.text(&random) }
        var alone = Array(repeating: Set<String>(), count: texts.count)
        for name in names {
            let reader = try Reader(topics: [name])
            for (index, text) in texts.enumerated() where !reader.topics(in: text).isEmpty { alone[index].insert(name) }
        }
        for (index, text) in texts.enumerated() {
            #expect(Set(all.topics(in: text)) == alone[index], "\(text.debugDescription)")
        }
        #expect(alone.contains { $0.count > 5 })
    }

    @Test func `the order of keywords does not change what is found`() throws {
        var random = SplitMix(state: 52)
        let names = (0..<300).map { _ in Self.keyword(&random) }.filter { Self.isTrackable(Topic(name: $0)) }
        let unique = try TopicMatcher(topics: names.map(Topic.init)).topics.map(\.name)
        let (forwards, backwards) = (try Reader(topics: unique), try Reader(topics: unique.reversed()))
        for _ in 0..<500 {
            let text = Self.text(&random)
            #expect(Set(forwards.topics(in: text)) == Set(backwards.topics(in: text)), "\(text.debugDescription)")
        }
    }

    private static func isTrackable(_ topic: Topic) -> Bool {
        (try? TopicMatcher(topics: [topic])) != nil
    }
}
