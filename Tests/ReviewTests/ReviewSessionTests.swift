import Foundation
import Pipeline
import Signals
import Testing
import earshot

/// What each key does.
@Suite struct ReviewSessionTests {
    private static let items = [
        DeskSample.item("forum:1", "our #swift build is broken again", ["copies": 3]),
        DeskSample.item("forum:2", "swift 6 is out"),
        DeskSample.item("forum:3", "cheap codes, buy now"),
    ]

    private static func sitting(_ items: [ReviewItem] = items) async -> DeskSitting {
        await DeskSitting(ScriptedDesk(items))
    }

    private static func decision(_ decision: Decision.Verdict, _ id: String, phrase: String? = nil) -> ReviewDecision {
        var decision = ReviewDecision(by: "ada", decision: decision, target: .ids([id]))
        decision.phrase = phrase
        return decision
    }

    // MARK: Decisions

    @Test(arguments: [
        ("a", Decision.Verdict.accept, "Accepted, with 3 copies. u takes it back."),
        ("r", Decision.Verdict.reject, "Rejected, with 3 copies. u takes it back."),
        (" ", Decision.Verdict.unsure, "Marked unsure, with 3 copies. u takes it back."),
        ("m", Decision.Verdict.mute, "Muted @otis. u takes it back."),
    ])
    func `one key decides what is shown, and the next item comes`(
        key: String,
        decision: Decision.Verdict,
        note: String
    ) async {
        var sitting = await Self.sitting()
        #expect(sitting.session.item?.id == "forum:1")
        await sitting.press(.text(key))
        #expect(await sitting.desk.decisions == [Self.decision(decision, "forum:1")])
        #expect(sitting.session.item?.id == "forum:2")
        #expect(sitting.session.note?.text == note)
        #expect(sitting.actions == [])
    }

    @Test func `a key counts for what is on the screen, and for nothing that is still to come`() {
        var session = ReviewSession(query: ReviewQuery(by: "ada"), size: .usual)
        let now = DeskSitting.now
        #expect(session.handle(.opened, now: now) == .ask(.page(ReviewQuery(by: "ada"))))
        #expect(session.handle(.key(.text("a")), now: now) == nil)
        let page = DeskSample.page([Self.items[0]], matching: 3, waiting: 3)
        #expect(session.handle(.answered(.page(page)), now: now) == nil)
        #expect(session.handle(.key(.text("a")), now: now) == .ask(.decide(Self.decision(.accept, "forum:1"))))
        for key in ["a", "r", "A", "m", "u", "s", "j", "/", "H"] {
            #expect(session.handle(.key(.text(key)), now: now) == nil)
        }
        #expect(session.prompt == nil)
        #expect(session.handle(.key(.text("q")), now: now) == .end)
    }

    @Test func `what was pasted decides nothing`() async {
        var sitting = await Self.sitting()
        await sitting.press(.pasted("a"), .pasted("r\ra"))
        await sitting.type("A")
        await sitting.press(.pasted("y"), .pasted("\r"))
        #expect(await sitting.desk.decisions == [])
        #expect(sitting.session.question != nil)
    }

    @Test func `an undo brings back what was decided last, also more than once`() async {
        var sitting = await Self.sitting()
        await sitting.type("ar")
        await sitting.press(.backspace)
        #expect(sitting.session.item?.id == "forum:2")
        #expect(sitting.session.note?.text == "Took back: reject.")
        await sitting.type("u")
        #expect(sitting.session.item?.id == "forum:1")
        await sitting.type("u")
        #expect(sitting.session.note?.text == "There is nothing of yours to take back.")
        #expect(await sitting.desk.items.count == 3)
    }

    @Test func `a mute without an author says so and asks nothing`() async {
        let item = DeskSample.item("forum:1", "text", ["author": NSNull()])
        var sitting = await Self.sitting([item])
        await sitting.type("m")
        #expect(await sitting.desk.decisions == [])
        #expect(sitting.session.note?.text == "This post names no author. M mutes a phrase.")
    }

