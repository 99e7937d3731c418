import Foundation
import TestSupport
import Testing

/// The queue while `earshot run` has the store: everything goes through its socket.
@Suite(.timeLimit(.minutes(2)))
struct RunReviewTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try folder.add(1...4)
    }

    private func run(_ arguments: [String], by person: String = "ada") throws -> Program.Run {
        try Program.run(
            arguments + ["--store", folder.path("earshot.db")],
            folder: folder.url,
            environment: ["EARSHOT_USER": person]
        )
    }

    private func waiting(by person: String = "ada") throws -> Set<String> {
        Set(try run(["review", "--json"], by: person).objects().compactMap { $0["id"] as? String })
    }

    @Test func `Signals are decided through it by several people, also those that it hears meanwhile`() throws {
        let program = try RunningProgram(["posts", "--topics", "devops"], in: folder)
        try program.says("listening")
        try program.keeps(4)
        #expect(try waiting() == ["test:1", "test:2", "test:3", "test:4"])
        #expect(try run(["review", "accept", "1"]).lines.first == "Accepted 1 item.")
        let late = try run(["review", "reject", "1"], by: "bob")
        #expect(late.exitCode == 2)
        #expect(late.errors.hasPrefix("earshot: test:1: ada accepted this at "), "\(late.errors)")
        try folder.add(5...5)
        try program.keeps(5)
        #expect(try waiting(by: "bob") == ["test:2", "test:3", "test:4", "test:5"])
        #expect(try run(["review", "reject", "5", "2"], by: "bob").exitCode == 0)
        #expect(try run(["review", "undo"], by: "bob").lines == ["Took back: reject of 2 items."])
        #expect(try waiting() == ["test:2", "test:3", "test:4", "test:5"])
        #expect(try program.end() == 0)
        #expect(try waiting() == ["test:2", "test:3", "test:4", "test:5"], "the same without it")
    }

    @Test func `A phrase that is tracked is listened for at once, and counts backwards`() throws {
        try folder.add(20...20, "the badger release")
        _ = try folder.write("earshot.yaml", "topics: [devops]\nfeeds:\n  - file: posts\n")
        let program = try RunningProgram([], in: folder)
        try program.says("listening")
        try program.keeps(4)
        let line = #"{"id":"test:1","decision":"track","by":"ada","at":"2026-03-10T10:00:00Z","phrase":"badger"}"#
        let track = try Program.run(
            ["decide", "--file", "-", "--store", folder.path("earshot.db")],
            input: line + "\n",
            folder: folder.url
        )
        #expect(track.exitCode == 0, "\(track.errors)")
        #expect(try program.ids() == [1, 2, 3, 4, 20])
        try folder.add(21...21, "another badger")
        try program.keeps(6)
        #expect(try program.end() == 0)
    }
}
