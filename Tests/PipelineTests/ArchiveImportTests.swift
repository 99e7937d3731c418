import Feeds
import Foundation
import Language
import Pipeline
import Relevance
import Signals
import Store
import TestSupport
import Testing

/// What archives teach.
@Suite struct ArchiveImportTests {
    private let folder: TemporaryFolder
    private let store: Store

    init() throws {
        folder = try TemporaryFolder()
        store = try Store.open(folder.path("store.db"), purpose: "a test")
    }

    private func rules(_ topics: [String] = ["swift"]) throws -> JudgingRules {
        try JudgingRules(topics: topics.map(Topic.init))
    }

    private func hear(_ lines: String) async throws {
        let source = StreamSource.memory(bytes: Array(lines.utf8), name: "posts")
        _ = try await Replay(.init(sources: [source]), rules: rules(), store: store).run()
    }

    /// Imports lines as the command does.
    @discardableResult
    private func importing(_ lines: String, at seconds: Int64 = 1_700_000_000) async throws -> ArchiveImport.Result {
        var posts = try OwnArchive(.memory(bytes: Array(lines.utf8), name: "own"))
        let importing = ArchiveImport(store: store, rules: try rules()) { Timestamp(seconds: seconds) }
        let entries = try posts.next()
        let kept = try await store.keep(entries.map(\.post), importedAt: Timestamp(seconds: seconds))
        return try await importing.learn(entries, changed: kept.changed)
    }

    private func log() async throws -> [Decision] { try await store.decisions().map(\.decision) }

    private func result(_ accepts: Int, _ samples: Int) -> ArchiveImport.Result {
        var result = ArchiveImport.Result()
        (result.accepts, result.samples) = (accepts, samples)
        return result
    }

