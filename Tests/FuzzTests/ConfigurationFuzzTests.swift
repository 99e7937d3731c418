import Assembly
import Foundation
import Settings
import Signals
import Testing

/// Broken configurations: read, or refused with the file and the line.
struct ConfigurationFuzzTests {
    private static let mutator = Mutator(
        seeds: [
            """
            store: data/signals.db
            topics:
              - kapacitor
              - "#swift"
              - name: swift
                aliases: [swiftlang, swift language]
                exclude: [taylor]
                require:
                  - xcode
                match: forms
            friendlies: [ada, "@otis"]
            profanity:
              allow: [scunthorpe]
              deny: [frak]
            volatile_above: 0.75
            weights:
              sentiment: mine.weights
            """,
            "topics: [a, b]\nfriendlies: []\n", "# only a comment\n", "volatile_above: 1\nstore: /srv/earshot.db\n",
            Kinds.all.template,
        ],
        dictionary: [
            "topics:", "- ", ": ", "[", "]", "{", "}", "&a ", "*a", "<<: *a", "!!binary ", "|", ">", "---\n", "...\n",
            "? ",
            "# ", "~", "null", "yes", "match: exact\n", "name: ", "store: ", "volatile_above: 2\n", "\n  ", "\n    ",
            "@", "`",
            "%YAML 1.1\n",
        ]
    )

    @Test func `it is read or refused, and what is wrong is said with its file and line`() throws {
        let folder = try FuzzFolder()
        let path = folder.url.appendingPathComponent("earshot.yaml").path
        var (read, refused) = (0, 0)
        for input in 0..<Fuzzing.inputs {
            var random = Fuzzing.random(input)
            let text = Self.mutator.input(&random)
            try Data(text).write(to: URL(fileURLWithPath: path))
            do {
                if let fault = Self.fault(in: try ConfigurationFile(named: path).load()) {
                    Issue.record("\(fault): \(Fuzzing.name(input, text))")
                }
                read += 1
            } catch {
                refused += 1
                if let fault = Self.fault(in: error, path, lines: Self.lines(in: text)) {
                    Issue.record("\(fault): \(Fuzzing.name(input, text))")
                }
            }
        }
        #expect(read > Fuzzing.inputs / 20)
        #expect(refused > Fuzzing.inputs / 20)
    }

    /// Lines as YAML 1.1 counts them, and a carriage return before a line feed for one of its own: no fewer than there are.
    private static func lines(in text: [UInt8]) -> Int {
        let breaks: Set<Unicode.Scalar> = ["\n", "\r", "\u{85}", "\u{2028}", "\u{2029}"]
        return String(decoding: text, as: UTF8.self).unicodeScalars.count { breaks.contains($0) } + 1
    }

    private static func fault(in configuration: Configuration) -> String? {
        if let value = configuration.volatileAbove, !(0...1).contains(value) {
            return "volatile_above beyond its bounds"
        }
        let paths = [configuration.store, configuration.sentimentWeights, configuration.offensiveWeights]
        guard paths.compactMap(\.self).allSatisfy({ $0.hasPrefix("/") }) else {
            return "a path that counts from nowhere"
        }
        guard configuration.topics?.contains(where: { $0.name.isEmpty }) != true else {
            return "a topic without a name"
        }
        return nil
    }

    /// What is no YAML at all, or no text, has no line; everything else does.
    private static func fault(in error: any Error, _ path: String, lines: Int) -> String? {
        guard let error = error as? ConfigurationError else { return "an error of another kind, \(error)" }
        guard error.path == path, error.reason.count > 10 else {
            return "an error that does not say what is wrong where"
        }
        let place = error.line.map { "\(path), line \($0): " } ?? "\(path): "
        guard error.description == place + error.reason else { return "an error without its place" }
        if let line = error.line { return (1...lines + 1).contains(line) ? nil : "line \(line) of \(lines)" }
        let isWhole = ["is not UTF-8", "stands twice", "this is no YAML"].contains { error.reason.contains($0) }
        return isWhole ? nil : "an error without a line: \(error.reason)"
    }
}

/// A folder in memory where the system has one: hundreds of thousands of files would wait for a disk.
private final class FuzzFolder {
    let url: URL

    init() throws {
        let memory = URL(fileURLWithPath: "/dev/shm")
        let base =
            FileManager.default.isWritableFile(atPath: memory.path) ? memory : FileManager.default.temporaryDirectory
        url = base.appendingPathComponent("earshot-fuzz-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(at: url)
    }
}
