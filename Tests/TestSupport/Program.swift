package import Foundation

/// The program as a user runs it.
package enum Program {
    /// What a run left behind.
    package struct Run: Sendable {
        package let exitCode: Int32
        package let output: String
        package let errors: String

        /// The lines of the output as JSON objects.
        package func objects() throws -> [[String: Any]] {
            try output.split(separator: "\n").map { line in
                let value = try JSONSerialization.jsonObject(with: Data(line.utf8))
                guard let object = value as? [String: Any] else { throw CocoaError(.propertyListReadCorrupt) }
                return object
            }
        }
    }

    /// Built into the same folder as the tests.
    package static let url = URL(fileURLWithPath: CommandLine.arguments[0])
        .deletingLastPathComponent().appendingPathComponent("earshot")

    /// Runs a command to its end.
    package static func run(
        _ arguments: [String],
        input: String = "",
        folder: URL? = nil,
        environment: [String: String] = [:]
    ) throws -> Run {
        try run(arguments, input: Data(input.utf8), folder: folder, environment: environment)
    }

    /// Runs a command to its end with any bytes as input.
    package static func run(
        _ arguments: [String],
        input: Data,
        folder: URL? = nil,
        environment: [String: String] = [:]
    ) throws -> Run {
        let scratch = try TemporaryFolder()
        // Files instead of pipes: a pipe that nobody reads while the other is full would stop the program.
        let inputFile = scratch.url.appendingPathComponent("in")
        try input.write(to: inputFile)
        for name in ["out", "err"] { try Data().write(to: scratch.url.appendingPathComponent(name)) }
        let process = Process()
        process.executableURL = url
        process.arguments = arguments
        process.currentDirectoryURL = folder ?? scratch.url
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardInput = try FileHandle(forReadingFrom: inputFile)
        process.standardOutput = try FileHandle(forWritingTo: scratch.url.appendingPathComponent("out"))
        process.standardError = try FileHandle(forWritingTo: scratch.url.appendingPathComponent("err"))
        try process.run()
        process.waitUntilExit()
        func text(_ name: String) throws -> String {
            String(decoding: try Data(contentsOf: scratch.url.appendingPathComponent(name)), as: UTF8.self)
        }
        return Run(exitCode: process.terminationStatus, output: try text("out"), errors: try text("err"))
    }
}
