import Foundation
import TestSupport

/// What `--help` of one command shows.
struct HelpPage {
    /// `[]` for the program, `["deadletters", "retry"]` for a command's command.
    let path: [String]
    let text: String

    init(_ path: [String]) throws {
        self.path = path
        text = try Program.run(path + ["--help"]).output
    }

    /// This page and those of all commands below.
    static func all(from path: [String] = []) throws -> [HelpPage] {
        let page = try HelpPage(path)
        return try [page] + page.subcommands.flatMap { try all(from: path + [$0]) }
    }

    var subcommands: [String] { names(in: "SUBCOMMANDS:").filter { !$0.hasPrefix("-") } }

    /// `--store` and the like.
    var longOptions: [String] { names(in: "OPTIONS:").filter { $0.hasPrefix("--") } }

    /// The names that stand at the left of a section, or of several whose headings end alike.
    private func names(in section: String) -> [String] {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        return lines.indices.filter { lines[$0].hasSuffix(section) }.flatMap { names(below: $0, in: lines) }
    }

    private func names(below start: Int, in lines: [Substring]) -> [String] {
        lines[(start + 1)...].prefix { $0.hasPrefix("  ") }
            .filter { !$0.hasPrefix("   ") }
            .flatMap { line in
                let left = line.dropFirst(2).prefix { $0 != "<" }
                let end = left.range(of: "  ")?.lowerBound ?? left.endIndex
                return left[..<end].split(whereSeparator: { $0 == " " || $0 == "," }).map(String.init)
                    .filter { $0.hasPrefix("-") || $0 == left[..<end].split(separator: " ").first.map(String.init) }
            }
    }
}
