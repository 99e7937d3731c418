import Feeds
import Foundation
import Language
import Pipeline
import Relevance
import Signals
import Store
import Synchronization
import TestSupport

/// A queue over a store of made-up posts, with a clock that stands still until it is moved.
final class ReviewFixture: Sendable {
    static let start = Timestamp(seconds: 1_700_000_000)

    private let replays: ReplayFixture
    private let state: Shared
    let queue: ReviewQueue
    let store: Store

    private final class Shared: Sendable {
        let now = Mutex(ReviewFixture.start)
        let changes = Mutex(0)
    }

    /// `posts`: lines of the neutral format.
    init(_ posts: [String], topics: [String] = ["devops", "swift"], limit: Int = ReviewQueue.usualLimit) async throws {
        replays = try ReplayFixture()
        try await replays.replay(text: posts.joined(separator: "\n"), topics: topics)
        store = try Store.open(replays.path, purpose: "a test")
        let state = Shared()
        queue = ReviewQueue(
            store: store,
            deciding: DecisionRecorder(store: store),
            limit: limit,
            now: { state.now.withLock { $0 } },
            topicsChanged: { state.changes.withLock { $0 += 1 } }
        )
        self.state = state
    }

    /// How often a phrase came to be tracked, or no longer.
    var topicChanges: Int { state.changes.withLock { $0 } }

    /// Keeps another post.
    ///
    /// `isLearned`: true if it is judged with what was learned.
    func hear(_ post: String, topics: [String] = ["devops", "swift"], isLearned: Bool = false) async throws {
        let configuration = Replay.Configuration(sources: [.memory(bytes: Array(post.utf8), name: "more posts")])
        var rules = try JudgingRules(topics: topics.map(Topic.init))
        if isLearned { rules.learned = try await LearnedModel(store) }
        _ = try await Replay(configuration, rules: rules, store: store).run()
    }

    func pass(minutes: Int64) {
        state.now.withLock { $0 = Timestamp(milliseconds: $0.milliseconds + minutes * 60_000) }
    }

    var now: Timestamp { state.now.withLock { $0 } }

    /// A post of the neutral format.
    static func post(
        _ id: Int,
        _ text: String,
        author: String? = nil,
        source: String = "forum",
        at seconds: Int64 = 1_500_000_000
    ) -> String {
        let time = Timestamp(seconds: seconds + Int64(id))
        let author = author ?? "author\(id)"
        return
            #"{"id":"\#(id)","source":"\#(source)","author":"\#(author)","time":"\#(time)","text":"\#(text)","lang":"en"}"#
    }

    /// Posts of which those about storms and floods are to be accepted.
    static func posts(_ count: Int, seed: UInt64 = 1) -> [(line: String, isWanted: Bool)] {
        let words = ["storm", "flood", "river", "music", "coffee", "game", "night", "house", "train", "bridge", "road"]
        var random = SplitMix(state: seed)
        return (1...count).map { id in
            // Many words of many: chance makes no near-duplicates of them.
            let own = (0..<8).map { _ in "w\(Int.random(in: 0..<5000, using: &random))" }
            let common = (0..<3).map { _ in words[Int.random(in: words.indices, using: &random)] }
            let isWanted = common.contains("storm") || common.contains("flood")
            return (post(id, (["swift"] + common + own).joined(separator: " ")), isWanted)
        }
    }

    // MARK: Asking

    func page(
        by person: String = "ada",
        _ change: (inout ReviewQuery) -> Void = { _ in }
    ) async throws -> ReviewPage {
        var query = ReviewQuery(by: person)
        query.limit = 100
        change(&query)
        return try await queue.page(query)
    }

    @discardableResult
    func decide(
        _ decision: Decision.Verdict,
        _ ids: String...,
        by person: String = "ada",
        _ change: (inout ReviewDecision) -> Void = { _ in }
    ) async throws -> ReviewOutcome {
        var request = ReviewDecision(by: person, decision: decision, target: .ids(ids))
        change(&request)
        return try await queue.decide(request)
    }

    /// The log as lines of `verdict id weight`.
    func log() async throws -> [String] {
        try await store.decisions().map {
            "\($0.decision.verdict.name) \($0.decision.signal) \($0.decision.weight)"
        }
    }
}

extension ReviewPage {
    var ids: [String] { items.map(\.id) }
}
