import Foundation
import TestSupport
import Testing

/// How `earshot run` starts and ends.
@Suite(.timeLimit(.minutes(2)))
struct RunSignalTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func run(_ arguments: String..., environment: [String: String] = [:]) throws -> RunningProgram {
        try RunningProgram(arguments + ["--topics", "devops"], in: folder, environment: environment)
    }

    @Test(arguments: [SIGTERM, SIGINT])
    func `The first signal keeps what was taken in and exits with 0`(signal: Int32) throws {
        try folder.add(1...3)
        let program = try run("posts")
        try program.keeps(3)
        #expect(try program.end(signal) == 0)
        let stopped = try #require(program.entry("stopped"))
        #expect(stopped["heard"] == "3")
        #expect(stopped["kept"] == "3")
        #expect(try program.ids() == [1, 2, 3])
    }

    @Test func `The second signal stops at once, and the next run sends what was left`() throws {
        try folder.add(1...3)
        // Nobody listens there, so that the end would wait for the sink.
        let program = try run("posts", "--influx", "http://127.0.0.1:9", "--drain-timeout", "60")
        try program.keeps(3)
        program.send(SIGTERM)
        try program.says("stopping")
        #expect(program.isRunning)
        #expect(try program.end(SIGTERM) == 143)
        try program.says("stopped at once; what was not sent waits in the outbox")
        let server = try ScriptedServer()
        let next = try run("posts", "--influx", server.url)
        try Eventually.holds("points") { !server.requests.isEmpty }
        #expect(try next.end() == 0)
        #expect(try next.ids() == [1, 2, 3])
    }

    @Test func `A shutdown waits for an unwilling sink no longer than it was told to, and exits with 0`() throws {
        try folder.add(1...3)
        let program = try run("posts", "--influx", "http://127.0.0.1:9", "--drain-timeout", "0.2")
        try program.says("a sink has to wait")
        #expect(try program.end() == 0)
        #expect(program.entry("signals wait in the outbox for the next run")?["signals"] == "3")
    }

    @Test func `Standard input is heard as it comes, and its end ends the run`() throws {
        let program = try run("-")
        try program.write(RunPosts.lines([1]))
        try program.keeps(1)
        let second = RunPosts.lines([2])
        try program.write(String(second.prefix(30)))
        try program.write(String(second.dropFirst(30)) + String(RunPosts.lines([3]).dropLast()))
        try program.closeInput()
        #expect(try program.ended() == 0)
        #expect(try program.ids() == [1, 2, 3])
        #expect(program.entry("stopped")?["dead"] == "0")
    }

    @Test func `At a shutdown all that has come in is kept, and a line that was cut becomes a dead letter`() throws {
        let program = try run("-")
        try program.says("started")
        let text = RunPosts.lines(1...200)
        try program.write(String(text.dropLast(20)))
        try program.keeps(199)
        #expect(try program.end() == 0)
        #expect(try program.ids() == Array(1...199))
        #expect(program.entry("stopped")?["dead"] == "1")
    }

    @Test func `Standard input that never ends does not hold up a shutdown`() throws {
        let program = try run("-")
        try program.says("started")
        let ends = DispatchSemaphore(value: 0)
        let writer = Thread {
            let lines = RunPosts.lines(1...500)
            while (try? program.write(lines)) != nil {}
            ends.signal()
        }
        signal(SIGPIPE, SIG_IGN)
        writer.start()
        try program.keeps(500)
        #expect(try program.end() == 0)
        ends.wait()
        #expect(try program.ids().count == 500)
    }

    @Test func `A log that nobody reads ends nothing`() throws {
        try folder.add([1])
        let process = Process()
        let errors = Pipe()
        process.executableURL = Program.url
        process.arguments = ["run", "posts", "--topics", "devops", "--store", folder.path("earshot.db")]
        process.currentDirectoryURL = folder.url
        process.standardInput = FileHandle.nullDevice
        process.standardError = errors
        try process.run()
        try errors.fileHandleForReading.close()
        try errors.fileHandleForWriting.close()
        defer { kill(process.processIdentifier, SIGKILL) }
        try folder.add([2, 3])
        try Eventually.holds("three signals") { try RunningProgram.ids(in: folder).count == 3 }
        process.terminate()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        #expect(process.terminationReason == .exit)
    }

    @Test func `A service manager is told when it is ready, reloads and stops, and that it lives`() throws {
        let manager = try DatagramSocket(path: folder.path("notify"))
        try folder.add([1])
        let environment = ["NOTIFY_SOCKET": folder.path("notify"), "WATCHDOG_USEC": "300000"]
        let program = try run("posts", environment: environment)
        var told: [String] = []
        func isTold(_ message: String, times: Int = 1) throws {
            try Eventually.holds("\(message) in \(told)") {
                told += manager.received()
                return told.count { $0.hasPrefix(message) } >= times
            }
        }
        try isTold("READY=1\nSTATUS=hearing 1 feeds")
        try isTold("WATCHDOG=1", times: 3)
        program.send(SIGHUP)
        try isTold("RELOADING=1\nMONOTONIC_USEC=")
        try isTold("READY=1", times: 2)
        #expect(try program.end() == 0)
        try isTold("STOPPING=1")
    }

    @Test func `What it writes is for its user alone`() throws {
        try folder.add([1])
        let program = try run("posts")
        try program.says("listening")
        try program.keeps(1)
        for name in ["earshot.db", "earshot.db-wal", "earshot.db-lease", "earshot.db-socket"] {
            var state = stat()
            #expect(stat(folder.path(name), &state) == 0, "\(name)")
            #expect(state.st_mode & 0o077 == 0, "\(name)")
        }
        #expect(try program.end() == 0)
        #expect(!FileManager.default.fileExists(atPath: folder.path("earshot.db-socket")))
    }

    @Test func `A configuration is read again when it changes and on SIGHUP, and says what needs a restart`() throws {
        _ = try folder.write("earshot.yaml", "topics: [devops]\nfeeds:\n  - file: posts\n")
        try folder.add([1, 2], "swift")
        let program = try RunningProgram([], in: folder)
        try program.says("hearing a feed")
        try Eventually.holds("two lines") { program.entry("hearing a feed") != nil }
        _ = try folder.write("earshot.yaml", "topics: [devops, swift]\nfeeds:\n  - file: posts\n")
        try program.says("the configuration was read")
        try folder.add([3], "swift")
        try program.keeps(3)
        _ = try folder.write("earshot.yaml", "topics: {\n")
        program.send(SIGHUP)
        try program.says("the configuration was not taken, and the one before still holds")
        _ = try folder.write("earshot.yaml", "topics: [swift]\nfeeds:\n  - file: posts\nqueue: 3d\n")
        program.send(SIGHUP)
        try program.says("a change needs a restart")
        #expect(program.entry("a change needs a restart")?["key"] == "queue")
        #expect(try program.end() == 0)
        #expect(try program.ids() == [1, 2, 3])
    }
}
