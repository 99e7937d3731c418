import Foundation
import Pipeline
import Signals
import Store
import TestSupport
import Testing

/// What waits, in which order, and what becomes of it.
struct ReviewQueueTests {
    private static let original =
        "The devops pipeline of our team broke again on Friday evening, here is what we learned from it"
    private let posts = [
        ReviewFixture.post(1, original, author: "grace"),
        ReviewFixture.post(2, "Swift is a wonderful language, I love it", author: "lin", source: "mastodon"),
        ReviewFixture.post(3, original, author: "copycat"),
        ReviewFixture.post(4, "devops is terrible and I hate it so much", author: "grace"),
        ReviewFixture.post(5, "swift", author: "spam", at: 1_600_000_000),
    ]

    @Test func `Near-duplicates are one item, and one decision is about all of them`() async throws {
        let fixture = try await ReviewFixture(posts)
        let page = try await fixture.page()
        #expect(page.waiting == 4)
        #expect(page.items.first { $0.id == "forum:1" }?.copies == 1)
        #expect(!page.ids.contains("forum:3"))
        let outcome = try await fixture.decide(.accept, "forum:3")
        #expect((outcome.items, outcome.signals) == (1, 2))
        #expect(outcome.ids == ["forum:1"])
        #expect(try await fixture.log() == ["accept forum:1 1", "accept forum:3 0"])
        #expect(try await fixture.page().ids.sorted() == ["forum:4", "forum:5", "mastodon:2"])
    }

    @Test func `Before anything is decided the most relevant comes first`() async throws {
        let fixture = try await ReviewFixture(posts)
        let page = try await fixture.page { $0.order = .highest }
        #expect(page.items.map(\.prior) == page.items.map(\.prior).sorted(by: >))
        #expect(page.items.allSatisfy { $0.probability == nil })
        #expect(page.progress == ReviewProgress())
    }

    @Test func `An undo takes back a whole step and shows the item again`() async throws {
        let fixture = try await ReviewFixture(posts)
        try await fixture.decide(.reject, "forum:1", "forum:4")
        #expect(try await fixture.page().waiting == 2)
        let undone = try await fixture.queue.undo(by: "ada")
        #expect((undone.decision, undone.items, undone.signals) == (.reject, 2, 3))
        #expect(undone.ids == ["forum:1", "forum:3", "forum:4"])
        let page = try await fixture.page { $0.first = undone.ids.first }
        #expect(page.waiting == 4)
        #expect(page.ids.first == "forum:1")
        #expect(try await fixture.queue.undo(by: "ada").decision == nil)
        #expect(try await fixture.queue.undo(by: "bob").decision == nil)
    }

    @Test func `Undone steps come back one by one, also those of an earlier sitting`() async throws {
        let fixture = try await ReviewFixture(posts)
        try await fixture.decide(.accept, "forum:4")
        try await fixture.decide(.reject, "forum:5")
        _ = try await fixture.queue.sitting(of: "ada")
        #expect(try await fixture.queue.undo(by: "ada").ids == ["forum:5"])
        #expect(try await fixture.queue.undo(by: "ada").ids == ["forum:4"])
        #expect(try await fixture.page().waiting == 4)
    }

    @Test func `A sitting counts what was decided, and nothing that could not be`() async throws {
        let anonymous = #"{"id":"9","source":"forum","time":"2017-07-14T02:40:09Z","text":"devops without a name"}"#
        let fixture = try await ReviewFixture(posts + [anonymous])
        _ = try await fixture.page()
        try await fixture.decide(.accept, "forum:4")
        await #expect(throws: ReviewError.self) { try await fixture.decide(.mute, "forum:5", "forum:9") }
        try await fixture.decide(.reject, "forum:5")
        _ = try await fixture.queue.undo(by: "ada")
        // Of two things said of one item, one is left.
        try await fixture.decide(.track, "mastodon:2") { $0.phrase = "friday evening" }
        try await fixture.decide(.accept, "mastodon:2")
        _ = try await fixture.queue.undo(by: "ada")
        #expect(try await fixture.queue.sitting(of: "ada").decided == 2)
    }

