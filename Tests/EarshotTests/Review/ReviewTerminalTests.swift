import Foundation
import TestSupport
import Testing

/// The desk as a person has it: the program in a terminal, by its keys and its screen.
@Suite(
    .serialized,
    .enabled(if: TerminalWindow.isPossible, Comment(rawValue: "\(TerminalWindow.absence)")),
    .timeLimit(.minutes(3))
)
struct ReviewTerminalTests {
    private static let command = "earshot review --order highest"

    /// A shell that shows nothing but its prompt.
    private static func window(_ store: ReviewStore, columns: Int = 80, rows: Int = 24) throws -> TerminalWindow {
        try TerminalWindow(columns: columns, rows: rows, in: store.folder)
    }

    /// Waits until the shell has the terminal again, as it was.
    private static func isRestored(_ window: TerminalWindow, status: Int = 0) throws {
        try window.comes("the prompt") { $0.last { !$0.isEmpty } == "$" }
        #expect(try window.fact("alternate_on") == "0")
        #expect(try window.fact("cursor_flag") == "1")
        #expect(try window.fact("wrap_flag") == "1")
        try window.run("echo status=$?; " + Self.modes)
        let lines = try window.comes("the modes") { $0.contains { $0.hasPrefix("modes:") && $0.hasSuffix(".") } }
        #expect(lines.contains("status=\(status)"), "\(lines)")
        let line = try #require(lines.last { $0.hasPrefix("modes:") })
        #expect(["icanon", "echo", "isig", "icrnl", "opost"].allSatisfy { line.contains(" \($0) ") }, "\(line)")
    }

    /// Says how the terminal takes keys: what is switched off has a minus before it.
    private static let modes =
        "echo modes: $(stty -a | tr ' ;' '\\n\\n' | grep -xE '[-]?(icanon|echo|isig|icrnl|opost)') ."

    // MARK: DecisionRecorder