    @Test(arguments: [("M", Decision.Verdict.mute, "forum:2"), ("t", Decision.Verdict.track, "forum:1")])
    func `a phrase is asked for`(key: String, decision: Decision.Verdict, next: String) async {
        var sitting = await Self.sitting()
        await sitting.type(key)
        await sitting.type("broken build")
        await sitting.press(.backspace, .pasted("ds\n"), .enter)
        #expect(await sitting.desk.decisions == [Self.decision(decision, "forum:1", phrase: "broken builds")])
        #expect(sitting.session.prompt == nil)
        #expect(sitting.session.item?.id == next)
    }

    @Test(arguments: ["M", "t"])
    func `a phrase that was not written does nothing, and so does Escape`(key: String) async {
        var sitting = await Self.sitting()
        await sitting.type(key)
        await sitting.press(.text(" "), .enter)
        await sitting.type(key)
        await sitting.type("a")
        await sitting.press(.escape)
        #expect(sitting.session.prompt == nil)
        #expect(await sitting.desk.decisions == [])
    }

    // MARK: All at once

    @Test(arguments: [("R", Decision.Verdict.reject), ("A", Decision.Verdict.accept)])
    func `all that the filter leaves is decided after one question, and is one step`(
        key: String,
        decision: Decision.Verdict
    ) async {
        var sitting = await Self.sitting()
        await sitting.type("/swift")
        await sitting.press(.enter)
        await sitting.type(key)
        guard case .all(decision, let selection) = sitting.session.question else {
            Issue.record("there is no question: \(sitting.session)")
            return
        }
        #expect((selection.items, selection.signals) == (2, 5))
        #expect(await sitting.desk.decisions == [])
        await sitting.type("y")
        let request = ReviewDecision(by: "ada", decision: decision, target: .filter("swift", through: 7))
        #expect(await sitting.desk.decisions == [request])
        #expect(sitting.session.note?.text.hasSuffix("ed 2 items (5 signals). u takes it all back.") == true)
        await sitting.type("u")
        #expect(await sitting.desk.items.count == 3)
    }

    @Test func `with Caps Lock on nothing is decided without a clear yes`() async {
        var sitting = await Self.sitting()
        await sitting.type("ARAR JKU")
        #expect(sitting.session.question != nil)
        await sitting.press(.enter, .pageDown, .down)
        #expect(sitting.session.question != nil)
        await sitting.type("N")
        #expect(sitting.session.question == nil)
        await sitting.type("R")
        await sitting.press(.escape)
        #expect(sitting.session.question == nil)
        #expect(await sitting.desk.decisions == [])
    }

    @Test func `where the filter leaves nothing there is no question`() async {
        var sitting = await Self.sitting([])
        await sitting.type("A")
        #expect(sitting.session.question == nil)
        #expect(sitting.session.note?.text == "There is nothing to accept.")
    }

    // MARK: Others

    @Test func `what somebody else decided is decided on after a question alone`() async {
        var sitting = await Self.sitting()
        await sitting.desk.conflict(about: "forum:1")
        await sitting.type("a")
        guard case .conflict = sitting.session.question else {
            Issue.record("there is no question: \(sitting.session)")
            return
        }
        await sitting.type("n")
        #expect(sitting.session.item?.id == "forum:1")
        await sitting.type("ay")
        var insisted = Self.decision(.accept, "forum:1")
        insisted.isInsisted = true
        #expect(await sitting.desk.decisions.last == insisted)
        #expect(sitting.session.item?.id == "forum:2")
    }

