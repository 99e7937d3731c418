import Foundation
import FoundationNetworking
import TestSupport
import Testing

/// Other commands while `earshot run` has the store.
@Suite(.timeLimit(.minutes(2)))
struct RunCommandsTests {
    private let folder: TemporaryFolder
    private let program: RunningProgram

    init() throws {
        folder = try TemporaryFolder()
        try folder.add(1...3)
        program = try RunningProgram(["posts", "--topics", "devops"], in: folder)
        try program.says("listening")
        try program.keeps(3)
    }

    private func summary(_ run: Program.Run) throws -> [Int] {
        #expect(run.exitCode == 0, "\(run.errors)")
        let object = try #require(try run.objects().last)
        return ["heard", "kept", "duplicates", "unmatched", "dead", "resumed"].map { object[$0] as? Int ?? -1 }
    }

    @Test func `A replay is heard by the process that has the store`() throws {
        try folder.add(3...5, to: "recorded")
        let arguments = ["replay", "recorded", "--json"]
        #expect(try summary(program.command(arguments)) == [3, 2, 1, 0, 0, 0])
        #expect(try summary(program.command(arguments)) == [0, 0, 0, 0, 0, 3])
        #expect(try summary(program.command(arguments + ["--again"])) == [3, 0, 3, 0, 0, 0])
        let piped = try program.command("replay", "-", "--json", input: RunPosts.lines(6...7) + "no post\n")
        #expect(try summary(piped) == [3, 2, 0, 0, 1, 0])
        #expect(try program.end() == 0)
        #expect(try program.ids() == Array(1...7))
    }

    @Test func `A replay that cannot be done says why`() throws {
        let missing = try program.command("replay", "none")
        #expect(missing.exitCode == 2)
        #expect(missing.errors == "earshot: cannot open \(folder.path("none")): No such file or directory\n")
        let foreign = try program.command("replay", "posts", "--topics", "swift", "--speed", "1")
        #expect(foreign.exitCode == 2)
        #expect(
            foreign.errors == """
                earshot: earshot run has the store open and hears files with its own topics and sinks. Leave out \
                --topics, --speed, or stop it first.

                """
        )
        #expect(try program.end() == 0)
    }

    @Test func `A pipe that nobody writes holds up nothing, and an endless device is refused`() throws {
        let pipe = folder.path("pipe")
        #expect(mkfifo(pipe, 0o600) == 0)
        let body = #"{"files":["\#(pipe)"],"keepsRaw":false,"again":false}"#
        let connection = try LocalConnection(path: folder.path("earshot.db-socket"))
        try connection.send(
            "POST /replay HTTP/1.1\r\nhost: earshot\r\ncontent-length: \(body.utf8.count)\r\n\r\n\(body)"
        )
        try folder.add([4])
        try program.keeps(4)
        let device = try program.command("replay", "/dev/zero")
        #expect(device.exitCode == 2)
        let sentence = "/dev/zero is a device that gives bytes without end. Name a file or a pipe."
        #expect(device.errors == "earshot: \(sentence)\n")
        #expect(try program.end() == 0)
        withExtendedLifetime(connection) {}
    }

    @Test func `Dead letters are tried again by the process that has the store`() throws {
        let dead = try program.command("replay", "-", "--json", input: "no post\n")
        #expect(dead.exitCode == 2, "nothing at all could be read")
        #expect(try dead.objects().first?["dead"] as? Int == 1)
        let run = try program.command("deadletters", "retry", "--json")
        #expect(run.exitCode == 0, "\(run.errors)")
        #expect(run.output == "{\"heard\":0,\"requeued\":0,\"remaining\":1}\n")
        #expect(try program.end() == 0)
    }

    @Test func `Feeds tell how each is doing, also when nothing runs`() throws {
        let feed = try #require(try program.command("feeds", "--json").objects().first)
        #expect(feed["feed"] as? String == "posts")
        #expect(feed["state"] as? String == "hearing")
        #expect(feed["lines"] as? Int == 3)
        #expect(feed["reason"] is NSNull)
        #expect(feed["kind"] as? String == "file", "also of one that was named after run")
        #expect(feed["access"] as? String == "open")
        #expect((feed["blind_spots"] as? [String])?.count == 1)
        #expect((feed["last_heard"] as? String)?.hasPrefix("20") == true)
        #expect(try program.end() == 0)
        _ = try folder.write("earshot.yaml", "feeds:\n  - file: posts\n")
        let idle = try #require(try program.command("feeds", "--json").objects().first)
        #expect(idle["feed"] as? String == folder.path("posts") || idle["feed"] as? String == "posts")
        #expect(idle["state"] as? String == "not running")
        #expect(idle["lines"] is NSNull)
        #expect(idle["kind"] as? String == "file")
        #expect(idle["access"] as? String == "open")
        #expect((idle["blind_spots"] as? [String])?.count == 1)
    }

    @Test func `A program that is stopped is said not to answer`() throws {
        program.send(SIGSTOP)
        defer { program.send(SIGCONT) }
        let start = ContinuousClock.now
        let run = try program.command("feeds")
        #expect(ContinuousClock.now - start < .seconds(15))
        #expect(run.exitCode == 2)
        #expect(
            run.errors
                == "earshot: the running Earshot that has this store open does not answer. Is it stopped or overloaded? See its log.\n"
        )
        #expect(run.output.isEmpty)
    }

    @Test(.enabled(if: geteuid() == 0, "only root can ask as another user"))
    func `Who may not use the socket is told so`() throws {
        chmod(folder.url.path, 0o755)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/setpriv")
        process.arguments =
            ["--reuid=65534", "--regid=65534", "--clear-groups", Program.url.path]
            + ["feeds", "--store", folder.path("earshot.db")]
        process.currentDirectoryURL = folder.url
        let errors = Pipe()
        process.standardError = errors
        try process.run()
        let text = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 2)
        #expect(
            text
                == "earshot: the running Earshot that has this store open does not answer this user. Ask as the user who runs it.\n"
        )
    }

    @Test func `A second run on the same store says who has it`() throws {
        let second = try program.command("run", "posts", "--topics", "devops")
        #expect(second.exitCode == 2)
        let holder = "earshot run (process \(program.processID))"
        #expect(
            second.errors.contains("is being written by \(holder). Wait until that ends or stop it"),
            "\(second.errors)"
        )
        #expect(try program.command("feeds", "--json").objects().count == 1)
        #expect(try program.end() == 0)
    }

    @Test func `A socket that a killed process left is no hindrance`() throws {
        #expect(try program.end(SIGKILL) == 137)
        #expect(FileManager.default.fileExists(atPath: folder.path("earshot.db-socket")))
        #expect(
            try program.command("feeds").output == "No feeds. Name some in the configuration, or after earshot run.\n"
        )
        try folder.add([4], to: "recorded")
        #expect(try summary(program.command("replay", "recorded", "--json")) == [1, 1, 0, 0, 0, 0])
        let next = try RunningProgram(["posts", "--topics", "devops"], in: folder)
        try next.says("listening")
        #expect(try next.command("feeds", "--json").objects().first?["state"] as? String == "hearing")
        #expect(try next.end() == 0)
        #expect(try next.ids() == [1, 2, 3, 4])
    }

    @Test(arguments: [
        "GET /health HTTP/1.1\r\nhost: ear",
        "POST /forget HTTP/1.1\r\nhost: earshot\r\ncontent-length: 100\r\n\r\n{",
    ]) func `Who sends half a request does not hold up a shutdown`(half: String) throws {
        let connections = try (0..<20).map { _ in try LocalConnection(path: folder.path("earshot.db-socket")) }
        for connection in connections { try connection.send(half) }
        #expect(try program.command("feeds", "--json").exitCode == 0)
        program.send(SIGTERM)
        #expect(try program.ended(within: .seconds(20)) == 0)
    }

    @Test func `Who holds many connections open keeps nobody else out`() throws {
        let connections = try (0..<120).map { _ in try LocalConnection(path: folder.path("earshot.db-socket")) }
        try Eventually.holds("an answer", within: .seconds(40)) {
            try program.command("feeds", "--json").objects().first?["state"] as? String == "hearing"
        }
        withExtendedLifetime(connections) {}
        #expect(try program.end() == 0)
    }
}

