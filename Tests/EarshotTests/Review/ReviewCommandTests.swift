import Foundation
import TestSupport
import Testing

/// `review` without a terminal.
@Suite struct ReviewCommandTests {
    @Test func `what waits is listed, the likeliest first, and is kept from nobody`() throws {
        let store = try ReviewStore()
        let run = try store.run("review", "--json", "--order", "highest", "--limit", "2")
        #expect(run.exitCode == 0, "\(run.errors)")
        let objects = try run.objects()
        #expect(objects.map { $0["id"] as? String } == ["forum:1", "forum:2"])
        let first = try #require(objects.first)
        #expect(first["source"] as? String == "forum")
        #expect(first["author"] as? String == "ada")
        #expect(first["time"] as? String == "2026-03-10T09:00:00Z")
        #expect(first["url"] as? String == "https://forum.example/1")
        #expect(first["kind"] as? String == "post")
        #expect(first["topics"] as? [String] == ["swift"])
        #expect(first["sentiment"] as? String == "positive")
        #expect(first["volatile"] as? Bool == false)
        #expect(first["probability"] is NSNull)
        #expect(first["copies"] as? Int == 0)
        #expect(first["assigned"] is NSNull)
        let reasons = try #require(first["reasons"] as? [[String: Any]])
        #expect(reasons.contains { $0["what"] as? String == "friendly" && $0["learned"] as? Bool == false })
        let prior = try #require(first["prior"] as? Double)
        #expect(abs(reasons.reduce(0) { $0 + ($1["weight"] as? Double ?? 0) } - prior) < 0.001)
        #expect(try store.run("review", "--json", "--by", "bob").objects().count == 3)
    }

    @Test func `a filter leaves what it names`() throws {
        let store = try ReviewStore()
        #expect(try store.waiting("--filter", "author:pia") == ["forum:3"])
        #expect(try store.waiting("--filter", "author:pia author:ada") == ["forum:1", "forum:3"])
        #expect(try store.waiting("--filter", "meetup") == ["forum:3"])
        #expect(try store.waiting("--filter", "topic:kapacitor") == [])
    }

    @Test func `signals are accepted and rejected by id, and leave the queue`() throws {
        let store = try ReviewStore()
        let accepted = try store.run("review", "accept", "forum:1", "2")
        #expect(accepted.exitCode == 0, "\(accepted.errors)")
        #expect(accepted.lines == ["Accepted 2 items.", "Take it back with: earshot review undo"])
        #expect(try store.run("review", "reject", "3").lines.first == "Rejected 1 item.")
        #expect(try store.decisions() == ["forum:1 accept", "forum:2 accept", "forum:3 reject"])
        #expect(try store.waiting() == [])
        #expect(try store.run("review", "undo").lines == ["Took back: reject."])
        #expect(try store.waiting() == ["forum:3"])
        #expect(try store.run("review", "undo").lines == ["Took back: accept of 2 items."])
        #expect(try store.run("review", "undo").lines == ["There is nothing of ada to take back."])
        #expect(try store.waiting() == ["forum:1", "forum:2", "forum:3"])
        #expect(try store.run("review", "unsure", "3").lines.first == "Marked unsure 1 item.")
    }

