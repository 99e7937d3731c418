import Foundation
import TestSupport
import Testing

@Suite struct ImportCommandTests {
    private static let archive = """
        window.YTD.tweets.part0 = [
          {
            "tweet" : {
              "id_str" : "1626922779105759235", "full_text" : "Kapacitor is out", "favorite_count" : "20",
              "created_at" : "Sat Feb 18 12:33:11 +0000 2023"
            }
          },
          { "tweet" : { "id_str" : "1626922779105759236", "full_text" : "RT @Otis: swift is fast", "retweeted" : false } },
          { "tweet" : { "id_str" : "1626922779105759237", "full_text" : "RT @otis: and small" } },
          { "tweet" : { "id_str" : "1626922779105759238", "full_text" : "RT @pia: grafana" } },
          { "like" : { "tweetId" : "7", "fullText" : "not mine" } }
        ]
        """

    private let folder: TemporaryFolder
    private let file: String

    init() throws {
        folder = try TemporaryFolder()
        file = try folder.write("tweets.js", Self.archive)
    }

    private func run(_ arguments: [String], input: String = "") throws -> Program.Run {
        try Program.run(arguments + ["--store", folder.path("store.db")], input: input, folder: folder.url)
    }

    @Test func `an archive gives friendlies, and importing it again changes nothing`() throws {
        for new in [4, 0] {
            let run = try run(["import", file, "--json"])
            #expect(run.exitCode == 0)
            let summary = try #require(try run.objects().first)
            #expect(summary["posts"] as? Int == 1)
            #expect(summary["reshares"] as? Int == 3)
            #expect(summary["others"] as? Int == 1)
            #expect(summary["unreadable"] as? Int == 0)
            #expect(summary["new"] as? Int == new)
            #expect(summary["accepts"] as? Int == new)
            #expect(summary["outcomes"] as? Int == 0)
            let friendlies = try #require(summary["friendlies"] as? [[String: Any]])
            #expect(friendlies.map { $0["author"] as? String } == ["Otis", "pia"])
            #expect(friendlies.map { $0["reshares"] as? Int } == [2, 1])
        }
    }

