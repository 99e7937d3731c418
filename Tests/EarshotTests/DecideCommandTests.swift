import Foundation
import TestSupport
import Testing

/// `decide`, what is learned from it, and how it moves.
@Suite struct DecideCommandTests {
    /// A store with posts of two kinds, and decisions that like one of them.
    private static func sample(_ folder: TemporaryFolder) throws -> (posts: String, decisions: String) {
        let words = ["release", "roadmap", "benchmark", "tutorial"]
        let posts = (0..<80).map { number in
            let text =
                number % 2 == 0 ? "swift \(words[number % 4]) \(number) is out" : "cheap swift codes \(number), buy now"
            return #"{"id":"\#(number)","source":"forum","author":"a\#(number % 7)","text":"\#(text)"}"#
        }
        let decisions = (0..<60).map { number in
            let decision = number % 2 == 0 ? "accept" : "reject"
            let second = number < 10 ? "0\(number)" : "\(number)"
            return
                #"{"id":"forum:\#(number)","decision":"\#(decision)","by":"ada","at":"2026-03-10T10:00:\#(second)Z"}"#
        }
        return (
            try folder.write("posts.ndjson", posts.joined(separator: "\n")),
            try folder.write("decisions.ndjson", decisions.joined(separator: "\n"))
        )
    }

    private static func run(
        _ arguments: String...,
        in folder: TemporaryFolder,
        input: String = ""
    ) throws -> Program.Run {
        try Program.run(arguments, input: input, folder: folder.url)
    }

