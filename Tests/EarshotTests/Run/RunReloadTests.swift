import Foundation
import FoundationNetworking
import TestSupport
import Testing

/// Feeds and sinks that come, change and go in the configuration of a running program.
@Suite(.timeLimit(.minutes(2)))
struct RunReloadTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func configure(feeds: String, sinks: String = "", more: String = "") throws {
        _ = try folder.write("earshot.yaml", "topics: [devops]\nfeeds: [\(feeds)]\nsinks: [\(sinks)]\n\(more)\n")
    }

    /// Starts it, and waits until it hears its first feed.
    private func run() throws -> RunningProgram {
        let program = try RunningProgram(["--drain-timeout", "1"], in: folder)
        try program.says("hearing a feed")
        return program
    }

    private func reload(_ program: RunningProgram, times: Int) throws {
        program.send(SIGHUP)
        try program.says("the configuration was read", times: times)
    }

    private func feeds(_ program: RunningProgram) throws -> [[String]] {
        try program.command("feeds", "--json").objects().map { feed in
            let path = feed["feed"] as? String ?? ""
            return [feed["kind"] as? String ?? "", URL(fileURLWithPath: path).lastPathComponent]
        }
    }

    /// The lines of the log about hearing a file.
    private func starts(_ program: RunningProgram, _ name: String) throws -> [String] {
        try program.entries().filter { $0["message"] == "hearing a feed" && $0["feed"]?.hasSuffix(name) == true }
            .map { $0["lines_heard_before"] ?? "" }
    }

    /// The ids of the points that a server got, in order.
    private func ids(_ server: ScriptedServer) -> [Int] {
        server.requests.flatMap(\.lines).compactMap { line in
            guard line.hasPrefix("tweets,") else { return nil }
            return line.firstMatch(of: /[ ,]id="test:([0-9]+)"/).flatMap { Int($0.output.1) }
        }
    }

    @Test func `A new feed is heard, one that was left out is not, and one that stays is not interrupted`() throws {
        try configure(feeds: "{file: a}, {file: b}")
        try folder.add([1], to: "a")
        try folder.add([2], to: "b")
        let program = try run()
        try program.keeps(2)
        try configure(feeds: "{folder: in}, {file: a}")
        try program.says("the configuration was read")
        try FileManager.default.createDirectory(atPath: folder.path("in"), withIntermediateDirectories: false)
        try folder.add([3], to: "b")
        try folder.add([4], to: "in/c")
        try folder.add([5], to: "a")
        try program.keeps(4)
        #expect(try feeds(program) == [["folder", "in"], ["file", "a"]])
        try configure(feeds: "{file: a}, {file: b}")
        try reload(program, times: 2)
        try program.keeps(5)
        #expect(try program.end() == 0)
        #expect(try program.ids().sorted() == [1, 2, 3, 4, 5])
        #expect(try starts(program, "a") == ["0"])
        #expect(try starts(program, "b") == ["0", "1"], "it hears on where it was")
        #expect(program.entry("stopped")?["duplicates"] == "0")
    }

    @Test func `A changed feed hears on from its place`() throws {
        try configure(feeds: "{file: a}")
        try folder.add(1...3, to: "a")
        let program = try run()
        try program.keeps(3)
        try configure(feeds: "{file: a, format: ndjson}")
        try reload(program, times: 1)
        try program.says("hearing a feed", times: 2)
        try folder.add([4], to: "a")
        try program.keeps(4)
        #expect(try program.end() == 0)
        #expect(try starts(program, "a") == ["0", "3"])
        #expect(program.entry("stopped")?["heard"] == "4")
    }

    @Test func `A new sink is told all, a changed one goes on, and one that was left out is told no more`() throws {
        let (one, two) = (try ScriptedServer(), try ScriptedServer())
        try configure(feeds: "{file: a}", sinks: "{influxdb: '\(one.url)'}")
        try folder.add(1...3, to: "a")
        let program = try run()
        try Eventually.holds("three points") { ids(one).count == 3 }
        try configure(feeds: "{file: a}", sinks: "{influxdb: '\(one.url)', volatile: hide}, {influxdb: '\(two.url)'}")
        try program.says("the configuration was read")
        try program.says("a sink was stopped")
        try folder.add([4], to: "a")
        try Eventually.holds("the fourth") { ids(one).last == 4 && ids(two).last == 4 }
        #expect(ids(one) == [1, 2, 3, 4])
        #expect(ids(two) == [1, 2, 3, 4])
        try configure(feeds: "{file: a}", sinks: "{influxdb: '\(two.url)'}")
        try reload(program, times: 2)
        try program.says("a sink was stopped", times: 2)
        try folder.add([5], to: "a")
        try Eventually.holds("the fifth") { ids(two).last == 5 }
        #expect(ids(one) == [1, 2, 3, 4])
        let sinks = try program.command("sinks", "--json").objects()
        #expect(Set(sinks.map { "\($0["sink"] ?? "") \($0["pins"] ?? "")" }).count == 2)
        try Eventually.holds("nothing is kept back for the first") {
            try program.command("sinks", "--json").objects().contains {
                ($0["sink"] as? String)?.contains(one.url) == true && $0["pins"] as? Bool == false
            }
        }
        #expect(try program.end() == 0)
        #expect(try starts(program, "a") == ["0"], "no feed was interrupted")
    }

    @Test func `What is wrong in the file changes nothing, and is shown until it is mended`() throws {
        let port = try FreePort.find()
        let listen = "listen: 127.0.0.1:\(port)"
        try configure(feeds: "{file: a}", more: listen)
        try folder.add([1], to: "a")
        let program = try run()
        try program.keeps(1)
        func faults() throws -> String {
            let url = try #require(URL(string: "http://127.0.0.1:\(port)/ready"))
            let answer = try BlockingRequest.send(URLRequest(url: url, timeoutInterval: 10))
            return String(decoding: answer.body, as: UTF8.self)
        }
        try configure(feeds: "{file: b}, {tide: c}", more: listen)
        program.send(SIGHUP)
        try program.says("the configuration was not taken, and the one before still holds")
        let reason = "earshot.yaml, line 2: there is no feed of kind"
        #expect(try faults().contains("{\"what\":\"configuration\",\"code\":\"refused\",\"reason\":\"\(reason)"))
        let doctor = try program.command("doctor")
        #expect(doctor.exitCode == 1)
        #expect(doctor.output.contains("there is no feed of kind"))
        // One entry is right, the other lacks its secret: none counts.
        let sink = "{influxdb: 'http://127.0.0.1:9', username: ear, password_file: none}"
        try configure(feeds: "{file: b}", sinks: sink, more: listen)
        program.send(SIGHUP)
        try program.says("the configuration was not taken, and the one before still holds", times: 2)
        try folder.add([2], to: "b")
        try folder.add([3], to: "a")
        try program.keeps(2)
        #expect(try feeds(program) == [["file", "a"]])
        try configure(feeds: "{file: b}", more: listen)
        try reload(program, times: 1)
        try program.keeps(3)
        try Eventually.holds("no fault") { try faults().contains("\"faults\":[]") }
        #expect(try program.end() == 0)
        #expect(try program.ids() == [1, 3, 2])
    }

    @Test func `Feeds named after run stay, whatever the configuration says`() throws {
        try configure(feeds: "{file: a}")
        try folder.add([1], to: "b")
        let program = try RunningProgram(["b"], in: folder)
        try program.keeps(1)
        #expect(try feeds(program) == [["file", "b"]])
        try configure(feeds: "{file: c}")
        try reload(program, times: 1)
        try folder.add([2], to: "b")
        try program.keeps(2)
        #expect(try feeds(program) == [["file", "b"]])
        #expect(try program.end() == 0)
        #expect(try starts(program, "b") == ["0"])
    }
}
