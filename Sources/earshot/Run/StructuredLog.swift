import Foundation
import Logging
import Signals

/// Log lines on standard error: a time, a level, a message that is always the same for the same event, and its facts.
///
/// Neither heard text nor secrets are facts.
struct StructuredLog: LogHandler {
    /// How a line is written.
    enum Format: String, CaseIterable, Sendable {
        /// `2026-01-31T08:00:00Z info  a file was rotated feed=posts.ndjson`
        case text
        /// One object a line: `time`, `level`, `message`, and the facts.
        case json
    }

    /// From which level on lines are written.
    enum Level: String, CaseIterable, Sendable {
        case debug, info, notice, warning, error

        var logger: Logger.Level { Logger.Level(rawValue: rawValue) ?? .info }
    }

    var logLevel: Logger.Level
    var metadata: Logger.Metadata = [:]
    private let format: Format

    init(format: Format, level: Logger.Level) {
        self.format = format
        logLevel = level
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let facts = metadata.merging(event.metadata ?? [:]) { $1 }.sorted { $0.key < $1.key }
        var line = LogLine(
            time: Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)),
            level: event.level.rawValue,
            message: "\(event.message)",
            facts: facts.map { ($0.key, "\($0.value)") }
        )
        if let error = event.error { line.facts.append(("error", "\(error)")) }
        // One write a line, so that lines of several threads do not mix.
        StandardError.write(bytes: format == .json ? line.json : Array(line.text.utf8))
    }
}

/// A line of the log.
struct LogLine {
    let time: Timestamp
    let level: String
    let message: String
    var facts: [(key: String, value: String)]

    var text: String {
        let facts = facts.map { " \($0.key)=\(Self.quoted($0.value))" }.joined()
        return "\(time) \(SafeText.padded(level, to: 7)) \(SafeText.line(message))\(facts)\n"
    }

    var json: [UInt8] {
        var writer = JSONWriter()
        writer.raw("{\"time\":\"")
        writer.append(time)
        writer.raw("\"")
        for (key, value) in [("level", level), ("message", message)] + facts {
            writer.raw(",")
            writer.append(key)
            writer.raw(":")
            writer.append(value)
        }
        writer.raw("}\n")
        return writer.bytes
    }

    /// In quotes where the value would not stand as one word.
    private static func quoted(_ value: String) -> String {
        let safe = SafeText.line(value)
        let isWord = !safe.isEmpty && !safe.contains { " =\"".contains($0) }
        return isWord ? safe : "\"" + safe.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }
}
