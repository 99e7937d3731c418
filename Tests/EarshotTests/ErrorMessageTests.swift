import Foundation
import TestSupport
import Testing

/// Errors are whole sentences on standard error: what, where, and what to do next.
@Suite struct ErrorMessageTests {
    @Test(arguments: [
        ["topics"], ["query"], ["export", "signals"], ["export", "points"], ["deadletters"], ["sinks"], ["why", "x:1"],
    ])
    func `a missing store is named, and nothing is made`(command: [String]) throws {
        let folder = try TemporaryFolder()
        let run = try Program.run(command + ["--store", "none.db"], folder: folder.url)
        #expect(run.exitCode == 2)
        #expect(run.output == "")
        #expect(
            run.errors
                == "earshot: there is no store at none.db. Hear something first: earshot replay FILE --store none.db\n"
        )
        #expect(try folder.contents() == [])
    }

    @Test(arguments: [
        ["topics"], ["query"], ["export", "signals"], ["deadletters"], ["deadletters", "retry"], ["sinks"],
        ["why", "x:1"], ["replay", "--topics", "a", "/dev/null"],
    ])
    func `a file that is no store is refused and not touched`(command: [String]) throws {
        let folder = try TemporaryFolder()
        let text = "These are my notes.\n"
        let path = try folder.write("notes.txt", text)
        let run = try Program.run(command + ["--store", "notes.txt"], folder: folder.url)
        #expect(run.exitCode == 2)
        #expect(run.output == "")
        #expect(
            run.errors
                == "earshot: notes.txt is no store of Earshot. Name another file with --store; this one was not touched.\n"
        )
        #expect(try String(contentsOfFile: path, encoding: .utf8) == text)
    }

    @Test(arguments: [["judge"], ["why", "--text", "a"], ["replay"]])
    func `a missing topics file is named`(command: [String]) throws {
        let run = try Program.run(command + ["--topics-file", "none.txt"])
        #expect(run.exitCode == 2)
        #expect(run.output == "")
        #expect(
            run.errors == "earshot: cannot read the topics file none.txt. Name a text file with one keyword a line.\n"
        )
    }

    @Test func `a topics file that is not UTF-8 is refused`() throws {
        let folder = try TemporaryFolder()
        try folder.write("latin1.txt", bytes: [0x63, 0x61, 0x66, 0xE9])
        let run = try Program.run(["judge", "--topics-file", "latin1.txt"], folder: folder.url)
        #expect(run.exitCode == 2)
        #expect(run.errors == "earshot: the topics file latin1.txt is not UTF-8. Save it as UTF-8.\n")
    }

    @Test(arguments: [
        (
            "...",
            "the keyword \"...\" holds no word, number or emoji, so nothing could ever match it. Remove it or spell it out."
        ),
        ("a\u{1B}[31m", "the keyword \"a\\u{1B}[31m\" holds a control character. Remove it."),
        ("a\u{85}b", "the keyword \"a\\u{85}b\" holds a control character. Remove it."),
        (
            String(repeating: "long ", count: 50),
            "the keyword \"long long long long long long long long \"… is longer than 200 bytes. Use a shorter phrase."
        ),
    ])
    func `a keyword that cannot be tracked is refused`(keyword: String, message: String) throws {
        let folder = try TemporaryFolder()
        for command in [["judge"], ["why", "--text", "a"], ["replay", "/dev/null"], ["deadletters", "retry"]] {
            let run = try Program.run(command + ["--topics", keyword], folder: folder.url)
            #expect(run.exitCode == 2, "\(command)")
            #expect(run.errors == "earshot: \(message)\n")
        }
    }

    @Test(arguments: [
        (["replay", "none.ndjson", "--topics", "a"], "cannot open none.ndjson: No such file or directory"),
        (["evaluate", "sentiment", "none.tsv"], "cannot open none.tsv: No such file or directory"),
        (["replay", "/", "--topics", "a"], "cannot read /: Is a directory"),
        (
            ["replay", "/dev/null", "--topics", "a", "--influx", "localhost"],
            "what --influx names is no InfluxDB address. Write it as http://HOST:8086"
        ),
    ])
    func `what cannot be read or told is named`(command: [String], message: String) throws {
        let run = try Program.run(command)
        #expect(run.exitCode == 2)
        #expect(run.errors == "earshot: \(message)\n")
    }

    @Test func `a signal that was not kept is a no`() throws {
        let store = try SampleStore()
        let run = try store.run(["why", "x:404"])
        #expect(run.exitCode == 1)
        #expect(run.output == "")
        #expect(run.errors == "earshot: no signal x:404 was kept in \(store.path).\n")
    }

    @Test(arguments: [
        (
            ["query", "--from", "yesterday"], "--from yesterday is no time. Write it as 2017-08-29T13:08:27Z.",
            "query [<options>]", "query"
        ),
        (
            ["query", "--to", "2017-13-01"], "--to 2017-13-01 is no time. Write it as 2017-08-29T13:08:27Z.",
            "query [<options>]", "query"
        ),
        (
            ["export", "signals", "--from", "x"], "--from x is no time. Write it as 2017-08-29T13:08:27Z.",
            "export <kind> [<options>]", "export"
        ),
        (
            ["query", "--every", "7m"], "--every 7m is no multiple of 5m. Write 5m, 15m, 1h, 1d or all.",
            "query [<options>]", "query"
        ),
        (
            ["query", "--every", "0h"], "--every 0h is no multiple of 5m. Write 5m, 15m, 1h, 1d or all.",
            "query [<options>]", "query"
        ),
        (
            ["query", "--every", "hour"], "--every hour is no multiple of 5m. Write 5m, 15m, 1h, 1d or all.",
            "query [<options>]", "query"
        ),
        (["query", "--csv", "--json"], "--csv and --json cannot go together.", "query [<options>]", "query"),
        (
            ["export", "points", "--csv"], "Points are line protocol; --csv goes with signals.",
            "export <kind> [<options>]", "export"
        ),
        (
            ["why"], "Name a signal's id, or a text with --text.",
            "why <id> [<options>]\n       earshot why --text <text> [<options>]", "why"
        ),
        (
            ["replay", "--speed", "0"], "--speed must be above 0 and at most 1000000.",
            "replay [<options>] [<files> ...]", "replay"
        ),
    ])
    func `wrong usage is told with the usage`(command: [String], message: String, usage: String, name: String) throws {
        let run = try Program.run(command)
        #expect(run.exitCode == 64)
        #expect(run.output == "")
        #expect(
            run.errors
                == "Error: \(message)\nUsage: earshot \(usage)\n  See 'earshot \(name) --help' for more information.\n"
        )
    }

    @Test(arguments: [
        ["nonsense"], ["query", "--nonsense"], ["export"], ["export", "nonsense"], ["judge", "--format", "xml"],
        ["train", "sentiment"], ["train", "nonsense"], ["evaluate", "sentiment"],
        ["replay", "--drain-timeout", "-1"], ["why", "x:1", "--text", "a"], ["demo", "extra"],
        ["deadletters", "nonsense"],
    ])
    func `what the command line does not know is wrong usage`(command: [String]) throws {
        let run = try Program.run(command)
        #expect(run.exitCode == 64)
        #expect(run.output == "")
        #expect(run.errors.hasPrefix("Error: "))
    }

    @Test(arguments: [
        (["run", "posts", "others", "./posts"], "./posts"), (["replay", "posts", "link"], "link"),
        (["replay", "-", "-"], "-"),
    ])
    func `A file that is named twice is refused, in whatever way it is named`(arguments: [String], name: String) throws
    {
        let folder = try TemporaryFolder()
        _ = try folder.write("posts", "")
        try FileManager.default.createSymbolicLink(
            atPath: folder.path("link"),
            withDestinationPath: folder.path("posts")
        )
        let run = try Program.run(arguments, folder: folder.url)
        #expect(run.exitCode == 64)
        #expect(run.errors.hasPrefix("Error: \(name) is named twice. Name it once.\n"), "\(run.errors)")
    }

}