    @Test func `Who is muted is not shown, and is again when that is taken back`() async throws {
        let fixture = try await ReviewFixture(posts)
        _ = try await fixture.page()
        try await fixture.decide(.mute, "forum:4")
        #expect(try await fixture.page().ids.sorted() == ["forum:5", "mastodon:2"])
        _ = try await fixture.queue.undo(by: "ada")
        #expect(try await fixture.page().waiting == 4)
        try await fixture.decide(.mute, "mastodon:2") { $0.phrase = "wonderful language" }
        #expect(try await fixture.page().ids.sorted() == ["forum:1", "forum:4", "forum:5"])
        // A queue that is made anew says the same.
        let other = ReviewQueue(store: fixture.store, deciding: DecisionRecorder(store: fixture.store))
        #expect(try await other.page(ReviewQuery(by: "bob")).waiting == 3)
    }

    @Test func `Snoozed items come back when their time has come`() async throws {
        let fixture = try await ReviewFixture(posts)
        let until = Timestamp(milliseconds: fixture.now.milliseconds + 60 * 60_000)
        try await fixture.queue.snooze(ReviewSnooze(by: "ada", id: "forum:5", until: until.description))
        let page = try await fixture.page()
        #expect(!page.ids.contains("forum:5"))
        #expect(page.snoozed == 1)
        fixture.pass(minutes: 61)
        #expect(try await fixture.page().ids.contains("forum:5"))
        try await fixture.queue.snooze(ReviewSnooze(by: "ada", id: "forum:5", until: "2099-01-01T00:00:00Z"))
        try await fixture.queue.snooze(ReviewSnooze(by: "ada", id: "forum:5", until: nil))
        #expect(try await fixture.page().ids.contains("forum:5"))
    }

    @Test func `What was handed to somebody is shown to them alone`() async throws {
        let fixture = try await ReviewFixture(posts)
        try await fixture.queue.assign(ReviewAssignment(by: "ada", id: "forum:5", to: "bob"))
        #expect(try await !fixture.page(by: "ada").ids.contains("forum:5"))
        let page = try await fixture.page(by: "bob")
        #expect(page.items.first { $0.id == "forum:5" }?.assignee == "bob")
        #expect(try await fixture.page { $0.filter = "assigned:bob" }.ids == ["forum:5"])
        try await fixture.queue.assign(ReviewAssignment(by: "bob", id: "forum:5", to: nil))
        #expect(try await fixture.page(by: "ada").ids.contains("forum:5"))
    }

    @Test func `Two people are not shown the same item, and not let decide it unknowingly`() async throws {
        let fixture = try await ReviewFixture(posts)
        let first = try #require(try await fixture.page(by: "ada").ids.first)
        let others = try await fixture.page(by: "bob")
        #expect(!others.ids.contains(first))
        #expect(others.held == 1)
        let looking = try await fixture.decide(.accept, first, by: "bob")
        #expect(looking.conflicts == [ReviewOutcome.Conflict(id: first, by: "ada")])
        #expect(looking.items == 0)
        // Ada goes on to another, which is the next claim.
        try await fixture.decide(.reject, first, by: "ada")
        let late = try await fixture.decide(.accept, first, by: "bob")
        #expect(late.conflicts.map(\.by) == ["ada"])
        #expect(late.conflicts.map(\.decision) == [.reject])
        let insisted = try await fixture.decide(.accept, first, by: "bob") { $0.isInsisted = true }
        #expect(insisted.items == 1)
        #expect(try await fixture.log().count { $0.contains(first) } == 2)
    }

    @Test func `A claim ends after a while`() async throws {
        let fixture = try await ReviewFixture(posts)
        let first = try #require(try await fixture.page(by: "ada").ids.first)
        fixture.pass(minutes: 6)
        #expect(try await fixture.page(by: "bob").ids.contains(first))
    }

    @Test func `Looking without deciding keeps nothing from others`() async throws {
        let fixture = try await ReviewFixture(posts)
        _ = try await fixture.page(by: "ada") { $0.holds = false }
        #expect(try await fixture.page(by: "bob").held == 0)
    }

    @Test func `A signal that gains a topic has it at the next question, and who looked at others still does`()
        async throws
    {
        let post = ReviewFixture.post(7, "swift on a server, and nothing else")
        let fixture = try await ReviewFixture(posts + [post])
        // Of a page the first item is looked at.
        let held = try await fixture.page(by: "ada") { $0.filter = "topic:devops" }.ids.prefix(1)
        try await fixture.hear(post, topics: ["server", "swift"])
        #expect(try await fixture.page(by: "eve") { $0.filter = "topic:server" }.ids == ["forum:7"])
        #expect(try await fixture.page(by: "bob").ids.filter(held.contains).isEmpty)
    }

