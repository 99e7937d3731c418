import Foundation
import Pipeline
import Testing
import earshot

/// What the desk looks like.
@Suite struct ReviewScreenTests {
    private static let small = ScreenSize(columns: 40, rows: 10)

    private static func screen(
        _ item: ReviewItem?,
        size: ScreenSize = .usual,
        page: [String: Any] = [:],
        filter: String = "",
        keys: [Key] = []
    ) -> ReviewScreen {
        var query = ReviewQuery(by: "ada")
        query.filter = filter
        var session = ReviewSession(query: query, size: size)
        _ = session.handle(.opened, now: DeskSitting.now)
        let count = item == nil ? 0 : 37
        let shown = DeskSample.page(item.map { [$0] } ?? [], matching: count, waiting: item == nil ? 0 : 412, page)
        _ = session.handle(.answered(.page(shown)), now: DeskSitting.now)
        for key in keys { _ = session.handle(.key(key), now: DeskSitting.now) }
        return ReviewScreen(session)
    }

    /// The lines without the spaces that fill them.
    private static func trimmed(_ screen: ReviewScreen) -> [String] {
        screen.text.map { line in String(line.reversed().drop { $0 == " " }.reversed()) }
    }

    // MARK: Whole screens

    @Test func `an item at 80 x 24`() {
        let item = DeskSample.item("forum:1", "our #swift build is broken again", ["copies": 3, "assignee": "ada"])
        #expect(
            Self.trimmed(Self.screen(item, filter: "topic:swift")) == [
                "earshot review  37 of 412 match topic:swift  order: mixed  by ada",
                "",
                "@otis, forum, 2026-03-10 09:20 UTC, swift",
                "https://forum.example/1",
                "",
                "our #swift build is broken again",
                "", "", "", "", "", "", "", "", "", "", "", "",
                "+build  -author otis",
                "3 copies   0.83 that you accept it   handed to ada",
                "",
                "",
                "86 of the last 100 guessed right   53 above 0.5",
                "a accept  r reject  space unsure  u undo  j next  ? why  / filter  h help  q end",
            ]
        )
    }

    @Test func `chips name each thing once, and nothing that is faint`() {
        let reasons = [
            DeskSample.reason("keyword", "swift", 0.41, false), DeskSample.reason("sentiment", "negative", 0.07, false),
            DeskSample.reason("spam", "giveaway", -0.2, false), DeskSample.reason("word", "Swift", -0.8, true),
            DeskSample.reason("topic", "swift", -0.8, true), DeskSample.reason("word", "the", 0.03, true),
            DeskSample.reason("phrase", "Swift build", -0.4, true), DeskSample.reason("word", "build", -0.3, true),
            DeskSample.reason("sign", "!", 0.5, true), DeskSample.reason("word", "https://forum.example/1", 0.5, true),
            DeskSample.reason("author", "otis", 0.2, true),
        ]
        let learned = Self.screen(DeskSample.item("forum:1", "a post", ["reasons": reasons]))
        #expect(Self.trimmed(learned).contains("-Swift  -Swift build  +author otis  -spam giveaway"))
        let unlearned = Self.screen(DeskSample.item("forum:1", "a post", ["reasons": Array(reasons.prefix(3))]))
        #expect(Self.trimmed(unlearned).contains("+swift  +sentiment negative  -spam giveaway"))
    }

    @Test func `a chip is never broken between two lines`() {
        let reasons = (1...12).map { DeskSample.reason("author", "somebody \($0)", 1, true) }
        let screen = Self.trimmed(Self.screen(DeskSample.item("forum:1", "a post", ["reasons": reasons])))
        let chips = screen.filter { $0.hasPrefix("+author") }
        #expect(chips.count == 2)
        #expect(chips[0] == "+author somebody 1  +author somebody 2  +author somebody 3  +author somebody 4")
        #expect(chips[1] == "+author somebody 5  +author somebody 6  +author somebody 7  +author somebody 8 …")
    }

    @Test func `an item at 40 x 10`() {
        let item = DeskSample.item(
            "forum:1",
            "our #swift build is broken again, and nobody knows since when or why it was not seen before it was merged"
        )
        #expect(
            Self.trimmed(Self.screen(item, size: Self.small)) == [
                "earshot review  412 waiting  order: mix…",
                "@otis, forum, 2026-03-10 09:20 UTC, swi…",
                "our #swift build is broken again, and",
                "nobody knows since when or why it was",
                "not seen before it was merged",
                "",
                "+build  -author otis",
                "0.83 that you accept it",
                "",
                "a accept  r reject  ? why  h help  q end",
            ]
        )
    }

    @Test func `a wide terminal has room for all keys and for longer lines`() {
        let item = DeskSample.item("forum:1", String(repeating: "word ", count: 60))
        let screen = Self.screen(item, size: ScreenSize(columns: 200, rows: 30))
        #expect(screen.text.contains { $0.hasPrefix(String(repeating: "word ", count: 39) + "word ") })
        #expect(screen.text.last?.contains("@ hand over  o order  t track  H history  h help  q end") == true)
    }

    @Test func `what is not enough is counted`() {
        let item = DeskSample.item("forum:1", "text", ["probability": NSNull()])
        let progress = DeskSample.progress(accepts: 7, rejects: 31, isEnough: false)
        let screen = Self.screen(item, page: ["progress": progress, "snoozed": 2, "held": 1, "unranked": 70_000])
        #expect(Self.trimmed(screen)[19] == "not enough decided yet: 7 of 10 accepts, 10 of 10 rejects")
        #expect(Self.trimmed(screen)[22] == "2 put off   1 with others   70,000 older ones come later")
    }

    @Test func `why has every reason, learned and prior`() {
        let screen = Self.screen(DeskSample.item(), keys: [.text("?")])
        #expect(
            Self.trimmed(screen) == [
                "earshot review  why",
                "",
                "0.83 that you accept it",
                "",
                "Learned from decisions, in logarithms of the odds:",
                "  +0.90   word build",
                "  -0.31   author otis",
                "",
                "Before anything was learned 0.48:",
                "  +0.41   keyword swift",
                "  +0.07   sentiment negative",
                "",
                "id          forum:1",
                "by          otis",
                "time        2026-03-10T09:20:00Z",
                "link        https://forum.example/1",
                "kind        post",
                "topics      swift",
                "sentiment   negative",
                "volatile    no",
                "lines 1 to 18 of 20: > further, < back",
                "",
                "",
                "Escape goes back  j k by line  space b by page",
            ]
        )
    }

    @Test func `help has every key, and none twice`() {
        let help = Self.screen(DeskSample.item(), size: ScreenSize(columns: 80, rows: 60), keys: [.text("h")])
        let keys = help.text.filter { !$0.hasPrefix(" ") }.compactMap {
            $0.split(separator: "  ").first.map(String.init)
        }
        for key in ["a", "r", "space", "u", "s", "m", "M", "t", "?", "/", "o", "A", "R", "@", "H", "h", "q"] {
            #expect(keys.count { $0 == key } == 1, "\(key)")
        }
    }

    @Test(arguments: [
        ([:] as [String: Int], "", "Nothing waits: all that was kept is decided."),
        (["waiting": 412], "topic:x", "The filter leaves nothing of the 412 that wait."),
        (["waiting": 9, "held": 9], "", "Others are looking at all that is left: 9."),
        (["waiting": 9, "snoozed": 9], "", "What is left was put off, or handed to others: 9."),
        (["waiting": 9], "", "What is left was handed to others: 9."),
    ])
    func `an empty queue says why it is empty`(page: [String: Int], filter: String, line: String) {
        let lines = Self.trimmed(Self.screen(nil, page: page, filter: filter))
        #expect(lines.contains(line), "\(lines)")
        #expect(lines.last == "Enter looks again  u undo  / filter  o order  k back  H history  h help  q end")
    }

    @Test func `what was passed over is not called nothing`() async {
        var sitting = await DeskSitting(ScriptedDesk([DeskSample.item()]))
        await sitting.type("j")
        let lines = Self.trimmed(ReviewScreen(sitting.session))
        #expect(lines.contains("You have passed over all that is left: 1."))
        #expect(lines.contains("k goes back, o starts anew."))
    }

    @Test func `questions and faults are asked and told in place`() async {
        let desk = ScriptedDesk([
            DeskSample.item("forum:1", "swift", ["copies": 4]), DeskSample.item("forum:2", "swift"),
        ])
        var sitting = await DeskSitting(desk)
        await sitting.type("/swift")
        let cursor = ReviewScreen(sitting.session).cursor
        #expect((cursor?.row, cursor?.column) == (20, 13))
        await sitting.press(.enter)
        await sitting.type("R")
        let question = Self.trimmed(ReviewScreen(sitting.session))
        #expect(question.contains("Reject all 2 items (6 signals) that match swift? y/n"))
        #expect(question.last == "y yes  n no")
        await sitting.type("n")
        await desk.conflict(about: "forum:1")
        await sitting.type("a")
        let conflict = Self.trimmed(ReviewScreen(sitting.session))
        #expect(conflict.contains("bob rejected this at 2026-03-10 10:00 UTC. Accept it all the same? y/n"))
        await sitting.type("n")
        await desk.goDown()
        await sitting.type("r")
        let fault = Self.trimmed(ReviewScreen(sitting.session))
        #expect(fault.contains("! The desk went away. Enter tries again."))
        #expect(fault.last == "Enter tries again  h help  q end")
    }

    @Test func `history marks what was taken back`() {
        let steps: [ReviewStep] = [
            DeskSample.decoded([
                "by": "bob", "at": "2026-03-10T10:00:00Z", "decision": "reject", "id": "forum:1", "signals": 41,
                "text": "two\nlines", "isUndone": true,
            ]),
            DeskSample.decoded([
                "by": "ada", "at": "2026-03-10T09:00:00Z", "decision": "mute", "id": "forum:2", "signals": 1,
                "subject": "@otis", "isUndone": false,
            ]),
        ]
        var session = ReviewSession(query: ReviewQuery(by: "ada"), size: .usual)
        _ = session.handle(.opened, now: DeskSitting.now)
        _ = session.handle(
            .answered(.page(DeskSample.page([DeskSample.item()], matching: 1, waiting: 1))),
            now: DeskSitting.now
        )
        #expect(session.handle(.key(.text("H")), now: DeskSitting.now) == .ask(.history))
        _ = session.handle(.answered(.steps(steps)), now: DeskSitting.now)
        #expect(
            Self.trimmed(ReviewScreen(session))[2...5] == [
                "2026-03-10 10:00 UTC  bob  reject, 41 signals  (taken back)",
                "    two lines",
                "2026-03-10 09:00 UTC  ada  mute \"@otis\"",
                "    forum:2, which is gone",
            ]
        )
    }

    // MARK: Sizes

    @Test func `at every size each line has exactly the width, and there are as many as rows`() async {
        let text = "our 日本語 build 👩‍👩‍👧 is broken 🇩🇪 again, " + String(repeating: "long", count: 40)
        var sitting = await DeskSitting(ScriptedDesk([DeskSample.item("forum:1", text, ["copies": 2])]))
        let views: [[Key]] = [[], [.text("?")], [.escape, .text("h")], [.escape, .text("/")], [.escape, .text("A")]]
        for keys in views {
            for key in keys { await sitting.press(key) }
            for columns in [1, 2, 19, 20, 21, 33, 40, 79, 80, 132] {
                for rows in [1, 5, 6, 7, 10, 15, 16, 24, 50] {
                    await sitting.handle(.resized(ScreenSize(columns: columns, rows: rows)))
                    let screen = ReviewScreen(sitting.session)
                    #expect(screen.lines.count == rows)
                    #expect(screen.lines.allSatisfy { $0.width == columns }, "\(columns) x \(rows): \(screen.text)")
                    #expect(screen.text.allSatisfy { ScreenText.width($0) == columns })
                }
            }
        }
    }

    // MARK: Hostile text

    private static let hostile: [(name: String, text: String)] = [
        ("escapes", "a\u{1B}[2J\u{1B}[1;1Hb\u{1B}]0;title\u{7}c\u{1B}P+q\u{1B}\\"),
        ("C1", "a\u{9B}2J\u{9D}0;title\u{9C}\u{85}\u{90}"),
        ("directions", "a\u{202E}b\u{2066}c\u{2069}\u{200F}\u{61C}\u{202D}"),
        ("wide", String(repeating: "日本語テキスト", count: 200)),
        ("emoji", String(repeating: "👩‍👩‍👧‍👦🏳️‍🌈🇩🇪👍🏿❤️1️⃣", count: 100)),
        ("stacks", "Z" + String(repeating: "\u{301}\u{489}\u{20DD}", count: 20_000) + "algo"),
        ("marks alone", String(repeating: "\u{301}", count: 1000) + "\n\u{301}\n"),
        ("joiners", String(repeating: "a\u{200D}\u{200B}\u{FEFF}\u{2060}\u{AD}", count: 1000)),
        ("tags", "a" + String(String.UnicodeScalarView((0xE0020...0xE007E).compactMap(Unicode.Scalar.init)))),
        ("a long word", String(repeating: "W", count: 100_000)),
        ("long", String(repeating: "a word and another ", count: 6000)),
        ("lines", String(repeating: "\r\n\t\0\u{B}\u{C}\u{2028}\u{2029}x", count: 500)),
        ("jamo", String(repeating: "\u{1100}\u{1161}\u{11A8}\u{1161}", count: 300)),
        ("private", "\u{E000}\u{F8FF}\u{10FFFD}\u{378}\u{FFFE}"),
        ("other scripts", "कि हिन्दी ภาษาไทยที่ مرحبا שלום"),
    ]

    @Test(arguments: hostile.map(\.name), [ScreenSize.usual, small])
    func `a hostile post changes nothing but its own cells`(name: String, size: ScreenSize) throws {
        let text = try #require(Self.hostile.first { $0.name == name }).text
        let reasons = [DeskSample.reason("word", text, 1, true)]
        let item = DeskSample.item(
            "forum:1",
            text,
            ["author": text, "url": text, "topics": [text], "reasons": reasons]
        )
        let plain = Self.screen(DeskSample.item(), size: size)
        let screen = Self.screen(item, size: size)
        #expect(screen.lines.count == size.rows)
        for line in screen.lines {
            #expect(line.width == size.columns)
            #expect(Self.width(line.text) == size.columns, "\(line.text.debugDescription)")
            #expect(Self.commands(in: line.text) == [])
        }
        #expect(screen.lines.first == plain.lines.first)
        #expect(screen.lines.last == plain.lines.last)
    }

    @Test(arguments: hostile.map(\.name))
    func `hostile text asks, notes and explains without harm`(name: String) async throws {
        let text = try #require(Self.hostile.first { $0.name == name }).text
        let item = DeskSample.item("forum:1", text, ["author": text, "assignee": text, "id": "x:" + text.prefix(200)])
        var sitting = await DeskSitting(ScriptedDesk([item, item]))
        for keys in ["?", "q", "H", "q", "M"] {
            await sitting.type(keys)
            for line in ReviewScreen(sitting.session).text {
                #expect(Self.width(line) == 80)
                #expect(Self.commands(in: line) == [])
            }
        }
        await sitting.press(.pasted(text))
        #expect(ReviewScreen(sitting.session).text.allSatisfy { Self.commands(in: $0) == [] && Self.width($0) == 80 })
        await sitting.press(.enter)
        #expect(ReviewScreen(sitting.session).text.allSatisfy { Self.commands(in: $0) == [] && Self.width($0) == 80 })
    }

    @Test func `a post of 100 kB is drawn at once`() {
        let item = DeskSample.item("forum:1", String(repeating: "日本 word ", count: 8000))
        let clock = ContinuousClock()
        let time = clock.measure { _ = Self.screen(item) }
        #expect(time < .seconds(2), "\(time)")
    }

    /// What a terminal could take for a command, or turns the direction of what follows.
    private static func commands(in text: String) -> [String] {
        text.unicodeScalars.filter { scalar in
            switch scalar.value {
            case 0..<0x20, 0x7F..<0xA0, 0x2028, 0x2029, 0x61C, 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x206F: true
            default: false
            }
        }.map { String($0.value, radix: 16) }
    }

    /// The width that the C library gives a line, letter by letter: what terminals go by.
    private static func width(_ text: String) -> Int {
        text.unicodeScalars.reduce(0) { $0 + Int(WideLocale.width(of: $1)) }
    }
}

/// The C library's own idea of widths, in a locale of UTF-8; Foundation does not show it.
private enum WideLocale {
    private typealias Function = @convention(c) (wchar_t) -> Int32

    private static let function: Function? = {
        setlocale(LC_CTYPE, "C.UTF-8")
        return dlsym(nil, "wcwidth").map { unsafeBitCast($0, to: Function.self) }
    }()

    static func width(of scalar: Unicode.Scalar) -> Int32 {
        function?(wchar_t(scalar.value)) ?? -1
    }
}
