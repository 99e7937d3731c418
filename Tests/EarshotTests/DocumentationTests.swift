import Foundation
import TestSupport
import Testing

/// A command or option that is not documented, or documented and not there, fails here.
@Suite struct DocumentationTests {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    private static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
    }

    @Test func `the reference mentions every command`() throws {
        let reference = try Self.text("docs/reference.md")
        for page in try HelpPage.all() {
            let command = (["earshot"] + page.path).joined(separator: " ")
            #expect(reference.mentions(command), "docs/reference.md says nothing of \(command)")
        }
    }

    @Test func `the reference mentions every option`() throws {
        let reference = try Self.text("docs/reference.md")
        for option in Set(try HelpPage.all().flatMap(\.longOptions)).sorted() {
            #expect(reference.mentions(option), "docs/reference.md says nothing of \(option)")
        }
    }

    @Test func `every command in the documentation exists, with its options`() throws {
        let pages = Dictionary(try HelpPage.all().map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
        var calls = 0
        for file in try Self.documents() {
            for line in Self.fencedLines(try Self.text(file)) {
                for call in ShellLine.commands(in: line) {
                    calls += 1
                    for fault in Self.faults(of: Array(call.dropFirst()), pages) {
                        Issue.record("\(file): \(line): \(fault)")
                    }
                }
            }
        }
        #expect(calls > 0)
    }

    /// README.md and the pages of docs.
    private static func documents() throws -> [String] {
        let pages = try FileManager.default.contentsOfDirectory(atPath: root.appendingPathComponent("docs").path)
        return ["README.md"] + pages.filter { $0.hasSuffix(".md") }.sorted().map { "docs/" + $0 }
    }

    /// The lines between fences, those that end in a backslash joined with the next.
    private static func fencedLines(_ text: String) -> [String] {
        var lines: [String] = []
        var isInside = false
        var open = ""
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.trimmingCharacters(in: .whitespaces).hasPrefix("```") {
                isInside.toggle()
            } else if isInside, line.hasSuffix("\\") {
                open += line.dropLast()
            } else if isInside {
                lines.append(open + line)
                open = ""
            }
        }
        return lines
    }

    private static func faults(of words: [String], _ pages: [[String]: HelpPage]) -> [String] {
        var path: [String] = []
        var rest = words[...]
        if rest.first == "help" { rest = rest.dropFirst() }
        while let word = rest.first, pages[path + [word]] != nil {
            path.append(word)
            rest = rest.dropFirst()
        }
        if path.isEmpty, let word = rest.first, !word.hasPrefix("-") { return ["there is no command \(word)"] }
        // A command with a default command takes that one's options, too.
        let known = pages.filter {
            $0.key == path || ($0.key.count == path.count + 1 && $0.key.starts(with: path) && !path.isEmpty)
        }
        .flatMap(\.value.longOptions)
        return rest.filter { $0.hasPrefix("--") }.map { String($0.prefix { $0 != "=" }) }
            .filter { $0 != "--" && !known.contains($0) }.map { "there is no option \($0)" }
    }
}

extension String {
    /// Whether `name` stands in it as a whole: `--topics` is not `--topics-file`.
    fileprivate func mentions(_ name: String) -> Bool {
        ranges(of: name).contains { range in
            guard range.upperBound < endIndex else { return true }
            let next = self[range.upperBound]
            return !(next.isLetter || next.isNumber || next == "-")
        }
    }
}