    @Test func `in words it says what was found and whom it takes for a friend`() throws {
        let run = try run(["import", file])
        #expect(
            run.lines == [
                "imported 1 posts of your own and 3 re-shares, 4 of them new",
                "  passed over  1   likes, and messages that are no post",
                "to learn from  4 accepts, and 0 outcomes of what you shared",
                "friendlies     2   authors you have re-shared: their posts gain relevance", "  2 × @Otis",
                "  1 × @pia",
            ]
        )
    }

    @Test func `a dry run keeps nothing, and makes no store`() throws {
        let run = try run(["import", file, "--dry-run", "--json"])
        #expect(run.exitCode == 0)
        let summary = try #require(try run.objects().first)
        #expect(summary["new"] is NSNull)
        #expect(summary["accepts"] is NSNull)
        #expect(summary["reshares"] as? Int == 3)
        #expect(try folder.contents() == ["tweets.js"])
    }

    @Test func `posts of a friendly gain relevance in what is heard from then on`() throws {
        let posts = ["1", "2"].map { #"{"id":"\#($0)","author":"OTIS","text":"swift again"}"# }
        func relevance(_ id: String) throws -> Double {
            let why = try #require(try run(["why", id, "--json"]).objects().first)
            return try #require(why["relevance"] as? Double)
        }
        #expect(try run(["replay", "-", "--topics", "swift"], input: posts[0]).exitCode == 0)
        #expect(try run(["import", file]).exitCode == 0)
        #expect(try run(["replay", "-", "--topics", "swift", "--friendlies", "nobody"], input: posts[1]).exitCode == 0)
        #expect(try relevance("2") > relevance("1"))
        #expect(try run(["why", "2"]).output.contains("OTIS"))
        // Nothing of the archive itself was heard.
        #expect(try run(["export", "signals"]).lines.count == 2)
    }

    @Test func `neutral re-shares name their author by text, or by what the store has kept`() throws {
        let kept = #"{"id":"9","source":"forum","author":"ada","text":"swift evolution"}"#
        #expect(try run(["replay", "-", "--topics", "swift"], input: kept).exitCode == 0)
        let own = """
            {"id":"1","source":"forum","author":"me","kind":"repost","parent":"9","text":"swift evolution"}
            {"id":"2","source":"forum","author":"me","kind":"repost","parent":"8","text":"who knows"}
            {"id":"3","source":"forum","author":"me","kind":"repost","text":"RT @bo: swift"}
            {"id":"4","source":"forum","author":"me","text":"mine"}

            """
        let run = try run(["import", "-", "--json"], input: own)
        let summary = try #require(try run.objects().first)
        #expect(summary["reshares"] as? Int == 3)
        let friendlies = try #require(summary["friendlies"] as? [[String: Any]])
        #expect(friendlies.map { $0["author"] as? String } == ["ada", "bo"])
    }

    @Test func `what is learned from an archive can be left out, taken back and learned again`() throws {
        let kept = #"{"id":"9","source":"forum","author":"ada","text":"swift evolution"}"#
        #expect(try run(["replay", "-", "--topics", "swift"], input: kept).exitCode == 0)
        let own = #"{"id":"1","source":"forum","author":"me","kind":"quote","parent":"9","text":"so true","likes":12}"#
        let first = try #require(try run(["import", "-", "--json"], input: own).objects().first)
        #expect((first["accepts"] as? Int, first["outcomes"] as? Int) == (1, 1))
        let log = try run(["export", "decisions"]).objects()
        #expect(log.map { $0["id"] as? String } == ["forum:1", "forum:9"])
        #expect(log.map { $0["decision"] as? String } == ["accept", "shared"])
        #expect(log.allSatisfy { $0["by"] as? String == "archive" })
        #expect(log[1]["likes"] as? Int == 12 && log[1]["reposts"] == nil)

        #expect(try run(["import", "--undo"]).lines == ["took back 1 accepts and 1 outcomes"])
        #expect(try run(["import", "--undo", "--json"]).output == #"{"accepts":0,"outcomes":0}"# + "\n")
        let undone = try run(["export", "decisions"]).objects().suffix(2)
        #expect(undone.allSatisfy { $0["decision"] as? String == "undo" })
        let again = try #require(try run(["import", "-", "--json"], input: own).objects().first)
        #expect((again["new"] as? Int, again["accepts"] as? Int, again["outcomes"] as? Int) == (0, 1, 1))

        #expect(try run(["import"]).exitCode == 64)
        #expect(try run(["import", file, "--undo"]).exitCode == 64)
        let nowhere = try Program.run(["import", "--undo", "--store", folder.path("none.db")], folder: folder.url)
        #expect(nowhere.exitCode == 2)
    }

    @Test func `a file without a post is refused, with what to name instead`() throws {
        let notes = try folder.write("notes.txt", "these are\nmy notes\n")
        let run = try run(["import", notes])
        #expect(run.exitCode == 2)
        #expect(
            run.errors
                == "earshot: nothing of 2 lines could be read as a post. Name tweets.js of your archive, or posts as JSON, one a line.\n"
        )
        let missing = try self.run(["import", "none.js"])
        #expect(missing.errors == "earshot: cannot open none.js: No such file or directory\n")
        #expect(try self.run(["import"]).exitCode == 64)
    }

    @Test func `hostile names are shown harmless`() throws {
        let archive = #"[{"tweet":{"id_str":"1","full_text":"RT @\u001b[31m\u202e: a"}}]"#
        let run = try run(["import", "-"], input: archive)
        #expect(run.exitCode == 0)
        #expect(!run.output.contains("\u{1B}") && !run.output.contains("\u{202E}"))
    }

    @Test func `long texts of an archive are joined with its posts, in any order of files`() throws {
        let tweets = try folder.write(
            "tweets2.js",
            #"window.YTD.tweets.part0 = [ {"tweet":{"id_str":"1626922779105759235","full_text":"swift is…","favorite_count":"3"}} ]"#
        )
        let notes = try folder.write(
            "note-tweet.js",
            """
            window.YTD.note_tweet.part0 = [
              {
                "noteTweet" : {
                  "noteTweetResults" : { "text" : "swift is great & long" }, "tweetId" : "1626922779105759235"
                }
              }
            ]
            """
        )
        for files in [[tweets, notes], [notes, tweets]] {
            let store = folder.path("joined-\(files == [notes, tweets]).db")
            let arguments = ["--topics", "great", "--json", "--store", store]
            let run = try Program.run(["replay"] + files + arguments, folder: folder.url)
            let summary = try #require(try run.objects().first)
            #expect((summary["heard"] as? Int, summary["kept"] as? Int, summary["duplicates"] as? Int) == (2, 1, 1))
            let signal = try #require(try Program.run(["export", "signals", "--store", store]).objects().first)
            #expect(signal["text"] as? String == "swift is great & long")
            #expect(signal["likes"] as? Int == 3)
        }
    }
}
