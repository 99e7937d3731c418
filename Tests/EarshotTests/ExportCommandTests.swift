import Foundation
import TestSupport
import Testing

@Suite struct ExportCommandTests {
    @Test func `an export replayed into a second store gives the same export`() throws {
        let store = try SampleStore()
        let signals = try store.run(["export", "signals"])
        #expect(signals.exitCode == 0)
        #expect(signals.lines.count == 4)
        let second = try SampleStore(signals.output)
        #expect(try second.replay.objects().first?["kept"] as? Int == 4)
        #expect(try second.run(["export", "signals"]).output == signals.output)
        #expect(try second.run(["export", "points"]).output == (try store.run(["export", "points"]).output))
        #expect(try second.run(["query", "--json"]).output == (try store.run(["query", "--json"]).output))
    }

    @Test func `so does an export of everything that fields can hold`() throws {
        let posts = #"""
            {"id":"x:902518307445772288","source":"x","author":"a","time":"2017-08-29T13:08:27Z","text":"\u0000\u001b\u0085\u2028\"\\ \ud83d\ude80 é","url":"u","lang":"en-GB","likes":0,"reposts":-1,"replies":9223372036854775807}
            {"text":"no id and no time","source":"bluesky"}
            {"text":"no id","time":"1999-12-31T23:59:59.999+01:00"}
            {"id":"r","kind":"repost","parent":"9","text":"","time":"2261-12-31T23:59:59Z"}
            {"id":"q","kind":"quote","parent":"9","text":"quote","time":"1678-01-01T00:00:00Z","other":{"a":[1,2,{"b":"\u2028"}]}}
            {"created_at":"Tue Aug 29 13:08:27 +0000 2017","id_str":"902518307445772289","text":"R&amp;D &lt;3","user":{"screen_name":"ada"},"lang":"und"}

            """#
        let store = try SampleStore(posts, options: ["--keep-all", "--keep-raw"])
        #expect(try store.replay.objects().first?["kept"] as? Int == 6)
        let signals = try store.run(["export", "signals"])
        let second = try SampleStore(signals.output, options: ["--keep-all", "--keep-raw"])
        #expect(try second.run(["export", "signals"]).output == signals.output)
        #expect(signals.lines.count == 6)
    }

    @Test func `so does an export of the demo`() throws {
        let folder = try TemporaryFolder()
        _ = try Program.run(["demo", "--store", "demo.db"], folder: folder.url)
        let signals = try Program.run(["export", "signals", "--store", "demo.db"], folder: folder.url)
        let topics = try Program.run(["topics", "--json", "--store", "demo.db"], folder: folder.url).objects()
            .compactMap { $0["topic"] as? String }
        let file = try folder.write("demo.ndjson", signals.output)
        let arguments = [
            "replay", file, "--store", "second.db", "--topics", topics.joined(separator: ","), "--friendlies",
            "ada_builds,mira.ops,opsgardener",
        ]
        #expect(try Program.run(arguments, folder: folder.url).exitCode == 0)
        #expect(
            try Program.run(["export", "signals", "--store", "second.db"], folder: folder.url).output == signals.output
        )
    }

    @Test func `signals leave as posts with their own id, in the order heard`() throws {
        let objects = try SampleStore().run(["export", "signals"]).objects()
        #expect(objects.map { $0["id"] as? String } == ["1", "2", "3", "4"])
        #expect(objects.map { $0["source"] as? String } == ["x", "x", "mastodon", "x"])
        #expect(objects[1]["time"] as? String == "2017-08-29T13:04:59.999Z")
        #expect(objects[0]["likes"] as? Int == 3)
        #expect(objects[0]["raw"] == nil)
        #expect((objects[2]["raw"] as? String)?.contains("my own key") == true)
        #expect(objects[3]["kind"] as? String == "reply")
        #expect(objects[3]["parent"] as? String == "2")
    }

    @Test(arguments: [
        (["--topic", "swift"], ["1", "2"]), (["--from", "2017-08-29T14:00:00Z"], ["3", "4"]),
        (["--to", "2017-08-29T14:00:00Z"], ["1", "2"]),
        (["--topic", "api", "--from", "2017-08-29T13:04:59.999Z", "--to", "2017-08-30"], ["2", "3"]),
        (["--topic", "none"], []),
    ])
    func `a topic and a span select`(options: [String], ids: [String]) throws {
        let run = try SampleStore().run(["export", "signals"] + options)
        #expect(run.exitCode == 0)
        #expect(try run.objects().compactMap { $0["id"] as? String } == ids)
    }

    @Test func `comma-separated values have a heading and a row a signal`() throws {
        let lines = try SampleStore().run(["export", "signals", "--csv"]).lines
        #expect(
            lines.first
                == "id,source,author,time,text,url,lang,likes,reposts,replies,keywords,sentiment,sentiment_score,volatile,relevance,kind,parent,duplicate_of"
        )
        #expect(lines.count == 5)
        #expect(
            lines[1].hasPrefix(
                #"1,x,ada,2017-08-29T13:00:00Z,"I love swift, it is wonderful!",,en,3,,,swift,positive,"#
            )
        )
        #expect(lines[2].contains(",swift;api,negative,-0."))
        #expect(lines[3].hasPrefix("3,mastodon,cy,2017-08-29T14:30:00Z,Die API ist da,,de,,,,api,,,false,"))
        #expect(lines[4].contains(",true,"))
        #expect(lines[1].hasSuffix(",post,,"))
        #expect(lines[4].hasSuffix(",reply,2,"))
    }

    @Test func `points are line protocol, one per keyword and one per post`() throws {
        let lines = try SampleStore().run(["export", "points"]).lines
        let tweets = lines.filter { $0.hasPrefix("tweets,") }
        #expect(tweets.count == 5)
        #expect(lines.filter { $0.hasPrefix("posts,") }.count == 4)
        #expect(tweets.filter { $0.contains("keywords=swift") }.count == 2)
        #expect(tweets.allSatisfy { $0.contains("tweetid=") && $0.contains("relevance=") })
    }

    @Test func `an empty selection of values has its heading`() throws {
        let run = try SampleStore().run(["export", "signals", "--csv", "--topic", "none"])
        #expect(run.exitCode == 0)
        #expect(run.lines.count == 1)
    }
}
