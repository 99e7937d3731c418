import Foundation
import Pipeline
import Relevance
import Signals
import Store
import TestSupport
import Testing

/// A queue that learns from what is decided.
struct ReviewLearningTests {
    private func decide(
        _ count: Int,
        of posts: [(line: String, isWanted: Bool)],
        in fixture: ReviewFixture
    ) async throws {
        for _ in 0..<count {
            let page = try await fixture.page { $0.limit = 1 }
            let id = try #require(page.ids.first)
            let number = try #require(Int(id.dropFirst("forum:".count)))
            try await fixture.decide(posts[number - 1].isWanted ? .accept : .reject, id)
        }
    }

    @Test func `What is wanted rises to the top, and the page says how well that goes`() async throws {
        let posts = ReviewFixture.posts(400)
        let fixture = try await ReviewFixture(posts.map(\.line))
        try await decide(120, of: posts, in: fixture)
        let page = try await fixture.page { ($0.order, $0.limit) = (.highest, 20) }
        let wanted = page.ids.count { posts[Int($0.dropFirst("forum:".count))! - 1].isWanted }
        #expect(wanted >= 18)
        let probabilities = page.items.compactMap(\.probability)
        #expect(probabilities.count == 20)
        #expect(probabilities == probabilities.sorted(by: >))
        #expect(page.progress.isEnough)
        #expect(page.progress.predicted > 60)
        #expect(Double(page.progress.right) > 0.7 * Double(page.progress.predicted))
        #expect(
            page.items[0].reasons.contains { $0.isLearned && ["storm", "flood"].contains($0.detail) && $0.weight > 0 }
        )
        let uncertain = try await fixture.page { ($0.order, $0.limit) = (.uncertain, 5) }
        let distances = uncertain.items.compactMap(\.probability).map { abs($0 - 0.5) }
        #expect(distances.count == 5)
        #expect(distances == distances.sorted())
        #expect(distances[4] < abs(probabilities[0] - 0.5))
    }

    @Test func `The mixed order takes the likeliest and the most uncertain in turn`() async throws {
        let posts = ReviewFixture.posts(200)
        let fixture = try await ReviewFixture(posts.map(\.line))
        try await decide(60, of: posts, in: fixture)
        let page = try await fixture.page { ($0.order, $0.limit) = (.highest, 200) }
        let likely = page.items.filter { ($0.probability ?? 0) >= 0.5 }.map(\.id)
        let uncertain = try await fixture.page { ($0.order, $0.limit) = (.uncertain, 3) }.ids
        let mixed = try await fixture.page { $0.limit = 6 }.ids
        #expect([mixed[1], mixed[3], mixed[5]] == uncertain)
        #expect(likely.count > 3 && Set(likely).isSuperset(of: [mixed[0], mixed[2], mixed[4]]))
        let passed = try await fixture.page { ($0.limit, $0.passed) = (1, [mixed[0]]) }.ids
        #expect(passed == [uncertain[0]], "what is passed over counts as a turn")
    }

    @Test func `The mixed order does not ask of the same again and again`() async throws {
        // A hundred ways to say one thing that is wanted, and few of two others; none are near-duplicates.
        func lines(_ ids: ClosedRange<Int>, _ text: String) -> [String] {
            ids.map { id in
                let own = (0..<8).map { "w\(id * 9 + $0)" }.joined(separator: " ")
                return ReviewFixture.post(id, "swift \(text) \(own)")
            }
        }
        let fixture = try await ReviewFixture(
            lines(1...120, "storm text money to the red cross") + lines(201...215, "flood road closed and bridge open")
                + lines(301...315, "shelter has beds for the night") + lines(401...460, "coffee music")
        )
        for id in Array(1...12) + Array(201...204) + Array(301...304) {
            try await fixture.decide(.accept, "forum:\(id)")
            try await fixture.decide(.reject, "forum:\(400 + id % 100 + id / 100 * 12)")
        }
        /// Whether the first ten likely ones say what is said a hundred times.
        func kinds(_ order: ReviewOrder) async throws -> Set<Bool> {
            let ids = try await fixture.page { ($0.order, $0.limit) = (order, 20) }.ids
            return Set(stride(from: 0, to: 20, by: 2).map { number(ids[$0]) <= 120 })
        }
        #expect(try await kinds(.highest) == [true])
        #expect(try await kinds(.mixed) == [true, false])
        // What was passed over was seen, too.
        let first = try await fixture.page { ($0.order, $0.limit) = (.mixed, 1) }.ids
        let seen = (100...111).map { "forum:\($0)" }
        let next = try await fixture.page { ($0.order, $0.limit, $0.passed) = (.mixed, 1, seen) }.ids
        #expect(first.map(number).allSatisfy { $0 <= 120 })
        #expect(next.map(number).allSatisfy { $0 > 200 })
        // And what was passed over once does not hide what is decided afterwards.
        let others = (411...430).map { "forum:\($0)" }
        for id in 21...32 { try await fixture.decide(.accept, "forum:\(id)") }
        let later = try await fixture.page { ($0.order, $0.limit, $0.passed) = (.mixed, 2, others) }.ids
        #expect(later.map(number).allSatisfy { $0 > 120 })
    }

    private func number(_ id: String) -> Int { Int(id.dropFirst("forum:".count)) ?? 0 }

    @Test func `How well it goes is told of what was decided one by one`() async throws {
        let posts = ReviewFixture.posts(300)
        let fixture = try await ReviewFixture(posts.map(\.line))
        try await decide(60, of: posts, in: fixture)
        let before = try await fixture.page().progress
        #expect(before.predicted > 0)
        var query = ReviewQuery(by: "ada")
        query.filter = "below:0.5"
        let selection = try await fixture.queue.selection(query)
        #expect(selection.items > 20)
        let all = ReviewDecision(
            by: "ada",
            decision: .reject,
            target: .filter(query.filter, through: selection.through)
        )
        _ = try await fixture.queue.decide(all)
        let after = try await fixture.page().progress
        #expect((after.right, after.predicted) == (before.right, before.predicted))
        // Another process, which reads the log from its beginning, counts the same; its replay learns less often.
        let other = ReviewQueue(store: fixture.store, deciding: DecisionRecorder(store: fixture.store))
        let again = try await other.page(ReviewQuery(by: "ada")).progress
        #expect(again.predicted <= before.predicted && again.predicted > before.predicted - 20)
        #expect(again.rejects > 60)
    }

    @Test func `Scores are those of the model that is folded from the log, to the last bit`() async throws {
        let posts = ReviewFixture.posts(150)
        let fixture = try await ReviewFixture(posts.map(\.line))
        try await decide(50, of: posts, in: fixture)
        let learned = LearnedRelevance(try await fixture.store.decisions().map(\.decision))
        let deciding = DecisionRecorder(store: fixture.store)
        for item in try await fixture.page().items {
            let kept = try #require(try await fixture.store.signals(id: item.id).first)
            let features = await deciding.features(of: kept)
            #expect(item.probability == Score(learned.rank(of: features)).value)
        }
    }

    @Test func `What was edited is scored by its prior, as it is in the log, and not by what was learned already`()
        async throws
    {
        let posts = ReviewFixture.posts(150)
        let fixture = try await ReviewFixture(posts.map(\.line))
        try await decide(60, of: posts, in: fixture)
        let id = try #require(try await fixture.page().ids.last)
        let edited = ReviewFixture.post(number(id), "swift storm music over the bridge")
            .replacing(#""lang""#, with: #""edited_at":"2020-01-01T00:00:00Z","lang""#)
        try await fixture.hear(edited, isLearned: true)
        let kept = try #require(try await fixture.store.signals(id: id).first)
        #expect(kept.signal.editedAt != nil)
        #expect(kept.judgement.relevance != kept.judgement.prior)
        let learned = LearnedRelevance(try await fixture.store.decisions().map(\.decision))
        let features = await DecisionRecorder(store: fixture.store).features(of: kept)
        let item = try #require(try await fixture.page().items.first { $0.id == id })
        #expect(item.probability == Score(learned.rank(of: features)).value)
    }

    @Test func `An undo leaves the model as if nothing had been said`() async throws {
        let posts = ReviewFixture.posts(150)
        let fixture = try await ReviewFixture(posts.map(\.line))
        try await decide(40, of: posts, in: fixture)
        let before = try await fixture.page { $0.order = .highest }
        var query = ReviewQuery(by: "ada")
        query.filter = "below:0.5"
        let selection = try await fixture.queue.selection(query)
        let all = ReviewDecision(
            by: "ada",
            decision: .accept,
            target: .filter("below:0.5", through: selection.through)
        )
        #expect(try await fixture.queue.decide(all).items == selection.items)
        _ = try await fixture.queue.undo(by: "ada")
        let after = try await fixture.page { $0.order = .highest }
        #expect(after.items == before.items)
    }

    @Test func `A sitting says what was learned in it`() async throws {
        let posts = ReviewFixture.posts(300)
        let fixture = try await ReviewFixture(posts.map(\.line))
        try await decide(100, of: posts, in: fixture)
        let sitting = try await fixture.queue.sitting(of: "ada")
        #expect(sitting.decided == 100)
        #expect(Set(sitting.learned.prefix(2).map(\.detail)) == ["storm", "flood"])
        #expect(sitting.learned.prefix(2).allSatisfy { $0.weight > 0 })
        #expect(sitting.rose + sitting.fell > 0)
        #expect(try await fixture.queue.sitting(of: "ada").decided == 0, "the next begins anew")
    }

    @Test func `What others decide through the file counts at the next question`() async throws {
        let posts = ReviewFixture.posts(60)
        let fixture = try await ReviewFixture(posts.map(\.line))
        _ = try await fixture.page()
        let lines = posts.indices.prefix(40).map {
            DecisionLine(id: "forum:\($0 + 1)", decision: posts[$0].isWanted ? .accept : .reject, by: "bob")
        }
        _ = try await DecisionRecorder(store: fixture.store).decide(lines, now: fixture.now)
        let page = try await fixture.page()
        #expect(page.waiting == 20)
        #expect(page.progress.accepts + page.progress.rejects == 40)
    }
}
