import Foundation
import TestSupport

/// The commands of a page, in the order a reader would type them.
///
/// They are the lines of blocks that start with three backticks and `sh`, unless one of `marks` stands before the block.
struct DocumentedScript {
    /// Lines as a shell takes them: those that end in a backslash joined, and a here-document whole.
    let commands: [String]

    private static let marks = ["<!-- needs a server -->", "<!-- needs a terminal -->"]

    init(_ page: String) {
        var commands: [String] = []
        var (isRead, isMarked) = (false, false)
        for line in page.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("```") {
                isRead = line == "```sh" && !isMarked && !isRead
                isMarked = false
            } else if Self.marks.contains(String(line)) {
                isMarked = true
            } else if isRead {
                if let open = commands.last, Self.isOpen(open) {
                    commands[commands.count - 1] = open + "\n" + line
                } else {
                    commands.append(String(line))
                }
            }
        }
        self.commands = commands.filter { !$0.isEmpty }
    }

    private static func isOpen(_ command: String) -> Bool {
        command.hasSuffix("\\") || (command.contains("<<'END'") && !command.hasSuffix("\nEND"))
    }

    /// What is run: calls of the program, and what puts files in their way.
    ///
    /// Installing, building and serving is not.
    var runnable: [String] {
        commands.filter { command in
            let calls = ShellLine.commands(in: command)
            if calls.contains(where: { $0.dropFirst().first == "run" }) { return false }
            return !calls.isEmpty || ["cat >", "printf "].contains { command.hasPrefix($0) }
        }
    }

    /// What a shell in a folder said, with the program built here as `earshot`.
    static func run(_ command: String, in folder: TemporaryFolder) throws -> (exitCode: Int32, errors: String) {
        let errors = folder.url.appendingPathComponent(".errors")
        try Data().write(to: errors)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/timeout")
        process.arguments = ["60", "/bin/sh", "-c", command]
        process.currentDirectoryURL = folder.url
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        process.environment = ["PATH": Program.url.deletingLastPathComponent().path + ":" + path]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = try FileHandle(forWritingTo: errors)
        try process.run()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: try Data(contentsOf: errors), as: UTF8.self))
    }
}
