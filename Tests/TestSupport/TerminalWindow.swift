import Foundation

/// A terminal with a shell in it, which a test types into and looks at.
///
/// It is a window of tmux, whose server is this one's own and ends with it.
package final class TerminalWindow: @unchecked Sendable {
    // Unchecked: one test uses it, one call after the other.

    package static let isPossible = FileManager.default.isExecutableFile(atPath: "/usr/bin/tmux")
    package static let absence: StaticString = "tmux is not installed"

    private let folder: TemporaryFolder
    private let socket: String
    private let server = Process()
    /// What the shell reads first.
    private let shellFile: String

    /// `folder`: where the shell is; the program built here is on its path.
    package init(columns: Int = 80, rows: Int = 24, in folder: TemporaryFolder) throws {
        self.folder = folder
        socket = folder.path("tmux-\(UUID().uuidString.prefix(8))")
        shellFile = try folder.write("shell-\(UUID().uuidString.prefix(8))", "PS1='$ '\n")
        let size = ["-x", "\(columns)", "-y", "\(rows)"]
        // Not as a daemon: Foundation would wait for that when it waits for who started it.
        server.executableURL = URL(fileURLWithPath: "/usr/bin/tmux")
        server.arguments = ["-u", "-S", socket, "-f", "/dev/null", "-D"]
        server.environment = environment
        server.standardInput = FileHandle.nullDevice
        server.standardOutput = FileHandle.nullDevice
        server.standardError = FileHandle.nullDevice
        try Self.withSignals { try server.run() }
        try Eventually.holds("the socket of tmux") { FileManager.default.fileExists(atPath: socket) }
        try call(["new-session", "-d"] + size + ["-c", folder.url.path, "exec /bin/sh"])
        try comes("the prompt") { $0.first == "$" }
    }

    deinit {
        _ = try? call(["kill-server"])
        server.waitUntilExit()
    }

    /// A thread that runs tests may block signals, and what it starts would never hear of any.
    private static func withSignals(_ body: () throws -> Void) rethrows {
        var (none, before) = (sigset_t(), sigset_t())
        sigemptyset(&none)
        pthread_sigmask(SIG_SETMASK, &none, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        try body()
    }

    // MARK: Keys

    /// Keys by the names that tmux has for them: `a`, `Enter`, `C-c`, `Up`.
    package func press(_ keys: String...) throws {
        try call(["send-keys", "-t", "0"] + keys)
    }

    package func type(_ text: String) throws {
        try call(["send-keys", "-t", "0", "-l", "--", text])
    }

    /// A line for the shell.
    package func run(_ command: String) throws {
        try type(command)
        try press("Enter")
    }

    /// Puts in a text as a person does from the clipboard: marked as such where the program has asked for that.
    package func paste(_ text: String) throws {
        try call(["set-buffer", "--", text])
        try call(["paste-buffer", "-p", "-t", "0"])
    }

    package func resize(columns: Int, rows: Int) throws {
        try call(["resize-window", "-t", "0", "-x", "\(columns)", "-y", "\(rows)"])
    }

    // MARK: Screen

    /// The lines of the screen without the spaces at their ends.
    package func screen() throws -> [String] {
        try lines(call(["capture-pane", "-p", "-t", "0"]))
    }

    /// The same with the codes of colours.
    package func colouredScreen() throws -> [String] {
        try lines(call(["capture-pane", "-p", "-e", "-t", "0"]))
    }

    private func lines(_ text: String) -> [String] {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        if lines.last == "" { lines.removeLast() }
        return lines
    }

    /// What tmux knows of the window, such as `alternate_on`.
    package func fact(_ name: String) throws -> String {
        try lines(call(["display-message", "-p", "-t", "0", "#{\(name)}"])).first ?? ""
    }

    /// Waits until a line of the screen has this in it.
    ///
    /// - Throws: `Eventually.Missed`, with the screen.
    @discardableResult
    package func shows(_ text: String) throws -> [String] {
        try comes(text) { $0.contains { $0.contains(text) } }
    }

    /// Waits for a screen.
    @discardableResult
    package func comes(_ what: String, _ condition: ([String]) throws -> Bool) throws -> [String] {
        var last: [String] = []
        do {
            try Eventually.holds(what) {
                last = try screen()
                return try condition(last)
            }
        } catch let missed as Eventually.Missed {
            throw Eventually.Missed(description: "\(missed)\n\(last.joined(separator: "\n"))")
        }
        return last
    }

    /// The process that the shell has started last and waits for.
    package func child() throws -> Int32 {
        let shell = try fact("pane_pid")
        var child: Int32?
        try Eventually.holds("a process of the shell's") {
            let path = "/proc/\(shell)/task/\(shell)/children"
            let text = try String(contentsOfFile: path, encoding: .utf8)
            child = text.split(separator: " ").last.flatMap { Int32($0) }
            return child != nil
        }
        return child ?? 0
    }

    // MARK: tmux

    @discardableResult
    private func call(_ arguments: [String]) throws -> String {
        let output = try TemporaryFolder()
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/tmux")
        process.arguments = ["-u", "-S", socket] + arguments
        process.environment = environment
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try FileHandle(
            forWritingTo: URL(fileURLWithPath: try output.write("out", ""))
        )
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Eventually.Missed(
                description: "tmux \(arguments.first ?? "") ended with \(process.terminationStatus)"
            )
        }
        return String(decoding: try Data(contentsOf: output.url.appendingPathComponent("out")), as: UTF8.self)
    }

    private var environment: [String: String] {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        return [
            "PATH": Program.url.deletingLastPathComponent().path + ":" + path, "ENV": shellFile, "LC_ALL": "C.UTF-8",
            "HOME": folder.url.path, "SHELL": "/bin/sh", "USER": "ada", "TERM": "screen",
        ]
    }
}
