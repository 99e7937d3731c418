package import Foundation

/// `earshot run`, going on beside the test in a folder of its own; it is ended by its process id.
package final class RunningProgram: @unchecked Sendable {
    // Unchecked: one test uses it, one call after the other.

    package let folder: TemporaryFolder
    private let process = Process()
    private let input = Pipe()
    /// Not in the folder, whose disk may be full.
    private let logFolder: TemporaryFolder
    private let logFile: String

    /// Starts it with `arguments` behind `run`, `--log-format json` among them, and the store `earshot.db`.
    ///
    /// `input`: what comes in at once; more comes with `write`, and the end with `closeInput`. `standardInput`: read in the
    /// place of that.
    package init(
        _ arguments: [String],
        in folder: TemporaryFolder,
        input text: String = "",
        standardInput: FileHandle? = nil,
        environment: [String: String] = [:]
    ) throws {
        self.folder = folder
        logFolder = try TemporaryFolder()
        logFile = try logFolder.write("log", "")
        process.executableURL = Program.url
        process.arguments = ["run"] + arguments + ["--store", folder.path("earshot.db"), "--log-format", "json"]
        process.currentDirectoryURL = folder.url
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardInput = standardInput ?? input
        process.standardOutput = FileHandle.nullDevice
        process.standardError = try FileHandle(forWritingTo: URL(fileURLWithPath: logFile))
        try process.run()
        if !text.isEmpty { try write(text) }
    }

    deinit {
        guard process.isRunning else { return }
        send(SIGKILL)
        process.waitUntilExit()
    }

    package var processID: Int32 { process.processIdentifier }
    package var isRunning: Bool { process.isRunning }

    /// All that it wrote to standard error.
    package var log: String {
        (try? String(contentsOfFile: logFile, encoding: .utf8)) ?? ""
    }

    /// The lines of the log as objects.
    ///
    /// - Throws: where a line is none.
    package func entries() throws -> [[String: String]] {
        try log.split(separator: "\n").map { line in
            try JSONDecoder().decode([String: String].self, from: Data(line.utf8))
        }
    }

    /// The facts of the first log line with this message; nil where there is none.
    package func entry(_ message: String) -> [String: String]? {
        (try? entries())?.first { $0["message"] == message }
    }

    package func write(_ text: String) throws {
        try input.fileHandleForWriting.write(contentsOf: Data(text.utf8))
    }

    package func closeInput() throws {
        try input.fileHandleForWriting.close()
    }

    package func send(_ signal: Int32) {
        kill(process.processIdentifier, signal)
    }

    /// Waits until a log line with this message has come.
    ///
    /// - Throws: `Eventually.Missed`, with the log so far.
    package func says(_ message: String, times: Int = 1, within deadline: Duration = .seconds(20)) throws {
        func count() -> Int { log.split(separator: "\n").count { $0.contains("\"message\":\"\(message)") } }
        do {
            try Eventually.holds(message, within: deadline) { count() >= times || !isRunning }
        } catch {
            throw Eventually.Missed(description: "\(error)\n\(log)")
        }
        guard count() >= times else {
            throw Eventually.Missed(description: "it ended before it said: \(message)\n\(log)")
        }
    }

    /// Waits for its end.
    ///
    /// - Returns: its exit code; 128 and the signal that ended it where it did not exit by itself.
    package func ended(within deadline: Duration = .seconds(30)) throws -> Int32 {
        do {
            try Eventually.holds("its end", within: deadline) { !isRunning }
        } catch {
            throw Eventually.Missed(description: "\(error)\n\(log)")
        }
        process.waitUntilExit()
        return process.terminationStatus + (process.terminationReason == .uncaughtSignal ? 128 : 0)
    }

    /// Ends it with a signal, as a service manager does.
    @discardableResult
    package func end(_ signal: Int32 = SIGTERM) throws -> Int32 {
        send(signal)
        return try ended()
    }

    /// Runs another command on the same store.
    package func command(_ arguments: String..., input: String = "") throws -> Program.Run {
        try Program.run(arguments + ["--store", folder.path("earshot.db")], input: input, folder: folder.url)
    }

    /// The ids of what is in the store, in the order heard.
    package func ids() throws -> [Int] { try Self.ids(in: folder) }

    /// The same while nothing runs.
    package static func ids(in folder: TemporaryFolder) throws -> [Int] {
        let run = try Program.run(["export", "signals", "--store", folder.path("earshot.db")])
        return try run.objects().compactMap { ($0["id"] as? String).flatMap { Int($0) } }
    }

    /// Waits until so many signals are in the store.
    package func keeps(_ count: Int, within deadline: Duration = .seconds(20)) throws {
        do {
            try Eventually.holds("\(count) signals", within: deadline) { try ids().count >= count || !isRunning }
        } catch {
            throw Eventually.Missed(description: "\(error); there are \(try ids().count)\n\(log)")
        }
        guard try ids().count >= count else {
            throw Eventually.Missed(description: "it ended before it kept \(count) signals\n\(log)")
        }
    }
}
