import Feeds
import Foundation
import Pipeline
import Relevance
import Signals
import Store
import TestSupport
import Testing

/// Friendlies and accounts of one's own people, by their stable ids as soon as those are heard.
struct NamedAuthorsTests {
    private static func line(_ id: Int, _ author: String, _ authorID: String? = nil) -> String {
        let stable = authorID.map { #","author_id":"\#($0)""# } ?? ""
        return #"{"id":"\#(id)","source":"github","author":"\#(author)"\#(stable),"text":"good morning number \#(id)"}"#
    }

    private let fixture: ReplayFixture

    init() throws { fixture = try ReplayFixture() }

    /// Hears lines in a run of their own, and returns the ids of what is kept by now.
    private func hear(_ lines: String..., friendlies: [String] = [], own: [String] = []) async throws -> [String] {
        let store = try Store.open(fixture.path, purpose: "a test")
        let rules = try JudgingRules(
            topics: [Topic(name: "devops")],
            friendlies: AuthorSet(friendlies),
            own: AuthorSet(own)
        )
        let text = lines.joined(separator: "\n")
        let configuration = Replay.Configuration(sources: [.memory(bytes: Array(text.utf8), name: "posts")])
        _ = try await Replay(configuration, rules: rules, store: store).run()
        return try await store.signals(limit: 100).map(\.signal.id.native)
    }

    @Test("a friendly who renames stays a friendly, and whoever takes the name is none")
    func renaming() async throws {
        #expect(try await hear(Self.line(1, "ada", "7"), friendlies: ["Ada"]) == ["1"])
        let later = try await hear(
            Self.line(2, "ada-two", "7"),
            Self.line(3, "ada", "99"),
            Self.line(4, "ada"),
            friendlies: ["Ada"]
        )
        #expect(later == ["1", "2", "4"])
        let kept = try await fixture.signals()
        #expect(kept.allSatisfy { $0.judgement.reasons.contains { $0.what == .friendly } })
        // Whoever is named later is known by what they are called by then.
        #expect(try await hear(Self.line(5, "ada-three", "7"), friendlies: ["ada-two"]) == ["1", "2", "4", "5"])
    }

    @Test("a name that is given later means who bears it by then")
    func naming() async throws {
        #expect(try await hear(Self.line(1, "otis", "7").replacing("good", with: "devops good")) == ["1"])
        #expect(try await hear(Self.line(2, "otis-two", "7"), friendlies: ["github:otis"]) == ["1", "2"])
    }

    @Test(
        "what an account of one's own writes is kept, and gains no relevance for that",
        arguments: ["ada", "github:ada"]
    )
    func own(name: String) async throws {
        let kept = try await hear(Self.line(1, "Ada", "7"), Self.line(2, "otis", "8"), own: [name])
        #expect(kept == ["1"])
        #expect(try await fixture.signals()[0].judgement.relevance == .zero)
        #expect(try await hear(Self.line(3, "ada-two", "7"), own: [name]) == ["1", "3"])
    }

    @Test("a renaming within one run is known, too")
    func live() async throws {
        let bench = try await FeedBench()
        let rules = try JudgingRules(topics: [Topic(name: "devops")], friendlies: AuthorSet(["ada"]))
        let path = try bench.folder.write("posts", Self.line(1, "ada", "7") + "\n")
        let entry = FeedEntry(FileFeed(path: path, options: LineOptions()), name: path)
        let live = LiveHearing(bench, [entry], rules: rules)
        let renamed = Signal(
            id: SignalID(source: "github", id: "2"),
            author: "ada-two",
            authorID: "7",
            time: Timestamp(seconds: 0),
            text: "text"
        )
        try await live.run {
            try await Eventually.comes("the id is known") {
                renamed.withView { live.hearing.rules.friendlies.contains($0) }
            }
            let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
            try file.seekToEnd()
            let lines = [Self.line(2, "ada-two", "7"), Self.line(3, "ada", "99")]
            try file.write(contentsOf: Data((lines.joined(separator: "\n") + "\n").utf8))
            try file.close()
            try await live.heard(3)
        }
        #expect(live.hearing.counts.kept == 2)
    }
}