    @Test func `All that a filter leaves is decided at once, but nothing that came after it was counted`() async throws
    {
        let fixture = try await ReviewFixture(posts)
        var query = ReviewQuery(by: "ada")
        query.filter = "topic:devops"
        let selection = try await fixture.queue.selection(query)
        #expect((selection.items, selection.signals) == (2, 3))
        try await fixture.hear(ReviewFixture.post(9, "devops again, and something quite new about it"))
        let request = ReviewDecision(
            by: "ada",
            decision: .reject,
            target: .filter(query.filter, through: selection.through)
        )
        let outcome = try await fixture.queue.decide(request)
        #expect((outcome.items, outcome.signals) == (2, 3))
        #expect(try await fixture.page { $0.filter = "topic:devops" }.ids == ["forum:9"])
        #expect(try await fixture.queue.undo(by: "ada").signals == 3)
        #expect(try await fixture.queue.history(limit: 10).map(\.signals) == [3])
        #expect(try await fixture.queue.history(limit: 10).map(\.isUndone) == [true])
    }

    @Test(arguments: [
        ("topic:swift", ["forum:5", "mastodon:2"]), ("source:mastodon", ["mastodon:2"]),
        ("author:@Grace", ["forum:1", "forum:4"]), ("sentiment:positive swift love", ["mastodon:2"]),
        ("sentiment:negative hate", ["forum:4"]), ("sentiment:positive hate", []), ("sentiment:unknown", []),
        ("sentiment:negative sentiment:positive love", ["mastodon:2"]),
        ("from:2020-01-01", ["forum:5"]), ("to:2017-07-14T02:40:03Z", ["forum:1", "mastodon:2"]),
        ("wonderful", ["mastodon:2"]), ("hate terrible", ["forum:4"]), ("nowhere", []),
        ("author:grace topic:swift", []),
        ("topic:\"swift\" wonderful", ["mastodon:2"]), ("above:0 below:0", []),
    ])
    func `Filters`(filter: String, ids: [String]) async throws {
        let fixture = try await ReviewFixture(posts)
        #expect(try await fixture.page { $0.filter = filter }.ids.sorted() == ids)
    }

    @Test func `A signal that is forgotten leaves the queue, and its copy takes its place`() async throws {
        let fixture = try await ReviewFixture(posts)
        _ = try await fixture.page { $0.holds = false }
        let plan = try await fixture.store.plan(toForget: .signal(SignalID(source: "forum", id: "1")))
        _ = try await fixture.store.forget(plan, at: fixture.now)
        let page = try await fixture.page()
        #expect(page.ids.sorted() == ["forum:3", "forum:4", "forum:5", "mastodon:2"])
        #expect(page.waiting == 4)
        #expect(try await fixture.decide(.accept, "forum:1").unknown == ["forum:1"])
    }

    @Test func `Ids that are unknown are named, and the others decided`() async throws {
        let fixture = try await ReviewFixture(posts + [ReviewFixture.post(2, "swift elsewhere and otherwise")])
        let outcome = try await fixture.decide(.accept, "forum:77", "2", "forum:5")
        #expect(outcome.unknown == ["forum:77"])
        #expect(outcome.ambiguous == ["2"])
        #expect(outcome.ids == ["forum:5"])
    }

    @Test func `A tracked phrase is said to be heard for, one that could never be is refused`() async throws {
        let fixture = try await ReviewFixture(posts)
        try await fixture.decide(.track, "forum:1") { $0.phrase = "friday evening" }
        #expect(fixture.topicChanges == 1)
        #expect(try await fixture.page().ids.contains("forum:1"), "that is no opinion of it")
        let tracked = try await TrackedPhrases(fixture.store)
        #expect(tracked.joined(to: [Topic(name: "swift")], areKept: false).map(\.name) == ["swift", "friday evening"])
        _ = try await fixture.queue.undo(by: "ada")
        #expect(fixture.topicChanges == 2)
        let kept = ["swift", "friday evening"].map(Topic.init)
        #expect(try await TrackedPhrases(fixture.store).joined(to: kept, areKept: true).map(\.name) == ["swift"])
        await #expect(throws: ReviewError.self) {
            try await fixture.decide(.track, "forum:1") { $0.phrase = "\u{1B}[2J" }
        }
    }

    @Test func `Only the latest signals are ranked, and it is said how many are not`() async throws {
        let fixture = try await ReviewFixture(ReviewFixture.posts(50).map(\.line), limit: 20)
        let page = try await fixture.page()
        #expect((page.waiting, page.unranked) == (20, 30))
        #expect(page.ids.contains("forum:50"))
        #expect(try await fixture.decide(.accept, "forum:1").items == 1, "what is not ranked can be decided by its id")
    }
}
