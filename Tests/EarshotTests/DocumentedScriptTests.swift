import Foundation
import TestSupport
import Testing

/// What README.md and the guide tell a reader to type, typed.
@Suite struct DocumentedScriptTests {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    private static func script(_ page: String) throws -> DocumentedScript {
        DocumentedScript(try String(contentsOf: root.appendingPathComponent(page), encoding: .utf8))
    }

    /// The files that the guide speaks of as the reader's own.
    private static func folder() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        _ = try folder.write(
            "posts.ndjson",
            """
            {"id":"1","source":"forum","author":"ada","time":"2026-03-10T09:00:00Z","text":"Loving the new Kapacitor release"}
            {"id":"2","source":"forum","author":"otis","time":"2026-03-10T09:20:00Z","text":"our #swift build is broken again"}
            {"id":"3","source":"forum","author":"eve","time":"2026-03-10T09:40:00Z","text":"lunch"}

            """
        )
        _ = try folder.write(
            "tweets.js",
            """
            window.YTD.tweets.part0 = [
              {"tweet": {"id_str": "9", "created_at": "Tue Aug 29 13:08:27 +0000 2017", "full_text": "RT @ada: Kapacitor"}}
            ]
            """
        )
        _ = try folder.write("note-tweet.js", "window.YTD.note_tweet.part0 = [ ]\n")
        let texts = (0..<40).map {
            ["0\tthis is awful and broken", "1\tit is on the table", "2\tgreat work, I love it"][$0 % 3]
        }
        for name in ["train.tsv", "validate.tsv"] { _ = try folder.write(name, texts.joined(separator: "\n") + "\n") }
        _ = try folder.write("lexicon.txt", "awful\t-3\ngreat\t3\n")
        try folder.write("texts.txt.gz", bytes: SystemGzip.compress(Array("it is great\nit is awful\n".utf8)))
        return folder
    }

    @Test(arguments: [("README.md", 7), ("docs/guide.md", 30)])
    func `every command of a page does what it says`(page: String, least: Int) throws {
        let folder = try Self.folder()
        let commands = try Self.script(page).runnable
        #expect(commands.count >= least)
        // The guide calls the texts of both models train.tsv, and one file cannot have the labels of both.
        for command in commands where !command.contains("train offensive") {
            let run = try DocumentedScript.run(command, in: folder)
            #expect(run.exitCode == 0, "\(page): \(command): \(run.errors)")
        }
    }

    @Test func `what needs a server is marked, and nothing else is left out`() throws {
        for page in ["README.md", "docs/guide.md"] {
            for command in try Self.script(page).commands where command.contains("earshot") {
                #expect(!command.contains("--influx http"), "\(page): \(command)")
            }
        }
    }

    @Test func `a command that fails is seen to`() throws {
        let run = try DocumentedScript.run("earshot why 1 --store none.db", in: Self.folder())
        #expect(run.exitCode == 2)
        #expect(run.errors.hasPrefix("earshot: there is no store at none.db."))
    }
}