extension RunningProgram {
    fileprivate func command(_ arguments: [String]) throws -> Program.Run {
        try Program.run(arguments + ["--store", folder.path("earshot.db")], folder: folder.url)
    }
}

/// `/health` and `/ready`, where a supervisor asks.
@Suite(.timeLimit(.minutes(2)))
struct RunHealthTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try folder.add([1])
    }

    private func get(_ path: String, port: Int) throws -> (status: Int, body: String) {
        let url = try #require(URL(string: "http://127.0.0.1:\(port)\(path)"))
        let answer = try BlockingRequest.send(URLRequest(url: url, timeoutInterval: 10))
        return (answer.status, String(decoding: answer.body, as: UTF8.self))
    }

    @Test func `It lives and is ready, and names what has to wait`() throws {
        let port = try FreePort.find()
        let program = try RunningProgram(
            ["posts", "none", "--topics", "devops", "--listen", "127.0.0.1:\(port)"],
            in: folder
        )
        try program.says("listening", times: 2)
        #expect(try get("/health", port: port) == (200, "{\"status\":\"ok\"}\n"))
        try program.says("a file is not there yet")
        let fault = #"{"what":"feed none","code":"missing","reason":"there is no file none yet"}"#
        try Eventually.holds("ready") {
            try get("/ready", port: port) == (200, #"{"ready":true,"degraded":true,"faults":[\#(fault)]}"# + "\n")
        }
        // What commands ask is for the local socket alone.
        for path in ["/status", "/reload", "/replay"] { #expect(try get(path, port: port).status == 404) }
        #expect(try program.end() == 0)
    }

    @Test func `An address that is taken, or that others can reach, is refused`() throws {
        let server = try ScriptedServer()
        let taken = try RunningProgram(
            ["posts", "--topics", "devops", "--listen", "127.0.0.1:\(server.port)"],
            in: folder
        )
        #expect(try taken.ended() == 2)
        #expect(taken.log.contains("earshot: cannot listen at 127.0.0.1:\(server.port): "))
        #expect(taken.log.contains("Name another address with listen."))
        let open = try RunningProgram(["posts", "--topics", "devops", "--listen", "0.0.0.0:8017"], in: folder)
        #expect(try open.ended() == 2)
        #expect(open.log.contains("can be reached by others"))
    }
}
