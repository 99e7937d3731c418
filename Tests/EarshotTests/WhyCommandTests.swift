import TestSupport
import Testing

@Suite struct WhyCommandTests {
    @Test(arguments: ["1", "x:1"])
    func `a kept signal is explained by either form of its id`(id: String) throws {
        let store = try SampleStore()
        let run = try store.run(["why", id])
        #expect(run.exitCode == 0)
        #expect(
            Array(run.lines.prefix(3)) == ["I love swift, it is wonderful!", "@ada, x:1, 2017-08-29T13:00:00Z", ""]
        )
        #expect(run.lines[3].hasPrefix("relevance 0."))
        #expect(run.lines[4] == "  +0.41  the topic \"swift\" is named")
        #expect(run.lines[5].hasSuffix("what is said of it is clearly positive"))
        #expect(run.lines.last?.wholeMatch(of: /judged by model [0-9a-f]{16}/) != nil)
    }

    @Test func `the objects hold what judge says of the line`() throws {
        let store = try SampleStore()
        let kept = try store.run(["why", "1", "--json"]).output
        let judged = try Program.run(
            ["judge", "--topics", "swift,api"],
            input: #"{"id":"1","text":"I love swift, it is wonderful!","lang":"en"}"#
        ).output
        let members = judged.dropFirst(#"{"id":"1","#.count).dropLast("}\n".count)
        #expect(
            kept.hasPrefix(
                #"{"id":"x:1","text":"I love swift, it is wonderful!",\#(members),"duplicate_of":null,"kind":"post","parent":null,"parent_text":null,"revision":""#
            )
        )
    }

    @Test func `an ambiguous id is no answer`() throws {
        let store = try SampleStore(
            #"{"id":"7","source":"x","text":"swift"}"# + "\n" + #"{"id":"7","source":"mastodon","text":"swift"}"#
        )
        let run = try store.run(["why", "7"])
        #expect(run.exitCode == 2)
        #expect(run.errors.hasPrefix("earshot: the id is ambiguous. Name one: "))
        #expect(run.errors.contains("x:7"))
        #expect(run.errors.contains("mastodon:7"))
        #expect(try store.run(["why", "mastodon:7"]).exitCode == 0)
    }

    @Test func `a copy names its original`() throws {
        let text = "The new release of swift fixes the alert handler that lost messages on restart"
        let store = try SampleStore(
            #"{"id":"a","source":"x","text":"\#(text)"}"# + "\n"
                + #"{"id":"b","source":"x","text":"RT @ada: \#(text) https://x.y"}"#
        )
        #expect(try store.run(["why", "b"]).lines.contains("a copy of x:a"))
        #expect(try store.run(["why", "b", "--json"]).objects().first?["duplicate_of"] as? String == "x:a")
        #expect(!(try store.run(["why", "a"]).output.contains("a copy of")))
    }

    @Test func `a quote shows what it quotes`() throws {
        let store = try SampleStore(
            #"{"id":"1","source":"x","text":"swift is fast"}"# + "\n"
                + #"{"id":"2","source":"x","text":"so is swift here","kind":"quote","parent":"1"}"# + "\n"
                + #"{"id":"3","source":"x","text":"and swift there","kind":"quote","parent":"9"}"# + "\n"
                + #"{"id":"4","source":"x","text":"swift","kind":"repost","parent":"1"}"#
        )
        #expect(try store.run(["why", "2"]).lines.contains("quotes x:1: swift is fast"))
        #expect(try store.run(["why", "3"]).lines.contains("quotes x:9, which was not kept"))
        let repost = try store.run(["why", "4"]).lines
        #expect(repost.contains("a copy of x:1"))
        #expect(repost.contains("reposts x:1: swift is fast"))
        let object = try #require(try store.run(["why", "2", "--json"]).objects().first)
        #expect(object["kind"] as? String == "quote")
        #expect(object["parent"] as? String == "x:1")
        #expect(object["parent_text"] as? String == "swift is fast")
        let exported = try store.run(["export", "signals"]).objects()
        #expect(exported.compactMap { $0["parent"] as? String } == ["1", "9", "1"])
    }

    @Test func `any text is explained without a store`() throws {
        let run = try Program.run(["why", "--text", "This damn swift release", "--topics", "swift"])
        #expect(run.exitCode == 0)
        #expect(run.lines.contains("  +0.41  the topic \"swift\" is named"))
        #expect(run.lines.contains { $0.hasSuffix("profanity lowers it: damn") })
        #expect(run.lines.contains("volatile: it holds profanity"))
        #expect(run.lines.contains("language en"))
        #expect(run.lines.contains("towards offensive or not:"))
        #expect(run.lines.contains { $0.hasSuffix(" damn") && $0.hasPrefix("  +") })
        #expect(
            try Program.run(["why", "--text", "This damn swift release", "--topics", "swift", "--json"]).objects()
                .first?["volatile"] as? Bool == true
        )
    }

    @Test func `what is unknown is said to be`() throws {
        let run = try Program.run(["why", "--text", "明日は"])
        #expect(
            run.lines == [
                "relevance 0.00", "  nothing moved it: no topic, no friendly author",
                "sentiment unknown: the models read English only", "not volatile", "language ja",
                "No topics were named, so none could be found: --topics a,b",
            ]
        )
    }
}