    @Test func `Posts and re-shares are accepts by words, author and time, of a stated weight`() async throws {
        let own = """
            {"id":"1","source":"x","kind":"repost","time":"2026-03-10T10:00:00Z","text":"RT @Otis: swift is fast"}
            {"id":"2","source":"x","author":"me","text":"mine on #swift","likes":20}
            """
        #expect(try await importing(own) == result(2, 0))
        let log = try await log()
        #expect(log.map(\.signal.qualified) == ["x:1", "x:2"])
        #expect(log.allSatisfy { $0.verdict == .accept && $0.by == "archive" })
        #expect(log.map(\.weight) == [Score(0.5), Score(0.375)])
        #expect(log[0].at == Timestamp(iso8601: "2026-03-10T10:00:00Z"))
        let features = try log.map { Set(try #require($0.features).features) }
        // As the post itself would be read: without the words that only a re-share has.
        #expect(features[0].contains(Feature(.author, "otis")))
        #expect(features[0].contains(Feature(.topic, "swift")) && features[1].contains(Feature(.topic, "swift")))
        #expect(features[0].contains(Feature(.hour, hash: 10)))
        #expect(!features[0].contains { $0.kind == .mention })
        #expect(features[0].count { $0.kind == .word } == 3)
        #expect(!features[1].contains { $0.kind == .author || $0.kind == .hour }, "what is unknown is no feature")
        // Whom one shares is a friendly from then on.
        #expect(try #require(log[0].features).prior > #require(log[1].features).prior)
    }

    @Test func `ArchiveImport again says nothing new, and a longer text replaces a shorter one`() async throws {
        let short = #"{"id":"2","source":"x","text":"mine on…","likes":20}"#
        let long = #"{"id":"2","source":"x","text":"mine on swift, whole"}"#
        #expect(try await importing(short) == result(1, 0))
        #expect(try await importing(short) == result(0, 0))
        #expect(try await log().count == 1)
        #expect(try await importing(long) == result(0, 0))
        #expect(try await importing(short + "\n" + long + "\n" + short) == result(0, 0))
        let standing = DecisionLog(try await log()).standing
        #expect(standing.count == 1)
        #expect(standing[0].features?.features.contains(Feature(.topic, "swift")) == true)
        #expect(standing[0].weight == Score(0.375), "the figures stay known")
    }

    @Test func `A re-share of what was heard accepts that, unless a person has decided it`() async throws {
        try await hear(
            """
            {"id":"8","source":"forum","author":"ada","text":"swift evolution"}
            {"id":"9","source":"forum","author":"bob","text":"swift on servers"}
            """
        )
        let deciding = DecisionRecorder(store: store)
        _ = try await deciding.decide(
            [DecisionLine(id: "forum:9", decision: .reject, by: "ada")],
            now: Timestamp(seconds: 1)
        )
        let own = """
            {"id":"1","source":"forum","author":"me","kind":"repost","parent":"8","text":"swift evolution"}
            {"id":"2","source":"forum","author":"me","kind":"repost","parent":"9","text":"swift on servers"}
            """
        #expect(try await importing(own) == result(1, 0))
        let accept = try #require(try await log().last)
        #expect(accept.signal.qualified == "forum:8")
        _ = try await deciding.decide(
            [DecisionLine(id: "forum:8", decision: .accept, by: "ada")],
            now: Timestamp(seconds: 1)
        )
        #expect(try await log().last?.features == accept.features, "as a decision here would have read it")
    }

    @Test func `What became of one's own post is an outcome of what it shares, quotes or answers`() async throws {
        try await hear(#"{"id":"8","source":"forum","author":"ada","text":"swift evolution"}"#)
        func own(_ likes: Int, _ replies: String = "null") -> String {
            """
            {"id":"1","source":"forum","kind":"quote","parent":"8","text":"yes","likes":\(likes),"replies":\(replies)}
            {"id":"2","source":"forum","author":"me","kind":"reply","parent":"7","text":"no","likes":99}
            """
        }
        #expect(try await importing(own(5)) == result(2, 1), "nobody heard or decided the other")
        #expect(try await importing(own(5)) == result(0, 0))
        #expect(try await importing(own(3)) == result(0, 0), "an older copy of the archive says nothing new")
        #expect(try await importing(own(12, "2")) == result(0, 1))
        let samples = DecisionLog(try await log()).standing.filter { $0.verdict == .shared }
        #expect(samples.map(\.signal.qualified) == ["forum:8", "forum:8"])
        #expect(samples.map(\.outcome) == [Engagement(likes: 5), Engagement(likes: 12, replies: 2)])
        #expect(Set(samples.map(\.at)).count == 2)
        _ = try await DecisionRecorder(store: store).decide(
            [DecisionLine(id: "forum:8", decision: .accept, by: "ada")],
            now: Timestamp(seconds: 1)
        )
        let example = DecisionLog(try await log()).lessons.last { $0.decision.by == "ada" }?.example
        #expect(example?.weight == DecisionWeight.shared(Engagement(likes: 12, replies: 2)).value)
    }

    @Test func `All of it is taken back as if it had not been, and comes again when imported again`() async throws {
        try await hear(#"{"id":"8","source":"forum","author":"ada","text":"swift evolution"}"#)
        _ = try await store.append(DecidedPosts.log(60))
        let before = try await store.learnedBits()
        let own = """
            {"id":"1","source":"forum","author":"me","kind":"quote","parent":"8","text":"storm…","likes":5}
            {"id":"1","source":"forum","author":"me","kind":"quote","parent":"8","text":"storm and flood","likes":6}
            """
        #expect(try await importing(own) == result(1, 2))
        let with = try await store.learnedBits()
        #expect(with != before)
        let importing = ArchiveImport(store: store, rules: try rules()) { Timestamp(seconds: 1_700_000_000) }
        #expect(try await importing.takeBack() == result(1, 2))
        #expect(try await store.learnedBits() == before)
        #expect(try await importing.takeBack() == result(0, 0))
        #expect(try await self.importing(own) == result(1, 2))
        #expect(try await store.learnedBits() == with)
    }

    @Test func `Nothing textual is kept of what an archive says, and forgetting it leaves no word`() async throws {
        let own = """
            {"id":"1","source":"x","kind":"repost","text":"RT @zebrafish: umbrella in confidence","likes":4}
            {"id":"2","source":"x","author":"me","text":"giraffe in confidence"}
            """
        try await importing(own)
        let bits = try await store.learnedBits()
        for id in ["@zebrafish", "x:2"] {
            let found = try await store.forgettables(id, source: nil)
            let plan = try await store.plan(toForget: try #require(found.first))
            #expect(plan.imports.count == 1)
            #expect(try await store.forget(plan, at: Timestamp(seconds: 1)))
        }
        let files = ["", "-wal"].map {
            (try? Data(contentsOf: URL(fileURLWithPath: folder.path("store.db" + $0)))) ?? Data()
        }
        for word in ["zebrafish", "umbrella", "giraffe", "confidence"] {
            #expect(files.allSatisfy { [UInt8]($0).ranges(of: Array(word.utf8)).isEmpty }, "\(word)")
        }
        // Decisions are hashes and stay, as those of people do.
        #expect(try await log().count == 2)
        #expect(try await store.learnedBits() == bits)
    }
}
