import Foundation
import TestSupport
import Testing

/// `topics`, `sinks`, `deadletters` and `replay`'s summary.
@Suite struct ListingCommandTests {
    @Test func `a replay ends with its summary`() throws {
        let run = try SampleStore().replay
        #expect(run.exitCode == 0)
        #expect(run.errors == "")
        #expect(run.lines.count == 1)
        let summary = try #require(try run.objects().first)
        let keys = ["heard", "kept", "duplicates", "unmatched", "dead", "resumed"]
        #expect(keys.map { summary[$0] as? Int } == [7, 4, 1, 1, 1, 0])
        #expect(
            run.output.matches(of: /"([a-z_]+)":/).map { String($0.1) } == keys + ["recalled", "notices", "seconds"]
        )
    }

    @Test func `a strict replay is no success when a line is dead`() throws {
        let store = try SampleStore(options: ["--strict"])
        #expect(store.replay.exitCode == 2)
        #expect(
            store.replay.errors
                == "earshot: 1 lines became dead letters. See: earshot deadletters --store \(store.path)\n"
        )
    }

    @Test func `topics are listed with what was said of them`() throws {
        let store = try SampleStore()
        let objects = try store.run(["topics", "--json"]).objects()
        #expect(objects.map { $0["topic"] as? String } == ["api", "swift"])
        #expect(objects.map { $0["count"] as? Int } == [3, 2])
        #expect(objects.map { $0["volatile"] as? Int } == [1, 0])
        #expect(objects.map { $0["tracked"] as? Bool } == [true, true])
        #expect(objects[0]["first"] as? String == "2017-08-29T13:04:59.999Z")
        #expect(objects[0]["last"] as? String == "2017-08-30T00:00:00Z")
        let table = try store.run(["topics"]).lines
        #expect(
            table.first?.split(separator: " ").map(String.init) == [
                "topic", "posts", "over", "time", "sentiment", "relevance", "volatile",
            ]
        )
        #expect(table.count == 4)
        #expect(table.last == "Each bar is 30 minutes, from 2017-08-29T13:00:00Z.")
    }

    @Test func `a topic that is tracked no more is past`() throws {
        let store = try SampleStore()
        _ = try store.run(["replay", store.folder.path("posts.ndjson"), "--topics", "swift"])
        let objects = try store.run(["topics", "--json"]).objects()
        #expect(objects.first { $0["topic"] as? String == "api" }?["tracked"] as? Bool == false)
        #expect(try store.run(["topics"]).output.contains("api (past)"))
    }

    @Test func `dead letters are listed with reason and place`() throws {
        let store = try SampleStore()
        let offset = try #require(SampleStore.posts.range(of: "not a post")).lowerBound.utf16Offset(
            in: SampleStore.posts
        )
        let letter = try #require(try store.run(["deadletters", "--json"]).objects().first)
        #expect(letter["reason"] as? String == "the line is no JSON object; a post is {\"text\":…}")
        #expect(letter["file"] as? String == "posts.ndjson")
        #expect(letter["offset"] as? Int == offset)
        #expect((letter["payload"] as? String)?.hasPrefix("not a post") == true)
        #expect(
            try store.run(["deadletters"]).lines == [
                "posts.ndjson, byte \(offset): the line is no JSON object; a post is {\"text\":…}", "    not a post",
                "Try them again with: earshot deadletters retry --store \(store.path)",
            ]
        )
        #expect(try store.run(["deadletters", "list"]).output == (try store.run(["deadletters"]).output))
    }

    @Test func `what still cannot be read stays dead`() throws {
        let store = try SampleStore()
        #expect(
            try store.run(["deadletters", "retry", "--json"]).output == "{\"heard\":0,\"requeued\":0,\"remaining\":1}\n"
        )
        #expect(try store.run(["deadletters", "--json"]).objects().count == 1)
    }

    @Test func `no dead letters is fine`() throws {
        let store = try SampleStore(#"{"text":"swift"}"#)
        let run = try store.run(["deadletters"])
        #expect(run.exitCode == 0)
        #expect(run.output == "No dead letters.\n")
        #expect(try store.run(["deadletters", "--json"]).output == "")
    }

    @Test func `a store that told no sink says how to`() throws {
        let run = try SampleStore().run(["sinks"])
        #expect(run.exitCode == 0)
        #expect(run.output == "No sink was told anything yet: earshot replay FILE --influx URL\n")
        #expect(try SampleStore().run(["sinks", "--json"]).output == "")
    }

    @Test func `what a sink did not take waits for it`() throws {
        let url = "http://127.0.0.1:\(try FreePort.find())"
        let store = try SampleStore(options: ["--influx", url, "--drain-timeout", "0"])
        #expect(store.replay.exitCode == 2)
        #expect(
            store.replay.errors.hasPrefix("earshot: 4 signals were not sent and wait in the outbox for the next run: ")
        )
        let sink = try #require(try store.run(["sinks", "--json"]).objects().first)
        #expect(sink["kind"] as? String == "influxdb")
        #expect(sink["access"] as? String == "open")
        #expect((sink["blind_spots"] as? [String])?.isEmpty == false)
        #expect(sink["sink"] as? String == "influxdb:\(url)/twitter")
        #expect(sink["backlog"] as? Int == 4)
        #expect(try store.run(["sinks"]).output.hasPrefix("influxdb:\(url)/twitter: 4 signals wait"))
    }

    @Test func `a sink that is told no more is let go of by its name`() throws {
        let url = "http://127.0.0.1:\(try FreePort.find())"
        let store = try SampleStore(options: ["--influx", url, "--drain-timeout", "0"])
        let name = "influxdb:\(url)/twitter"
        let other = try store.run(["sinks", "drop", "influxdb"])
        #expect(other.exitCode == 2)
        #expect(other.errors == "earshot: no sink influxdb was ever told anything. There are: \(name)\n")
        let wouldBe = try store.run(["sinks", "drop", name, "--dry-run"])
        #expect(wouldBe.output == "would drop \(name). 4 signals were not sent to it.\n")
        #expect(try store.run(["sinks", "--json"]).objects().count == 1)
        let dropped = try store.run(["sinks", "drop", name, "--json"])
        #expect(dropped.exitCode == 0, "\(dropped.errors)")
        #expect(dropped.output == #"{"sink":"\#(name)","backlog":4,"dry_run":false}"# + "\n")
        #expect(try store.run(["sinks", "--json"]).output == "")
    }
}
