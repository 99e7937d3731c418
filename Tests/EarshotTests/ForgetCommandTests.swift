import Foundation
import TestSupport
import Testing

@Suite struct ForgetCommandTests {
    @Test func `a signal is forgotten by its id, and stays forgotten`() throws {
        let store = try SampleStore()
        let run = try store.run(["forget", "mastodon:3", "--json"])
        #expect(run.exitCode == 0)
        #expect(
            run.output
                == "{\"signals\":1,\"reposts\":0,\"unmatched\":0,\"deadletters\":0,\"imports\":0,\"dry_run\":false,\"log_emptied\":true}\n"
        )
        #expect(try store.run(["why", "mastodon:3"]).exitCode == 1)
        let again = try store.run([
            "replay", store.folder.path("posts.ndjson"), "--again", "--topics", "swift,api", "--json",
        ])
        let summary = try #require(try again.objects().first)
        #expect(summary["kept"] as? Int == 0)
        #expect(summary["duplicates"] as? Int == 5, "what was forgotten counts as known")
        #expect(try !Data(contentsOf: URL(fileURLWithPath: store.path)).contains(Data("Die API ist da".utf8)))
    }

    @Test func `an author is forgotten in words, counts stay`() throws {
        let store = try SampleStore()
        let before = try store.run(["query", "--every", "all", "--json"]).output
        let run = try store.run(["forget", "@ADA"])
        #expect(
            run.lines == [
                "forgotten  1 signals, with their text and links",
                "Counts over time stay as they are; they name nobody.",
            ]
        )
        #expect(try store.run(["query", "--every", "all", "--json"]).output == before)
        #expect(try !store.run(["export", "signals"]).output.contains("ada"))
    }

    @Test func `a dry run says what would go and touches nothing`() throws {
        let store = try SampleStore()
        let before = try store.run(["export", "signals"]).output
        let run = try store.run(["forget", "@ed", "--dry-run"])
        #expect(run.exitCode == 0)
        #expect(run.lines.first == "would go  1 unmatched lines")
        #expect(try store.run(["export", "signals"]).output == before)
        #expect(try store.run(["forget", "@ed", "--json"]).objects().first?["unmatched"] as? Int == 1)
    }

    @Test func `what is not there is a no, what is ambiguous is not guessed`() throws {
        let store = try SampleStore(
            """
            {"id":"7","source":"x","author":"kim","text":"swift"}
            {"id":"7","source":"forum","author":"Kim","text":"swift"}
            """
        )
        let missing = try store.run(["forget", "@nobody"])
        #expect(missing.exitCode == 1)
        #expect(missing.errors == "earshot: nothing of @nobody is kept in \(store.path).\n")
        let ambiguous = try store.run(["forget", "7"])
        #expect(ambiguous.exitCode == 2)
        #expect(ambiguous.errors == "earshot: 7 is ambiguous. Write forum:7 or x:7\n")
        let author = try store.run(["forget", "kim"])
        #expect(author.exitCode == 2)
        #expect(author.errors == "earshot: kim is ambiguous. Write @kim --source forum or @kim --source x\n")
        #expect(try store.run(["forget", "@kim", "--source", "x"]).exitCode == 0)
        #expect(try store.run(["export", "signals"]).objects().map { $0["source"] as? String } == ["forum"])
    }

    @Test func `nothing is made where there is no store`() throws {
        let folder = try TemporaryFolder()
        for command in [["forget", "x"], ["store", "info"], ["store", "upgrade"], ["store", "trim", "--shrink"]] {
            let run = try Program.run(command + ["--store", "none.db"], folder: folder.url)
            #expect(run.exitCode == 2)
            #expect(run.errors.hasPrefix("earshot: there is no store at none.db."))
        }
        #expect(try folder.contents() == [])
    }
}