    @Test func `ids that are unknown or ambiguous are told, and the others are decided`() throws {
        let second = #"{"id":"2","source":"x","author":"bo","text":"another swift post, of another source"}"#
        let store = try ReviewStore(ReviewStore.posts + second + "\n")
        let run = try store.run("review", "accept", "forum:1", "2", "404", "a\u{1B}[31m", "x:2")
        #expect(run.exitCode == 2)
        #expect(run.lines.first == "Accepted 2 items.")
        #expect(
            run.errors == """
                earshot: no signal has the id 404; nothing was recorded.
                earshot: no signal has the id a\\u{1b}[31m; nothing was recorded.
                earshot: more than one signal has the id 2; nothing was recorded. Write source:id.

                """
        )
        #expect(try store.decisions() == ["forum:1 accept", "x:2 accept"])
    }

    @Test func `what somebody else has decided is left, unless it is decided again`() throws {
        let store = try ReviewStore()
        #expect(try store.run("review", "reject", "1", "--by", "bob").exitCode == 0)
        let run = try store.run("review", "accept", "1", "3", "--json")
        #expect(run.exitCode == 2)
        let outcome = try #require(try run.objects().first)
        #expect(outcome["decision"] as? String == "accept")
        #expect((outcome["items"] as? Int, outcome["signals"] as? Int) == (1, 1))
        #expect(outcome["ids"] as? [String] == ["forum:3"])
        let conflict = try #require((outcome["conflicts"] as? [[String: Any]])?.first)
        #expect(conflict["id"] as? String == "forum:1")
        #expect(conflict["by"] as? String == "bob")
        #expect(conflict["decision"] as? String == "reject")
        #expect(run.errors.hasPrefix("earshot: forum:1: bob rejected this at 20"))
        #expect(run.errors.hasSuffix(" UTC. Nothing was recorded; --again decides all the same.\n"))
        #expect(try store.run("review", "accept", "1", "--again").exitCode == 0)
        #expect(try store.decisions() == ["forum:1 reject", "forum:3 accept", "forum:1 accept"])
    }

    @Test func `who decides is named, or known by the environment, or the one who is logged in`() throws {
        let store = try ReviewStore()
        func deciders() throws -> [String] {
            try store.run("export", "decisions").objects().compactMap { $0["by"] as? String }
        }
        let nobody = ["EARSHOT_USER": "", "USER": "", "LOGNAME": ""]
        _ = try store.run("review", "accept", "1", "--by", "cy", environment: ["EARSHOT_USER": "ada"])
        _ = try store.run("review", "accept", "2", environment: ["EARSHOT_USER": "ada", "USER": "bo"])
        _ = try store.run("review", "accept", "3", environment: nobody.merging(["USER": "bo"]) { $1 })
        _ = try store.run("review", "accept", "1", "--again", environment: nobody)
        let login = getpwuid(geteuid()).map { String(cString: $0.pointee.pw_name) }
        #expect(try deciders() == ["cy", "ada", "bo", login])
        let empty = try store.run("review", "accept", "1", "--by", " ")
        #expect(empty.exitCode == 2)
        #expect(
            empty.errors == "earshot: nobody says who decides. Name yourself: --by ada, or EARSHOT_USER=ada.\n"
        )
        #expect(try store.run("review", "accept", "1", "--by", "a\u{1B}b").exitCode == 2)
        #expect(try store.run("review", "accept", "1", "--by", "archive").exitCode == 2)
    }

    @Test func `without a terminal the desk says what to use in its place`() throws {
        let run = try ReviewStore().run("review")
        #expect(run.exitCode == 2)
        #expect(run.output == "")
        #expect(
            run.errors == """
                earshot: the desk needs a terminal, and standard input is none. See what waits with earshot review --json, \
                and decide with earshot review accept|reject ID… or earshot decide --file FILE.

                """
        )
    }

    @Test(arguments: [["review", "--json"], ["review", "accept", "1"], ["review", "undo"]])
    func `a store that is not there is named, and not made`(command: [String]) throws {
        let folder = try TemporaryFolder()
        let run = try Program.run(command, folder: folder.url)
        #expect(run.exitCode == 2)
        #expect(run.errors.hasPrefix("earshot: there is no store at earshot.db. Hear something first:"))
        #expect(try folder.contents() == [])
    }

    @Test(arguments: [
        (["review", "--json", "--filter", "form:x"], "Error: --filter: there is no key \"form\": topic, source,"),
        (["review", "--json", "--limit", "0"], "Error: --limit goes from 1 to 10000."),
        (["review", "--json", "--order", "best"], "Error: The value 'best' is invalid for '--order <order>'"),
        (["review", "accept"], "Error: Missing expected argument '<id> ...'"),
        (["review", "reject", "1", " "], "Error: An id is empty. earshot review --json lists those of what waits."),
    ])
    func `wrong usage is told`(command: [String], message: String) throws {
        let run = try Program.run(command)
        #expect(run.exitCode == 64)
        #expect(run.output == "")
        #expect(run.errors.hasPrefix(message), "\(run.errors)")
    }
}