    @Test func `an item is handed over, to everybody too, and taken back`() async {
        var sitting = await Self.sitting()
        await sitting.type("@bob")
        await sitting.press(.enter)
        #expect(sitting.session.note?.text == "Handed to bob. u takes it back.")
        await sitting.type("u")
        #expect(sitting.session.item?.id == "forum:1")
        await sitting.type("@")
        await sitting.press(.enter)
        #expect(sitting.session.note?.text == "Handed to everybody. u takes it back.")
        #expect(await sitting.desk.assignments.map(\.to) == ["bob", nil, nil])
    }

    // MARK: Moving

    @Test func `an item is put off for a day, and brought back`() async {
        var sitting = await Self.sitting()
        await sitting.type("s")
        let snooze = ReviewSnooze(by: "ada", id: "forum:1", until: "2026-03-11T09:00:00Z")
        #expect(await sitting.desk.snoozes == [snooze])
        #expect(sitting.session.note?.text == "Put off until 2026-03-11 09:00 UTC. u brings it back.")
        await sitting.type("u")
        #expect(await sitting.desk.snoozes == [])
        #expect(sitting.session.item?.id == "forum:1")
    }

    @Test func `what was passed over comes back in turn`() async {
        var sitting = await Self.sitting()
        await sitting.press(.text("j"), .down)
        #expect(sitting.session.item?.id == "forum:3")
        #expect(sitting.session.query.passed == ["forum:1", "forum:2"])
        await sitting.press(.text("k"))
        #expect(sitting.session.item?.id == "forum:2")
        await sitting.press(.up, .up)
        #expect(sitting.session.item?.id == "forum:1")
        #expect(sitting.session.note?.text == "Nothing before this one was passed over.")
        #expect(await sitting.desk.decisions == [])
    }

    @Test func `orders come in turn, and start the queue anew`() async {
        var sitting = await Self.sitting()
        await sitting.type("jo")
        #expect(sitting.session.query.order == .highest)
        #expect(sitting.session.query.passed == [])
        #expect(sitting.session.item?.id == "forum:1")
        await sitting.type("oo")
        #expect(sitting.session.query.order == .mixed)
    }

    @Test func `a filter with a fault stays at the prompt until it has none`() async {
        var sitting = await Self.sitting()
        await sitting.type("/form:x")
        await sitting.press(.enter)
        #expect(sitting.session.prompt?.text == "form:x")
        #expect(sitting.session.prompt?.fault?.hasPrefix("there is no key \"form\": topic, source,") == true)
        #expect(sitting.session.query.filter == "")
        await sitting.press(.clear)
        #expect(sitting.session.prompt?.fault == nil)
        await sitting.type("cheap")
        await sitting.press(.enter)
        #expect(sitting.session.item?.id == "forum:3")
        #expect(sitting.session.page?.matching == 1)
        await sitting.type("/")
        #expect(sitting.session.prompt?.text == "cheap")
        await sitting.press(.clear, .enter)
        #expect(sitting.session.page?.matching == 3)
    }

    @Test(arguments: [Key.text("?"), .text("h"), .text("H")])
    func `a page covers the item until it is left, and keys decide nothing meanwhile`(key: Key) async {
        var sitting = await Self.sitting()
        await sitting.press(key)
        #expect(sitting.session.cover != nil)
        await sitting.type("arAR mst@")
        #expect(await sitting.desk.decisions == [])
        #expect(sitting.session.cover != nil)
        await sitting.press(.escape)
        #expect(sitting.session.cover == nil)
        #expect(sitting.session.item?.id == "forum:1")
    }

    @Test func `a long post is scrolled from its start to its end, and the next one starts at its own`() async {
        let long = DeskSample.item("forum:1", (1...100).map { "line \($0)" }.joined(separator: "\n"))
        var sitting = await Self.sitting([long, Self.items[1]])
        await sitting.press(.text("<"))
        #expect(sitting.session.scroll == 0)
        await sitting.press(.pageDown)
        let page = sitting.session.scroll
        #expect(page > 5)
        for _ in 0..<50 { await sitting.press(.text(">")) }
        let end = sitting.session.scroll
        #expect(ReviewScreen(sitting.session).text.contains { $0.hasPrefix("line 100 ") })
        await sitting.press(.pageUp)
        #expect(sitting.session.scroll == end - page)
        await sitting.press(.home)
        #expect(sitting.session.scroll == 0)
        await sitting.press(.end)
        #expect(sitting.session.scroll == end)
        await sitting.handle(.resized(ScreenSize(columns: 80, rows: 100)))
        #expect(sitting.session.scroll < end)
        await sitting.type("a")
        #expect(sitting.session.scroll == 0)
    }

