import Foundation
import TestSupport
import Testing

@Suite struct DemoCommandTests {
    /// How long it took differs.
    private static func withoutTime(_ output: String) -> String {
        output.replacing(#/ in [0-9.]+s \([0-9]+ a second\)/#, with: "")
    }

    @Test func `it shows what was found, in eighty columns`() throws {
        let folder = try TemporaryFolder()
        let run = try Program.run(["demo"], folder: folder.url)
        #expect(run.exitCode == 0)
        #expect(run.errors == "")
        #expect(run.lines.first?.hasPrefix("heard 625 lines in ") == true)
        for heading in [
            "What was said of your topics", "The most relevant posts, and why",
            "Volatile: profane, or clearly offensive",
            "Copies folded", "Dead letters (3)", "Try next",
        ] {
            #expect(run.output.contains("\n" + heading), "\(heading)")
        }
        #expect(try folder.contents().contains("earshot-demo.db"))
    }

    @Test func `run again it says the same`() throws {
        let folder = try TemporaryFolder()
        let first = try Program.run(["demo"], folder: folder.url)
        let second = try Program.run(["demo"], folder: folder.url)
        #expect(second.exitCode == 0)
        #expect(second.errors == "")
        #expect(Self.withoutTime(first.output) == Self.withoutTime(second.output))
        #expect(first.output.contains("kept        396"))
    }

    @Test(arguments: ["notes.txt", "kept.db"])
    func `a file that is somebody's stays`(name: String) throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(name, "These are my notes.\n")
        let run = try Program.run(["demo", "--store", name], folder: folder.url)
        #expect(run.exitCode == 2)
        #expect(run.output == "")
        #expect(
            run.errors
                == "earshot: \(name) is there already and was not touched. Name another file, or leave --store out.\n"
        )
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "These are my notes.\n")
    }

    @Test func `what is no store is not replaced, even where the demo's would be`() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("earshot-demo.db", "These are my notes.\n")
        let run = try Program.run(["demo"], folder: folder.url)
        #expect(run.exitCode == 2)
        #expect(
            run.errors
                == "earshot: earshot-demo.db is no store of Earshot. Name another file with --store; this one was not touched.\n"
        )
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "These are my notes.\n")
    }

    @Test func `what it says to try next works`() throws {
        let folder = try TemporaryFolder()
        let demo = try Program.run(["demo", "--store", "d.db"], folder: folder.url)
        let hints = demo.lines.filter { $0.hasPrefix("  earshot ") && !$0.contains("YOUR") }
        #expect(hints.count == 5)
        for hint in hints {
            var words = Array((ShellLine.commands(in: hint).first ?? []).dropFirst())
            // The desk needs a terminal, which a test of its own has.
            if words.first == "review" { words += ["--json", "--by", "ada"] }
            let run = try Program.run(words, folder: folder.url)
            #expect(run.exitCode == 0, "\(hint)")
            #expect(!run.output.isEmpty, "\(hint)")
        }
    }

    @Test func `its dead letters, copies and unmatched posts are in the store`() throws {
        let folder = try TemporaryFolder()
        _ = try Program.run(["demo"], folder: folder.url)
        let dead = try Program.run(["deadletters", "--json", "--store", "earshot-demo.db"], folder: folder.url)
        #expect(try dead.objects().count == 3)
        #expect(try dead.objects().allSatisfy { $0["file"] as? String == "the bundled sample" })
        let exported = try Program.run(["export", "signals", "--store", "earshot-demo.db"], folder: folder.url)
        #expect(exported.lines.count == 396)
    }
}
