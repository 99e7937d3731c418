import Foundation
import GRDB
import Signals
import Store
import TestSupport
import Testing

/// One store, several processes: one hears, any number decide and look.
@Suite(.timeLimit(.minutes(3)))
struct RunSharingTests {
    private let folder: TemporaryFolder
    private var path: String { folder.path("earshot.db") }

    init() throws {
        folder = try TemporaryFolder()
    }

    /// Runs a command in a process of its own, beside the test's other tasks.
    private func run(_ arguments: [String], input: String = "", by person: String = "ada") async throws -> Program.Run {
        try await Blocking.run { [folder, path] in
            try Program.run(
                arguments + ["--store", path],
                input: input,
                folder: folder.url,
                environment: ["EARSHOT_USER": person]
            )
        }
    }

    private func decisions() async throws -> [Decision] {
        try await Store.read(path).decisions().map(\.decision)
    }

    /// Lines that accept these posts, without a moment.
    private func lines(_ ids: ClosedRange<Int>, by person: String) -> String {
        ids.map { #"{"id":"test:\#($0)","decision":"accept","by":"\#(person)"}"# + "\n" }.joined()
    }

    /// Two people decide the posts 1 to 40, in bulk and one by one, while others look at topics and the queue.
    private func decideAtOnce() async throws {
        try await withThrowingTaskGroup(of: Program.Run.self) { group in
            group.addTask { try await run(["decide", "--file", "-"], input: lines(1...10, by: "ada")) }
            group.addTask { try await run(["decide", "--file", "-"], input: lines(11...20, by: "bob"), by: "bob") }
            for id in 21...30 { group.addTask { try await run(["review", "accept", "\(id)"]) } }
            for id in 31...40 { group.addTask { try await run(["review", "reject", "\(id)"], by: "bob") } }
            for _ in 1...3 {
                group.addTask { try await run(["topics"]) }
                group.addTask { try await run(["review", "--json"]) }
                group.addTask { try await run(["why", "test:1"]) }
            }
            for try await run in group { #expect(run.exitCode == 0, "\(run.errors)") }
        }
        let decided = try await decisions()
        #expect(Set(decided.map(\.signal.native)) == Set((1...40).map(String.init)))
        #expect(decided.count == 40, "nothing is lost, nothing twice")
        for person in ["ada", "bob"] {
            let steps = decided.filter { $0.by == person && Int($0.signal.native) ?? 0 > 20 }.map(\.at)
            #expect(steps == Array(Set(steps)).sorted(), "each is later than the one before")
        }
    }

    @Test func `Two decide while run hears, and nothing is lost`() async throws {
        // Texts that have nothing in common: near-duplicates would be one item.
        for id in 1...40 {
            try folder.add([id], "devops " + (0..<8).map { "w\(id * 31 + $0 * 977)" }.joined(separator: " "))
        }
        let program = try RunningProgram(["posts", "--topics", "devops"], in: folder)
        try program.says("listening")
        try program.keeps(40)
        async let deciding: Void = decideAtOnce()
        for id in 41...60 { try folder.add([id]) }
        try await deciding
        try program.keeps(60)
        #expect(try program.end() == 0)
        #expect(try program.ids().count == 60)
    }

    @Test func `Two decide while nothing runs`() async throws {
        for id in 1...40 {
            try folder.add([id], "devops " + (0..<8).map { "w\(id * 31 + $0 * 977)" }.joined(separator: " "))
        }
        #expect(try await run(["replay", "posts", "--topics", "devops"]).exitCode == 0)
        try await decideAtOnce()
    }

    @Test func `A phrase that another process tracks is listened for within moments`() async throws {
        try folder.add(1...2)
        try folder.add(20...20, "the badger release")
        _ = try folder.write("earshot.yaml", "topics: [devops]\nfeeds:\n  - file: posts\n")
        let program = try RunningProgram([], in: folder)
        try program.says("listening")
        try program.keeps(2)
        // Not by a command, which would tell the running program.
        let track = Decision(
            signal: SignalID(source: "test", id: "1"),
            verdict: .track,
            by: "ada",
            at: Timestamp(seconds: 1_700_000_000),
            subject: .phrase("badger")
        )
        _ = try await Store.share(path).append([track])
        try program.keeps(3)
        #expect(try program.ids() == [1, 2, 20])
        #expect(try program.end() == 0)
    }

    @Test func `A mute of a post without an author is refused, in bulk as at the desk`() async throws {
        _ = try folder.write("posts", #"{"id":"1","source":"test","text":"devops without a name"}"# + "\n")
        #expect(try await run(["replay", "posts", "--topics", "devops"]).exitCode == 0)
        let mute = #"{"id":"test:1","decision":"mute","by":"ada"}"# + "\n"
        let refused = try await run(["decide", "--file", "-", "--json"], input: mute)
        #expect(refused.exitCode == 2)
        #expect(refused.output.contains(#""refused":["test:1"]"#), "\(refused.output)")
        #expect(refused.errors.contains("test:1 names no author to mute; nothing was recorded."), "\(refused.errors)")
        #expect(try await decisions().isEmpty)
    }

    @Test(arguments: [true, false]) func `A store that goes under run ends it with a sentence`(
        isReplaced: Bool
    ) async throws {
        try folder.add(1...20)
        let program = try RunningProgram(["posts", "--topics", "devops"], in: folder)
        try program.says("listening")
        try program.keeps(20)
        let copy = folder.path("copy.db")
        #expect(try await run(["backup", copy]).exitCode == 0)
        if isReplaced {
            #expect(rename(copy, path) == 0)
        } else {
            for suffix in ["", "-wal", "-shm"] { unlink(path + suffix) }
        }
        #expect(try program.ended() == 2)
        #expect(program.log.contains(#""message":"the store is gone""#), "\(program.log)")
        let sentence = isReplaced ? "another file took the place of the store" : "was removed while it was open"
        #expect(program.log.contains("earshot: ") && program.log.contains(sentence), "\(program.log)")
        guard isReplaced else { return }
        #expect(try program.ids() == Array(1...20))
        try folder.add(21...22)
        let next = try RunningProgram(["posts", "--topics", "devops"], in: folder)
        try next.keeps(22)
        #expect(try next.end() == 0)
        let check = try await DatabaseQueue(path: path).read { try String.fetchOne($0, sql: "PRAGMA integrity_check") }
        #expect(check == "ok")
    }
}
