import TestSupport
import Testing

@Suite struct TopicsSuggestCommandTests {
    private static let posts = """
        {"id":"1","source":"x","author":"ada","time":"2026-03-01T10:00:00Z","text":"swift builds are great with Zorblax","lang":"en"}
        {"id":"2","source":"x","author":"bo","time":"2026-03-01T11:00:00Z","text":"we moved to Zorblax and love it","lang":"en"}
        {"id":"3","source":"x","author":"cy","time":"2026-03-02T12:00:00Z","text":"nobody told me about Quuxly or Swift","lang":"en"}

        """

    @Test func `names that are not tracked are listed, kept and unmatched ones together`() throws {
        let store = try SampleStore(Self.posts, topics: "swift")
        let run = try store.run(["topics", "suggest", "--json"])
        #expect(run.exitCode == 0)
        let names = try run.objects()
        #expect(names.map { $0["name"] as? String } == ["Zorblax", "Quuxly"])
        #expect(names.map { $0["count"] as? Int } == [2, 1])
        #expect(names.map { $0["authors"] as? Int } == [2, 1])
        #expect(names[0]["example"] as? String == "x:1")
    }

    @Test func `the table fits a terminal`() throws {
        let store = try SampleStore(Self.posts, topics: "swift")
        let lines = try store.run(["topics", "suggest"]).lines
        #expect(
            lines.first?.split(separator: " ").map(String.init) == [
                "name", "kind", "posts", "authors", "sentiment", "example",
            ]
        )
        #expect(lines.allSatisfy { $0.count <= 80 })
    }

    @Test func `a span and a limit hold`() throws {
        let store = try SampleStore(Self.posts, topics: "swift")
        func names(_ options: [String]) throws -> [String?] {
            try store.run(["topics", "suggest", "--json"] + options).objects().map { $0["name"] as? String }
        }
        #expect(try names(["--limit", "1"]) == ["Zorblax"])
        #expect(try names(["--from", "2026-03-02"]) == ["Quuxly"])
        #expect(try names(["--to", "2026-03-01T10:30:00Z"]) == ["Zorblax"])
        #expect(try store.run(["topics", "suggest", "--limit", "0"]).exitCode == 64)
    }

    @Test func `a store without names says so`() throws {
        let store = try SampleStore(#"{"id":"1","source":"x","text":"swift is fine"}"#, topics: "swift")
        #expect(try store.run(["topics", "suggest"]).lines == ["No names that are not tracked."])
    }

    @Test func `why names the names`() throws {
        let run = try Program.run(["why", "--text", "the people of Zorblax live in Boston", "--topics", "swift"])
        #expect(run.lines.contains("names: Zorblax, Boston (place)"))
    }
}
