import Feeds
import Pipeline
import Relevance
import Signals
import Store
import Testing
import Trends

/// Signals that are heard after something was decided.
struct LearnedHearingTests {
    private func decide(_ fixture: ReviewFixture, _ posts: [(line: String, isWanted: Bool)]) async throws {
        for (number, post) in posts.enumerated() {
            var decision = ReviewDecision(
                by: "ada",
                decision: post.isWanted ? .accept : .reject,
                target: .ids(["forum:\(number + 1)"])
            )
            decision.isInsisted = true
            _ = try await fixture.queue.decide(decision)
        }
    }

    private func hear(_ lines: [String], into store: Store, learned: LearnedModel?) async throws -> [KeptSignal] {
        var rules = try JudgingRules(topics: [Topic(name: "swift")])
        rules.learned = learned
        let bytes = Array(lines.joined(separator: "\n").utf8)
        let configuration = Replay.Configuration(sources: [.memory(bytes: bytes, name: "later")])
        _ = try await Replay(configuration, rules: rules, store: store).run()
        return try await store.signals(limit: 10_000).suffix(lines.count)
    }

    @Test("what was learned is stored with what is heard next, beside the prior that a decision freezes")
    func learned() async throws {
        let posts = ReviewFixture.posts(60)
        let fixture = try await ReviewFixture(posts.map(\.line), topics: ["swift"])
        try await decide(fixture, posts)
        let model = try await LearnedModel(fixture.store)
        let later = [
            ReviewFixture.post(1001, "swift storm flood"), ReviewFixture.post(1002, "swift coffee music game"),
        ]
        let kept = try await hear(later, into: fixture.store, learned: model)
        #expect(kept.allSatisfy { $0.judgement.learnedFrom == model.current?.place })
        #expect(kept[0].judgement.relevance > Score(0.7))
        #expect(kept[1].judgement.relevance < Score(0.3))
        #expect(abs(kept[0].judgement.prior.value - kept[1].judgement.prior.value) < 0.2)
        for signal in kept {
            let weights = signal.judgement.reasons.reduce(0) { $0 + $1.weight.tenThousandths }
            #expect(weights == signal.judgement.relevance.tenThousandths)
        }
        try await decide(fixture, Array(repeating: (line: "", isWanted: true), count: 0))
        var decision = ReviewDecision(by: "ada", decision: .accept, target: .ids(["forum:1001"]))
        decision.isInsisted = true
        _ = try await fixture.queue.decide(decision)
        let frozen = try #require(try await fixture.store.decisions().last?.decision.features)
        #expect(frozen.prior == kept[0].judgement.prior)
        let totals = try await fixture.store.rollups(
            from: nil,
            to: nil,
            bucket: nil,
            topics: ["swift"],
            includingTotals: false
        )
        let all = try await fixture.store.signals(limit: 10_000)
        let sum = all.reduce(Int64(0)) { $0 + Int64($1.judgement.relevance.tenThousandths) }
        #expect(totals.first?.sums.relevance == sum)
    }

    @Test("a recording is judged by the prior unless what was learned is asked for")
    func prior() async throws {
        let posts = ReviewFixture.posts(60)
        let fixture = try await ReviewFixture(posts.map(\.line), topics: ["swift"])
        try await decide(fixture, posts)
        let kept = try await hear([ReviewFixture.post(1001, "swift storm flood")], into: fixture.store, learned: nil)
        #expect(kept[0].judgement.learnedFrom == nil)
        #expect(kept[0].judgement.relevance == kept[0].judgement.prior)
    }

    @Test("before ten of each kind were decided the prior holds, and a mute counts from the first")
    func tooFew() async throws {
        let posts = ReviewFixture.posts(12)
        let fixture = try await ReviewFixture(posts.map(\.line), topics: ["swift"])
        try await decide(fixture, posts)
        let mute = ReviewDecision(by: "ada", decision: .mute, target: .ids(["forum:1"]))
        _ = try await fixture.queue.decide(mute)
        let model = try await LearnedModel(fixture.store)
        let later = [
            ReviewFixture.post(1001, "swift storm"), ReviewFixture.post(1002, "swift storm again", author: "author1"),
        ]
        let kept = try await hear(later, into: fixture.store, learned: model)
        #expect(kept[0].judgement.learnedFrom == nil)
        #expect(kept[1].judgement.relevance == .zero)
        #expect(kept[1].judgement.reasons.last?.what == .muted)
    }
}