    // MARK: Faults

    @Test func `what the desk cannot do is told in place, and tried again with Enter`() async {
        var sitting = await Self.sitting()
        await sitting.desk.goDown()
        await sitting.type("r")
        #expect(sitting.session.note?.text == "The desk went away. Enter tries again.")
        #expect(sitting.session.note?.isFault == true)
        #expect(sitting.session.item?.id == "forum:1")
        await sitting.press(.enter)
        #expect(await sitting.desk.decisions == [])
        await sitting.desk.goDown(false)
        await sitting.press(.enter)
        #expect(await sitting.desk.decisions == [Self.decision(.reject, "forum:1")])
        #expect(sitting.session.item?.id == "forum:2")
    }

    @Test func `when the next item cannot be had, the one before cannot be decided again`() {
        var session = ReviewSession(query: ReviewQuery(by: "ada"), size: .usual)
        let now = DeskSitting.now
        _ = session.handle(.opened, now: now)
        _ = session.handle(.answered(.page(DeskSample.page([Self.items[0]], matching: 1, waiting: 1))), now: now)
        _ = session.handle(.key(.text("a")), now: now)
        var outcome = ReviewOutcome()
        (outcome.items, outcome.signals) = (1, 1)
        let page = ReviewSession.Action.ask(.page(ReviewQuery(by: "ada")))
        #expect(session.handle(.answered(.outcome(outcome)), now: now) == page)
        #expect(session.handle(.failed("It went away."), now: now) == nil)
        #expect(session.item == nil)
        #expect(session.handle(.key(.text("a")), now: now) == nil)
        #expect(session.handle(.key(.enter), now: now) == page)
    }

    @Test func `a desk that takes its time is said to`() {
        var session = ReviewSession(query: ReviewQuery(by: "ada"), size: .usual)
        let now = DeskSitting.now
        _ = session.handle(.opened, now: now)
        _ = session.handle(.waited(0), now: now)
        #expect(!session.isSlow)
        _ = session.handle(.waited(session.asked), now: now)
        #expect(session.isSlow)
        _ = session.handle(.answered(.page(DeskSample.page([], matching: 0, waiting: 0))), now: now)
        #expect(!session.isSlow)
    }

    // MARK: Ends

    @Test(arguments: [Key.text("q"), .interrupt, .endOfInput])
    func `it ends by q, Ctrl-C and Ctrl-D`(key: Key) async {
        var sitting = await Self.sitting()
        await sitting.press(key)
        #expect(sitting.actions == [.end])
    }

    @Test func `at a prompt Ctrl-D ends when nothing is written, Ctrl-C ends in any case, and q is a letter`() async {
        var sitting = await Self.sitting()
        await sitting.type("/q")
        await sitting.press(.endOfInput)
        #expect(sitting.actions == [])
        #expect(sitting.session.prompt?.text == "q")
        await sitting.press(.backspace, .endOfInput, .interrupt)
        #expect(sitting.actions == [.end, .end])
    }

    @Test func `the terminal's own keys are passed on`() async {
        var sitting = await Self.sitting()
        await sitting.press(.suspend, .redraw)
        await sitting.handle(.resized(ScreenSize(columns: 40, rows: 10)))
        #expect(sitting.actions == [.suspend, .redraw, .redraw])
        #expect(sitting.session.size == ScreenSize(columns: 40, rows: 10))
    }
}
