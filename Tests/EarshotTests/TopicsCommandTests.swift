import Foundation
import TestSupport
import Testing

/// `topics test` and `topics preview`, and topics of a configuration.
@Suite struct TopicsCommandTests {
    private static let configuration = """
        store: settled.db
        topics:
          - name: swift
            aliases: [swiftlang]
            exclude: [taylor]
          - name: rust
            require: [cargo, compiler]
          - kapacitor
        friendlies: [ada]
        volatile_above: 0.99
        profanity:
          deny: [frak]
        """

    private static func folder(_ configuration: String = configuration) throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        _ = try folder.write("earshot.yaml", configuration)
        return folder
    }

    @Test func `a text is tested against the topics of the configuration`() throws {
        let folder = try Self.folder()
        let run = try Program.run(["topics", "test", "SwiftLang and rust, frak"], folder: folder.url)
        #expect(run.exitCode == 0)
        #expect(
            run.lines == [
                "swift is named", "  by \"SwiftLang\", its alias swiftlang", "rust is not named", "  by \"rust\"",
                "  but nothing that it requires is there: \"cargo\", \"compiler\"",
            ]
        )
        let none = try Program.run(["topics", "test", "nothing"], folder: folder.url)
        #expect(none.lines == ["None of 3 topics is named in it."])
    }

    @Test func `topics named on the command line replace all others`() throws {
        let folder = try Self.folder()
        let run = try Program.run(
            ["topics", "test", "Taylor Swift's releases", "--topics", "swift,release", "--match", "forms", "--json"],
            folder: folder.url
        )
        let objects = try run.objects()
        #expect(objects.map { $0["topic"] as? String } == ["swift", "release"])
        #expect(objects.map { $0["named"] as? Bool } == [true, true])
        let by = try #require((objects[1]["by"] as? [[String: Any]])?.first)
        #expect(by["text"] as? String == "releases")
        #expect(by["form"] as? Bool == true)
        #expect([by["start"] as? Int, by["end"] as? Int] == [15, 23])
    }

    @Test func `without a configuration the topics of the store are tested`() throws {
        let store = try SampleStore()
        #expect(try store.run(["topics", "test", "the API"]).lines == ["api is named", "  by \"API\""])
    }

    @Test func `a replay keeps to the configuration, and so does the next without it`() throws {
        let folder = try Self.folder()
        let posts = """
            {"id":"1","text":"swiftlang is out"}
            {"id":"2","text":"taylor and swift"}
            {"id":"3","text":"rust"}
            {"id":"4","text":"rust and cargo, frak"}

            """
        let file = try folder.write("posts.ndjson", posts)
        let run = try Program.run(["replay", file, "--json"], folder: folder.url)
        #expect(run.exitCode == 0, "\(run.errors)")
        #expect(FileManager.default.fileExists(atPath: folder.path("settled.db")))
        #expect(try run.objects().first?["kept"] as? Int == 2)
        let kept = try Program.run(["export", "signals"], folder: folder.url).objects()
        #expect(kept.map { $0["id"] as? String } == ["1", "4"])
        let judgements = kept.compactMap { $0["judgement"] as? [String: Any] }
        #expect(judgements.map { $0["volatile"] as? Bool } == [false, true])
        // The store knows what its topics are by itself.
        try FileManager.default.removeItem(atPath: folder.path("earshot.yaml"))
        let more = try folder.write(
            "more.ndjson",
            #"{"id":"5","text":"swiftlang"}"# + "\n" + #"{"id":"6","text":"rust"}"#
        )
        let again = try Program.run(
            ["replay", more, "--store", folder.path("settled.db"), "--json"],
            folder: folder.url
        )
        #expect(try again.objects().first?["kept"] as? Int == 1)
    }

    @Test func `a topic that was changed counts backwards`() throws {
        let folder = try Self.folder("topics: [swift]\nstore: s.db")
        let file = try folder.write("posts.ndjson", #"{"id":"1","text":"swiftlang"}"#)
        #expect(try Program.run(["replay", file, "--json"], folder: folder.url).objects().first?["kept"] as? Int == 0)
        _ = try folder.write("earshot.yaml", "topics: [{name: swift, aliases: [swiftlang]}]\nstore: s.db")
        let other = try folder.write("other.ndjson", #"{"id":"2","text":"nothing"}"#)
        let run = try Program.run(["replay", other, "--json"], folder: folder.url)
        #expect(try run.objects().first?["recalled"] as? Int == 1)
    }

    @Test func `judge reads a configuration only where it is named`() throws {
        let folder = try Self.folder()
        let plain = try Program.run(["judge"], input: "swiftlang, frak\n", folder: folder.url).objects()
        #expect(plain.first?["keywords"] as? [String] == [])
        #expect(plain.first?["volatile"] as? Bool == false)
        let settled = try Program.run(
            ["judge", "--config", "earshot.yaml"],
            input: "swiftlang, frak\n",
            folder: folder.url
        ).objects()
        #expect(settled.first?["keywords"] as? [String] == ["swift"])
        #expect(settled.first?["volatile"] as? Bool == true)
    }

    @Test func `a mistake in the configuration is said and nothing is done`() throws {
        let folder = try Self.folder("topic: [swift]")
        let run = try Program.run(["replay", "-"], input: "", folder: folder.url)
        #expect(run.exitCode == 2)
        #expect(
            run.errors
                == "earshot: earshot.yaml, line 1: there is no key \"topic\" in the configuration. Did you mean topics?\n"
        )
        #expect(try folder.contents() == ["earshot.yaml"])
        let lists = try Self.folder("profanity: {deny: [two words]}")
        let judged = try Program.run(["why", "--text", "a"], folder: lists.url)
        #expect(judged.exitCode == 2)
        #expect(judged.errors.contains("\"two words\" in the list of profane words is not one word."))
        let weights = try Self.folder("weights: {sentiment: earshot.yaml}")
        let read = try Program.run(["why", "--text", "a"], folder: weights.url)
        #expect(read.exitCode == 2)
        #expect(read.errors.contains("this is no weights file of Earshot"))
    }

    // MARK: Preview

    private static let heard = (0..<40).map { number in
        switch number % 4 {
        case 0:
            #"{"id":"\#(number)","author":"a\#(number)","time":"2026-03-0\#(number / 10 + 1)T09:00:00Z","text":"taylor swift concert number \#(number)"}"#
        case 1:
            #"{"id":"\#(number)","author":"b","time":"2026-03-0\#(number / 10 + 1)T09:00:00Z","text":"swift compiler crash number \#(number)"}"#
        default:
            #"{"id":"\#(number)","time":"2026-03-0\#(number / 10 + 1)T09:00:00Z","text":"lunch number \#(number) was good"}"#
        }
    }.joined(separator: "\n")

    @Test func `a preview counts what the store has, kept or not, and what is said beside it`() throws {
        let store = try SampleStore(Self.heard, topics: "compiler")
        let preview = try #require(try store.run(["topics", "preview", "swift", "--json"]).objects().first)
        #expect(preview["heard"] as? Int == 40)
        #expect(preview["posts"] as? Int == 20)
        let beside = try #require(preview["beside"] as? [[String: Any]])
        let phrases = beside.compactMap { $0["phrase"] as? String }
        #expect(phrases.contains { $0.contains("taylor") })
        #expect(phrases.contains { $0.contains("compiler") })
        #expect(!phrases.contains("number"))
        #expect((preview["examples"] as? [Any])?.isEmpty == false)
        let cleaned = try #require(
            try store.run(["topics", "preview", "swift", "--exclude", "taylor", "--json"]).objects().first
        )
        #expect(cleaned["posts"] as? Int == 10)
        #expect(cleaned["authors"] as? Int == 1)
    }

    @Test func `a stream that was heard again is looked through once`() throws {
        let store = try SampleStore(Self.heard, topics: "compiler")
        // Other topics hear it anew: the unmatched are in the ring twice, and some of them are kept now.
        let again = try store.run(["replay", store.folder.path("posts.ndjson"), "--topics", "concert"])
        #expect(again.exitCode == 0)
        let preview = try #require(try store.run(["topics", "preview", "swift", "--json"]).objects().first)
        #expect(preview["heard"] as? Int == 40)
        #expect(preview["posts"] as? Int == 20)
    }

    @Test func `what is left without a phrase counts copies too`() throws {
        let copies = (0..<8).map { #"{"id":"c\#($0)","text":"taylor swift tour dates are out now everywhere"}"# }
        let others = ["taylor swift sings", "taylor swift again", "swift compiler", "swift package"].enumerated()
            .map { #"{"id":"o\#($0)","text":"\#($1)"}"# }
        let store = try SampleStore((copies + others).joined(separator: "\n"), topics: "nothing")
        let preview = try #require(try store.run(["topics", "preview", "swift", "--json"]).objects().first)
        let beside = try #require(preview["beside"] as? [[String: Any]])
        let taylor = try #require(beside.first { ($0["phrase"] as? String)?.contains("taylor") == true })
        #expect(taylor["posts"] as? Int == 10)
        let without = try store.run(["topics", "preview", "swift", "--exclude", "taylor", "--json"])
        #expect(try without.objects().first?["posts"] as? Int == 2)
    }

    @Test func `a name that a topic has is not suggested, whatever the topic needs`() throws {
        let folder = try Self.folder("topics: [{name: Kubernetes, require: [cluster]}]\nstore: s.db")
        let posts = (0..<6).map {
            #"{"id":"\#($0)","author":"a\#($0)","text":"We met Ada Lovelace at Kubernetes and Docker"}"#
        }
        let file = try folder.write("posts.ndjson", posts.joined(separator: "\n"))
        _ = try Program.run(["replay", file], folder: folder.url)
        let names = try Program.run(["topics", "suggest", "--json"], folder: folder.url).objects()
            .compactMap { $0["name"] as? String }
        #expect(!names.contains("Kubernetes"))
        #expect(names.contains("Docker"))
    }

    @Test func `a preview changes nothing and fits 80 columns`() throws {
        let store = try SampleStore(Self.heard, topics: "compiler")
        let before = try store.run(["export", "signals"]).output
        let run = try store.run(["topics", "preview", "swift"])
        #expect(run.exitCode == 0)
        #expect(run.lines.first?.hasPrefix("20 of 40 posts name swift: ") == true)
        #expect(run.lines.allSatisfy { $0.count <= 80 })
        #expect(try store.run(["export", "signals"]).output == before)
        #expect(try store.run(["topics", "preview", "cobol"]).lines == ["None of 40 posts names cobol."])
        #expect(try store.run(["topics", "preview", "!!"]).exitCode == 2)
    }
}