    @Test func `what was decided is learned, explained, measured, and moves to another store bit for bit`() throws {
        let folder = try TemporaryFolder()
        let (posts, decisions) = try Self.sample(folder)
        #expect(try Self.run("replay", posts, "--topics", "swift", in: folder).exitCode == 0)
        #expect(try Self.run("decide", "--file", decisions, in: folder).lines.first == "recorded   60")
        let why = try Self.run("why", "forum:70", in: folder)
        #expect(why.lines.contains { $0.hasPrefix("learned from 60 decisions: ") })
        let text = #"{"text":"swift release 99 is out"}"# + "\n" + #"{"text":"cheap swift codes 98, buy now"}"# + "\n"
        let judged = try Self.run("judge", "--topics", "swift", "--store", "earshot.db", in: folder, input: text)
            .objects()
        let relevance = judged.compactMap { $0["relevance"] as? Double }
        #expect(relevance.count == 2 && relevance[0] > 0.8 && relevance[1] < 0.2, "\(relevance)")
        for object in judged {
            let reasons = object["reasons"] as? [[String: Any]] ?? []
            #expect(reasons.last?["what"] as? String == "learned")
            let sum = reasons.compactMap { $0["weight"] as? Double }.reduce(0, +)
            #expect(abs(sum - (object["relevance"] as? Double ?? -1)) < 0.0005, "the weights sum to it")
        }
        let figures = try Self.run("evaluate", "relevance", "--json", in: folder)
        #expect(try figures.objects().first?["auc"] as? Double ?? 0 > 0.95)

        let log = try Self.run("export", "decisions", in: folder)
        #expect(log.lines.count == 60)
        let moved = try Self.run("decide", "--file", "-", "--store", "other.db", in: folder, input: log.output)
        #expect(moved.lines.first == "recorded   60")
        // The signals are not there, and what was learned is.
        let there = try Self.run("evaluate", "relevance", "--json", "--store", "other.db", in: folder)
        // Which topics it tells apart is a matter of the store.
        func untold(_ run: Program.Run) -> String { run.output.replacing(/"topics":\[[^\]]*\]/, with: "") }
        #expect(untold(there) == untold(figures) && untold(figures) != figures.output)
        #expect(try Self.run("export", "decisions", "--store", "other.db", in: folder).output == log.output)
    }

    @Test func `an undo leaves what there was without the decision, and a mute leaves nothing of an author`() throws {
        let folder = try TemporaryFolder()
        let (posts, decisions) = try Self.sample(folder)
        _ = try Self.run("replay", posts, "--topics", "swift", in: folder)
        _ = try Self.run("decide", "--file", decisions, in: folder)
        let before = try Self.run("evaluate", "relevance", "--json", in: folder).output
        let wrong = #"{"id":"forum:61","decision":"accept","by":"ada","at":"2026-03-10T11:00:00Z"}"#
        let undo = #"{"id":"forum:61","decision":"undo","by":"ada","at":"2026-03-10T11:00:01Z"}"#
        _ = try Self.run("decide", "--file", "-", in: folder, input: wrong)
        #expect(try Self.run("evaluate", "relevance", "--json", in: folder).output != before)
        _ = try Self.run("decide", "--file", "-", in: folder, input: undo)
        #expect(try Self.run("evaluate", "relevance", "--json", in: folder).output == before)
        let mute = #"{"id":"forum:70","decision":"mute","by":"ada","at":"2026-03-10T11:00:02Z"}"#
        _ = try Self.run("decide", "--file", "-", in: folder, input: mute)
        let post = #"{"author":"A0","text":"swift release 99 is out"}"#
        let judged = try Self.run("judge", "--topics", "swift", "--store", "earshot.db", in: folder, input: post)
            .objects()
        #expect(judged.first?["relevance"] as? Double == 0)
        #expect(try Self.run("why", "forum:70", in: folder).lines.contains("muted: @a0"))
    }

    @Test func `what became of what was shared is recorded, moves with the log, and weighs what is learned`() throws {
        let folder = try TemporaryFolder()
        let (posts, decisions) = try Self.sample(folder)
        _ = try Self.run("replay", posts, "--topics", "swift", in: folder)
        _ = try Self.run("decide", "--file", decisions, in: folder)
        let before = try Self.run("why", "forum:70", "--json", in: folder).output
        let shared = """
            {"id":"forum:0","decision":"shared","by":"ada","at":"2026-03-11T10:00:00Z","likes":12,"reposts":3,"replies":null}
            {"id":"forum:2","decision":"shared","by":"ada","at":"2026-03-11T10:00:00Z"}

            """
        let run = try Self.run("decide", "--file", "-", in: folder, input: shared)
        #expect(run.exitCode == 0)
        #expect(run.lines.first == "recorded   2")
        #expect(try Self.run("why", "forum:70", "--json", in: folder).output != before)
        let log = try Self.run("export", "decisions", in: folder)
        let exported = try log.objects().filter { $0["decision"] as? String == "shared" }
        #expect(exported.count == 2)
        #expect((exported[0]["likes"] as? Int, exported[0]["reposts"] as? Int) == (12, 3))
        #expect(exported[0]["replies"] == nil && exported[1]["likes"] == nil, "unknown is not zero")
        let moved = try Self.run("decide", "--file", "-", "--store", "other.db", in: folder, input: log.output)
        #expect(moved.exitCode == 0, "an outcome of what was decided teaches something, whether it was kept or not")
        #expect(try Self.run("export", "decisions", "--store", "other.db", in: folder).output == log.output)

        let wrong = """
            {"id":"forum:0","decision":"shared","by":"ada","likes":-1}
            {"id":"forum:0","decision":"accept","by":"ada","likes":4}
            {"id":"forum:999","decision":"shared","by":"ada","likes":4}
            """
        let refused = try Self.run("decide", "--file", "-", in: folder, input: wrong)
        #expect(refused.exitCode == 2)
        #expect(
            refused.errors.split(separator: "\n").map(String.init) == [
                "earshot: line 1: \"likes\" is -1. Write a count, or null where it is not known.",
                "earshot: line 2: \"likes\" say what became of a signal that was \"shared\". Leave them out.",
                "earshot: no signal has the id forum:999; the decision is recorded, and teaches nothing.",
            ]
        )
    }

    @Test func `figures over time and by topic are listed, and people can be left out exactly`() throws {
        let folder = try TemporaryFolder()
        let (posts, decisions) = try Self.sample(folder)
        _ = try Self.run("replay", posts, "--topics", "swift,api", in: folder)
        #expect(
            try Self.run("evaluate", "relevance", "--series", in: folder).lines == [
                "No figures yet: one is written after every 50 accepts and rejects."
            ]
        )
        _ = try Self.run("decide", "--file", decisions, in: folder)
        let series = try Self.run("evaluate", "relevance", "--series", "--json", in: folder)
        let figure = try #require(try series.objects().first)
        #expect(series.lines.count == 1)
        #expect(figure["at"] as? String == "2026-03-10T10:00:49Z")
        #expect((figure["log"] as? Int, figure["decisions"] as? Int, figure["accepted"] as? Int) == (50, 30, 15))
        #expect(figure["auc"] as? Double ?? 0 > 0.95)
        #expect(figure["calibration_error"] is Double)
        let table = try Self.run("evaluate", "relevance", "--series", in: folder).lines
        #expect(table.count == 2)
        #expect(table[1].hasPrefix("2026-03-10T10:00:49Z"))

        let honest = try Self.run("evaluate", "relevance", in: folder)
        #expect(honest.lines.contains { $0.hasPrefix("  swift: 40 decisions, AUC ") })
        #expect(!honest.output.contains("api"), "nothing was decided about it")
        let figures = try Self.run("evaluate", "relevance", "--json", in: folder)
        let topics = try #require(try figures.objects().first?["topics"] as? [[String: Any]])
        #expect(topics.map { $0["topic"] as? String } == ["swift"])
        #expect(topics[0]["decisions"] as? Int == 40)
        let against = decisions.replacing("decisions.ndjson", with: "mallory.ndjson")
        let turned = try String(contentsOfFile: decisions, encoding: .utf8).replacing("accept", with: "ACCEPT")
            .replacing("reject", with: "accept").replacing("ACCEPT", with: "reject").replacing("ada", with: "mallory")
        try Data(turned.utf8).write(to: URL(fileURLWithPath: against))
        _ = try Self.run("decide", "--file", against, in: folder)
        #expect(try Self.run("evaluate", "relevance", in: folder).output.contains("mallory: 60 decisions, AUC 0.0"))
        let without = try Self.run("evaluate", "relevance", "--json", "--without", "mallory", in: folder)
        #expect(without.output == figures.output)
        // What was written stays.
        let later = try Self.run("evaluate", "relevance", "--series", "--json", in: folder)
        #expect(later.lines.count == 2 && later.lines[0] == series.lines[0])
        #expect(try Self.run("evaluate", "relevance", "--series", "--without", "ada", in: folder).exitCode == 64)
        #expect(try Self.run("evaluate", "sentiment", against, "--series", in: folder).exitCode == 64)
    }

    @Test func `lines that are no decision are told with their numbers, and the others are recorded`() throws {
        let folder = try TemporaryFolder()
        let (posts, _) = try Self.sample(folder)
        _ = try Self.run("replay", posts, "--topics", "swift", in: folder)
        let run = try Self.run(
            "decide",
            "--file",
            "-",
            in: folder,
            input: """
                {"id":"forum:1","decision":"maybe","by":"ada"}
                not json
                {"id":"forum:1","by":"ada"}
                {"id":"forum:1","decision":"accept","by":"ada","at":"yesterday"}
                {"id":"forum:1","decision":"track","by":"ada"}
                {"id":"forum:999","decision":"accept","by":"ada"}
                {"id":"1","decision":"accept","by":"ada"}
                """
        )
        #expect(run.exitCode == 2)
        #expect(run.lines == ["recorded   2", "repeated   0   in the log already"])
        let advice = #"A decision is {"id":"x:1","decision":"accept","by":"ada","at":"2026-01-31T08:00:00Z"}."#
        #expect(
            run.errors.split(separator: "\n").map(String.init) == [
                "earshot: line 1: \"maybe\" is no decision. There are: accept, reject, unsure, mute, track, undo, shared.",
                "earshot: line 2: it is no JSON object. \(advice)",
                "earshot: line 3: there is no \"decision\". \(advice)",
                "earshot: line 4: \"at\" is no time. Write it as 2026-01-31T08:00:00Z.",
                "earshot: line 5: a track says what: \"phrase\":\"swift evolution\"",
                "earshot: no signal has the id forum:999; the decision is recorded, and teaches nothing.",
            ]
        )
        let few = try Self.run("evaluate", "relevance", in: folder)
        #expect(few.lines.first?.hasPrefix("Not enough was decided yet: 10 accepts") == true)
    }
}
