import Foundation
import TestSupport
import Testing

/// Everything heard was written by a stranger: it is escaped in every output.
@Suite struct HostileTextTests {
    /// Escape sequences, C0, C1, separators and a change of direction, in every field that can hold them.
    private static let posts = #"""
        {"id":"h\u001b[31m1","source":"x","author":"ev\u001b]0;pwned\u0007il\u2028\u0000","time":"2017-08-29T13:00:00Z","text":"=swift \u001b[2J\u0000\u0008 \u2028\u2029\u0085\u009b31m\u007f \u202e rtl, \"quoted\"\r\n\tnew line shit","url":"https://x.y/\u001b[1m\u2028","lang":"e\u001bn","parent":"p\u001b\u2029","extra":"\u009b"}
        {"id":"2","source":"x","author":"+bo","time":"2017-08-29T13:00:00Z","text":"-swift \u009d52;c;AAAA\u009c","lang":"en"}
        {"id":"3","text":"swift \u001b[31m"
        not json \#u{1B}[31mred\#u{9B}m \#u{2028}\#u{2029} \#u{202E}

        """#

    /// What a terminal, a spreadsheet or a reader of lines could take for a command.
    private static func commands(in text: String) -> [String] {
        text.unicodeScalars.filter {
            ($0.value < 0x20 && $0 != "\n") || (0x7F..<0xA0).contains($0.value) || $0.value == 0x2028
                || $0.value == 0x2029
        }.map { String($0.value, radix: 16) }
    }

    private static func store() throws -> SampleStore {
        try SampleStore(
            posts,
            topics: "swift,sw\u{2028}if\u{202E}t",
            options: ["--friendlies", "ev\u{1B}]0;pwned\u{7}il\u{2028}"]
        )
    }

    @Test(arguments: [
        ["why", "h\u{1B}[31m1"], ["why", "h\u{1B}[31m1", "--json"], ["why", "x:none\u{1B}[31m"], ["export", "signals"],
        ["export", "signals", "--csv"], ["export", "points"], ["deadletters"],
        ["deadletters", "--json"], ["query"], ["query", "--csv"], ["query", "--json"],
        ["query", "--every", "all", "--totals"], ["topics"], ["topics", "--json"], ["sinks"],
        ["deadletters", "retry"],
    ])
    func `no output of the store holds a command`(command: [String]) throws {
        let run = try Self.store().run(command)
        #expect(Self.commands(in: run.output) == [], "\(run.output.debugDescription)")
        #expect(Self.commands(in: run.errors) == [])
        #expect(!run.output.isEmpty || run.exitCode == 1)
    }

    @Test(arguments: [["why", "h\u{1B}[31m1"], ["deadletters"], ["topics"], ["query"]])
    func `what people read does not change its direction`(command: [String]) throws {
        let run = try Self.store().run(command)
        #expect(run.exitCode == 0)
        #expect(!run.output.contains("\u{202E}"))
    }

    /// A NUL becomes U+FFFD, because a text of the store ends at it.
    @Test func `everything but NUL was kept as it was written`() throws {
        let signal = try #require(try Self.store().run(["export", "signals"]).objects().first)
        #expect(signal["id"] as? String == "h\u{1B}[31m1")
        #expect(signal["author"] as? String == "ev\u{1B}]0;pwned\u{7}il\u{2028}\u{FFFD}")
        #expect(
            (signal["text"] as? String)?.hasPrefix(
                "=swift \u{1B}[2J\u{FFFD}\u{8} \u{2028}\u{2029}\u{85}\u{9B}31m\u{7F}"
            ) == true
        )
    }

    @Test func `judge writes no command`() throws {
        let run = try Program.run(["judge", "--topics", "swift"], input: Self.posts)
        #expect(Self.commands(in: run.output) == [])
        #expect(Self.commands(in: run.errors) == [])
        #expect(run.lines.count == 4)
        let text = try Program.run(["judge", "--format", "text", "--topics", "swift"], input: Self.posts)
        #expect(Self.commands(in: text.output) == [])
        #expect(text.lines.count == 4)
    }

    @Test func `a text given on the command line is explained without commands`() throws {
        for options in [[], ["--json"]] {
            let run = try Program.run(
                ["why", "--text", "shi\u{200B}t \u{1B}[31m swift\u{9B}\u{2028}", "--topics", "swift"] + options
            )
            #expect(run.exitCode == 0)
            #expect(Self.commands(in: run.output) == [])
        }
    }

    @Test func `a cell of a spreadsheet is no formula and no second line`() throws {
        let lines = try Self.store().run(["export", "signals", "--csv"]).lines
        #expect(lines.count == 3)
        #expect(lines[1].contains("\"'=swift \\u{1b}[2J"))
        #expect(lines[1].contains("\"\"quoted\"\""))
        #expect(lines[2].contains(",'+bo,"))
        #expect(lines[2].contains(",'-swift "))
    }
}
