import Feeds
import Pipeline
import Relevance
import Signals
import Store
import Testing

/// Posts that are kept although they name no topic.
struct RelatedPostsTests {
    private static func line(_ id: String, _ text: String, _ rest: String = "") -> String {
        #"{"id":"\#(id)","source":"forum","author":"ada","time":"2026-03-10T09:00:00Z","text":"\#(text)"\#(rest)}"#
    }

    @Test("an answer to a kept signal is kept, also in a later run, and an answer to another is not")
    func answers() async throws {
        let fixture = try ReplayFixture()
        let first = [
            Self.line("1", "devops"), Self.line("2", "I think so"),
            Self.line("3", "me too", #","kind":"reply","parent":"1""#),
            Self.line("4", "well", #","kind":"reply","parent":"2""#),
            Self.line("5", "and so on", #","kind":"reply","parent":"3""#),
        ]
        let summary = try await fixture.replay(text: first.joined(separator: "\n"))
        #expect(summary.counts == [5, 3, 0, 2, 0, 0])
        #expect(try await fixture.ids() == ["1", "3", "5"])
        let later = Self.line("6", "late", #","kind":"reply","parent":"5""#)
        #expect(try await fixture.replay(text: later).kept == 1)
        let rescan = try await fixture.replay(text: Self.line("9", "nothing"), topics: ["devops", "well"])
        #expect(rescan.recalled == 1)
        #expect(try await fixture.ids() == ["1", "3", "5", "6", "4"])
    }

    @Test("a friendly's posts are kept whatever they name")
    func friendlies() async throws {
        let fixture = try ReplayFixture()
        let store = try Store.open(fixture.path, purpose: "a test")
        let rules = try JudgingRules(topics: [Topic(name: "devops")], friendlies: .init(["Ada"]))
        let text = Self.line("1", "good morning") + "\n" + #"{"id":"2","author":"otis","text":"good morning"}"#
        let configuration = Replay.Configuration(sources: [.memory(bytes: Array(text.utf8), name: "posts")])
        let summary = try await Replay(configuration, rules: rules, store: store).run().summary
        #expect((summary.kept, summary.unmatched) == (1, 1))
    }
}