    @Test func `what waits is decided key by key, and what came of it is told in the end`() throws {
        let store = try ReviewStore()
        let window = try Self.window(store)
        try window.run(Self.command)
        let screen = try window.shows("I love the new swift release")
        #expect(
            screen == [
                "earshot review  3 waiting  order: highest  by ada",
                "",
                "@ada, forum, 2026-03-10 09:00 UTC, swift",
                "https://forum.example/1",
                "",
                "I love the new swift release, it is wonderful!",
                "", "", "", "", "", "", "", "", "", "", "", "",
                "+swift  +sentiment positive  +friendly ada",
                "not enough decided yet: 0 of 10 accepts, 0 of 10 rejects",
                "",
                "",
                "",
                "a accept  r reject  space unsure  u undo  j next  ? why  / filter  h help  q end",
            ]
        )
        try window.press("a")
        try window.shows("our #swift build is terrible")
        try window.shows("Accepted. u takes it back.")
        try window.press("r")
        try window.shows("the swift meetup is on Tuesday")
        try window.press("u")
        try window.shows("Took back: reject.")
        try window.shows("our #swift build is terrible")
        try window.press("Space")
        try window.shows("Marked unsure. u takes it back.")
        try window.press("q")
        try window.shows("Decided: 2.")
        try window.shows("The latest step is taken back with: earshot review undo")
        try Self.isRestored(window)
        #expect(
            try store.decisions() == ["forum:1 accept", "forum:2 reject", "forum:2 undo", "forum:2 unsure"]
        )
    }

    @Test func `pages, prompts and questions come and go`() throws {
        let store = try ReviewStore()
        let window = try Self.window(store)
        try window.run(Self.command)
        try window.shows("3 waiting")
        try window.press("?")
        try window.shows("Before anything was learned")
        try window.press("Escape")
        try window.shows("a accept")
        try window.press("h")
        try window.shows("accept: you would share it")
        try window.press("q")
        try window.shows("a accept")
        try window.type("/author:nobody form:")
        try window.press("Enter")
        try window.shows("! there is no key \"form\": topic, source")
        try window.press("C-u")
        try window.type("author:pia")
        try window.press("Enter")
        try window.shows("1 of 3 match author:pia")
        try window.type("R")
        try window.shows("Reject all 1 item that match author:pia? y/n")
        try window.type("y")
        try window.shows("Rejected 1 item. u takes it all back.")
        try window.shows("The filter leaves nothing of the 2 that wait.")
        try window.press("H")
        try window.shows("ada  reject")
        try window.press("Escape")
        try window.shows("q end")
        try window.press("q")
        try window.shows("Decided: 1.")
        #expect(try store.decisions() == ["forum:3 reject"])
    }

    @Test func `what is pasted decides nothing, and is text at a prompt`() throws {
        let store = try ReviewStore()
        let window = try Self.window(store)
        try window.run(Self.command)
        try window.shows("3 waiting")
        try window.paste("arAy\nq")
        try window.type("/")
        try window.shows("Filter:")
        try window.paste("author:\npia")
        try window.shows("Filter: author: pia")
        try window.press("C-c")
        try window.shows("Nothing was decided.")
        try Self.isRestored(window)
        #expect(try store.decisions() == [])
    }

    // MARK: Ends

    @Test(arguments: ["C-c", "C-d", "q"])
    func `the terminal is as it was after a key that ends`(key: String) throws {
        let window = try Self.window(try ReviewStore())
        try window.run("echo before; " + Self.command)
        try window.shows("3 waiting")
        #expect(try window.fact("alternate_on") == "1")
        try window.press(key)
        #expect(try window.shows("Nothing was decided.").contains("before"))
        try Self.isRestored(window)
    }

    @Test(arguments: [SIGTERM, SIGINT, SIGHUP, SIGQUIT])
    func `the terminal is as it was after a signal that ends`(signal: Int32) throws {
        let window = try Self.window(try ReviewStore())
        try window.run("echo before; " + Self.command)
        try window.shows("3 waiting")
        kill(try window.child(), signal)
        try window.shows("before")
        try Self.isRestored(window, status: 128 + Int(signal))
    }

    @Test func `the desk is put aside and taken up again`() throws {
        let store = try ReviewStore()
        let window = try Self.window(store)
        try window.run(Self.command)
        try window.shows("3 waiting")
        let child = try window.child()
        try window.press("C-z")
        try window.comes("the prompt") { $0.last { !$0.isEmpty } == "$" }
        #expect(try window.fact("alternate_on") == "0")
        try window.run("echo aside")
        try window.shows("aside")
        try window.run("fg")
        try window.shows("I love the new swift release")
        kill(child, SIGTSTP)
        try window.comes("the prompt") { $0.last { !$0.isEmpty } == "$" }
        try window.run("fg")
        try window.shows("I love the new swift release")
        try window.press("a")
        try window.shows("Accepted.")
        try window.press("q")
        try window.shows("Decided: 1.")
        try Self.isRestored(window)
    }

    // MARK: Sizes and terminals

    @Test func `a terminal that changes its size is drawn anew`() throws {
        let window = try Self.window(try ReviewStore())
        try window.run(Self.command)
        try window.shows("3 waiting")
        try window.resize(columns: 40, rows: 10)
        let small = try window.shows("a accept  r reject  ? why  h help  q end")
        #expect(
            small == [
                "earshot review  3 waiting  order: highe…",
                "@ada, forum, 2026-03-10 09:00 UTC, swift",
                "I love the new swift release, it is",
                "wonderful!",
                "",
                "",
                "+swift  +sentiment positive  +friendly …",
                "not enough decided yet: 0 of 10 accepts…",
                "",
                "a accept  r reject  ? why  h help  q end",
            ]
        )
        try window.resize(columns: 120, rows: 30)
        let large = try window.shows("s snooze  m mute")
        #expect(large.count == 30)
        #expect(large[0] == "earshot review  3 waiting  order: highest  by ada")
        try window.resize(columns: 12, rows: 4)
        try window.shows("This window")
        try window.resize(columns: 80, rows: 24)
        try window.shows("a accept  r reject  space unsure")
        try window.press("q")
        try Self.isRestored(window)
    }

    @Test func `a terminal that can do nothing is told what to use`() throws {
        let window = try Self.window(try ReviewStore(), columns: 200)
        try window.run("TERM=dumb earshot review")
        try window.shows(
            "earshot: the desk needs a terminal, and TERM is dumb. See what waits with earshot review --json,"
        )
        try window.run("TERM= earshot review")
        try window.shows("and TERM is not set.")
        try window.run("earshot review | cat")
        try window.shows("and standard output is none.")
        try Self.isRestored(window)
    }

    @Test(arguments: [("", true), ("--no-color", false), ("NO_COLOR=1", false), ("NO_COLOR=", true)])
    func `colours are there where they are wanted`(choice: String, isColoured: Bool) throws {
        let window = try Self.window(try ReviewStore())
        try window.run(choice.hasPrefix("NO") ? "\(choice) \(Self.command)" : "\(Self.command) \(choice)")
        try window.shows("q end")
        let lines = try window.colouredScreen()
        #expect(lines.contains { $0.contains("\u{1B}[") } == isColoured, "\(lines)")
        try window.press("q")
        try window.shows("Nothing was decided.")
    }

    // MARK: Hostile text

    @Test func `a hostile post changes nothing but its own cells, and nothing after the desk`() throws {
        let texts = [
            #"swift \u001b[2J\u001b[1;1H\u001b]0;owned\u0007\u009b31m\u001bc\u001b[?1049l\u001b[?25h gone"#,
            #"swift \u202ereversed\u2066 \u200b日本語 👩‍👩‍👧‍👦🇩🇪👍🏿❤️ Z\u0301\u0489\u0301\u0489\u0301\u0489algo \u0000\u0007\r\n\tend"#,
            "swift " + String(repeating: "W", count: 5000) + " " + String(repeating: "日", count: 20_000),
        ]
        let posts = texts.enumerated().map { index, text in
            #"{"id":"\#(index)","source":"forum","author":"e\u001b]0;owned\u0007vil","time":"2026-03-10T09:00:0\#(index)Z","text":"\#(text)","url":"https://x\u001b[1m.y"}"#
        }
        let store = try ReviewStore(posts.joined(separator: "\n") + "\n")
        let window = try Self.window(store)
        let title = try window.fact("pane_title")
        try window.run("earshot review --order mixed")
        for left in [3, 2, 1] {
            let screen = try window.comes("\(left) waiting") {
                $0.first == "earshot review  \(left) waiting  order: mixed  by ada" && $0[5].hasPrefix("swift")
            }
            #expect(screen.count == 24)
            #expect(screen[2].hasPrefix("@e\\u{1b}]0;owned\\u{7}vil, forum, 2026-03-10 09:00 UTC, swift"))
            #expect(screen[3] == "https://x\\u{1b}[1m.y")
            #expect(screen[23].hasPrefix("a accept  r reject"))
            #expect(try window.fact("alternate_on") == "1")
            #expect(try window.fact("cursor_flag") == "0")
            try window.press("r")
        }
        try window.shows("Nothing waits")
        try window.press("q")
        try window.shows("Decided: 3.")
        try Self.isRestored(window)
        #expect(try window.fact("pane_title") == title)
    }

    // MARK: Beside a running program

    @Test func `beside earshot run it asks that, and says so in place when it is gone`() throws {
        let store = try ReviewStore()
        let program = try RunningProgram(["posts.ndjson", "--topics", "swift"], in: store.folder)
        try program.says("listening")
        let window = try Self.window(store)
        try window.run(Self.command)
        try window.shows("3 waiting")
        try window.press("a")
        try window.shows("Accepted. u takes it back.")
        #expect(try store.decisions() == ["forum:1 accept"])
        try window.shows("2 waiting")
        program.send(SIGKILL)
        _ = try program.ended()
        try window.press("r")
        try window.shows("! The running Earshot went away; nothing is lost. Enter tries again.")
        try window.press("q")
        try window.shows("earshot: the running Earshot went away.")
        try Self.isRestored(window, status: 2)
        #expect(try store.decisions() == ["forum:1 accept"])
    }

    @Test func `two people beside earshot run are shown different items, and neither decides unknowingly`() throws {
        let store = try ReviewStore()
        let program = try RunningProgram(["posts.ndjson", "--topics", "swift"], in: store.folder)
        try program.says("listening")
        let ada = try Self.window(store)
        try ada.run(Self.command)
        try ada.shows("I love the new swift release")
        let bob = try Self.window(store)
        try bob.run(Self.command + " --by bob")
        try bob.shows("our #swift build is terrible")
        try bob.shows("1 with others")
        let left = try store.run("review", "reject", "1", "--by", "bob")
        #expect(left.exitCode == 2)
        #expect(left.errors.hasPrefix("earshot: forum:1: ada is looking at this. Nothing was recorded;"))
        #expect(try store.run("review", "reject", "1", "--by", "bob", "--again").exitCode == 0)
        try ada.press("a")
        try ada.shows("bob rejected this at 20")
        try ada.shows("Accept it all the same? y/n")
        try ada.press("y")
        try ada.shows("Accepted. u takes it back.")
        try ada.press("H")
        try ada.shows("bob  reject")
        try ada.press("Escape")
        try ada.shows("q end")
        for window in [ada, bob] {
            try window.press("q")
            try Self.isRestored(window)
        }
        #expect(try store.decisions() == ["forum:1 reject", "forum:1 accept"])
        #expect(try program.end() == 0)
    }
}
