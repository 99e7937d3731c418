import Assembly
import Foundation
import Settings
import Testing

/// The tables of kinds in the reference are those of the rows.
@Suite struct ReferenceTests {
    private static let page = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("docs/reference.md")

    /// `make reference` sets this, and the tables are written anew.
    private static let writes = ProcessInfo.processInfo.environment["EARSHOT_WRITE_REFERENCE"] != nil

    @Test func `docs/reference.md has the tables of all kinds`() throws {
        var text = try String(contentsOf: Self.page, encoding: .utf8)
        for (name, tables) in [("feeds", Kinds.all.feeds.reference), ("sinks", Kinds.all.sinks.reference)] {
            let range = try #require(Self.block(name, in: text), "docs/reference.md has no block \(name)")
            if Self.writes { text.replaceSubrange(range, with: "\n\(tables)\n") }
            let after = try #require(Self.block(name, in: text))
            #expect(text[after] == "\n\(tables)\n", "run make reference")
        }
        if Self.writes { try text.write(to: Self.page, atomically: true, encoding: .utf8) }
    }

    /// Returns the range between the marks of a block.
    private static func block(_ name: String, in text: String) -> Range<String.Index>? {
        guard let start = text.range(of: "<!-- \(name): written by make reference -->"),
            let end = text.range(of: "<!-- end of \(name) -->", range: start.upperBound..<text.endIndex)
        else { return nil }
        return start.upperBound..<end.lowerBound
    }
}
