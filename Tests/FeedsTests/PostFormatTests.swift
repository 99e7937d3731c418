import Feeds
import Foundation
import Signals
import Testing

/// The tables of formats and shapes, and what is made of them.
struct PostFormatTests {
    private static func reference() throws -> String {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return try String(contentsOf: root.appendingPathComponent("docs/reference.md"), encoding: .utf8)
    }

    @Test func `every format is found by its name, which no other has`() throws {
        for format in PostFormat.all { #expect(try PostFormat(named: format.name) == format) }
        #expect(Set(PostFormat.all.map(\.name)).count == PostFormat.all.count)
    }

    @Test func `a name that no format has is answered with those there are`() {
        let error = #expect(throws: UnknownFormat.self) { try PostFormat(named: "xml") }
        #expect(error?.description == #""xml" is no format. Write one of: auto, ndjson, text, mail."#)
    }

    @Test func `the help names every format`() {
        #expect(
            PostFormat.help
                == "auto for JSON of any shape or mail, ndjson for a post or page a line, text for a text a line or mail for "
                + "mbox files and single mails"
        )
    }

    @Test func `the reference lists every shape, as the table tells it`() throws {
        let reference = try Self.reference()
        for shape in JSONShape.all {
            #expect(reference.contains("| \(shape.name) | \(shape.toldBy) |"), "| \(shape.name) | \(shape.toldBy) |")
        }
        #expect(Set(JSONShape.all.map(\.name)).count == JSONShape.all.count)
    }

    @Test func `the reference lists every kind`() throws {
        let reference = try Self.reference()
        for kind in Signal.Kind.allCases { #expect(reference.contains("`\(kind.name)`"), "\(kind.name)") }
    }

    @Test func `a reading that is no post says why`() {
        let deleted = Reading.change(.withdrawn(SignalID(source: "x", id: "1")))
        #expect(deleted.refusal == "a \"delete\" message of the stream, not a post")
        #expect(Reading.notice(Notice(kind: "limit")).refusal == "a \"limit\" message of the stream, not a post")
        #expect(Reading.dead(.noText).refusal == PostError.noText.description)
        #expect(
            Reading.page(count: 3).refusal == "a page of 3 posts; give one post a line, or let earshot replay read it"
        )
    }
}
