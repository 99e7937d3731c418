import Language
import Signals
import Testing
import Trends

@Suite struct NameCountsTests {
    private static let finder = EntityFinder(model: .embedded)

    private func counts(_ posts: [(text: String, author: String?)]) -> NameCounts {
        var counts = NameCounts()
        for (number, post) in posts.enumerated() {
            counts.add(
                Self.finder.entities(in: post.text, language: "en"),
                author: post.author,
                sentiment: number.isMultiple(of: 2) ? Score(0.5) : nil,
                id: SignalID(source: "x", id: "\(number)")
            )
        }
        return counts
    }

    @Test func `names of many authors come before names that one repeats`() {
        let spam = Array(repeating: ("look at Spamco and Spamco", Optional("eve")), count: 9)
        let top = counts(spam + [("we use Zorblax", "ada"), ("I like Zorblax", "bo")]).top(9) { _ in true }
        #expect(top.map(\.name) == ["Zorblax", "Spamco"])
        #expect(top.map(\.posts) == [2, 9])
        #expect(top.map(\.authors) == [2, 1])
    }

    @Test func `sentiment is the mean of what is known, and the example is the first post`() throws {
        let name = try #require(
            counts([("we use Zorblax", "ada"), ("I like Zorblax", "bo")]).top(1) { _ in true }.first
        )
        #expect(name.sentiment == Score(0.5))
        #expect(name.example == SignalID(source: "x", id: "0"))
    }

    @Test func `a tag and a name are counted as one`() {
        let top = counts([("#zorblax is fine", nil), ("we moved to Zorblax", nil)]).top(9) { _ in true }
        #expect(top.map(\.posts) == [2])
        #expect(top.map(\.name) == ["Zorblax"])
        #expect(top.map(\.kind) == [.other])
    }

    @Test func `memory is bounded, and what is frequent stays`() {
        var posts: [(String, String?)] = []
        for number in 0..<20_000 {
            posts.append(("see #rare\(number)x", "ada"))
            if number.isMultiple(of: 100) { posts.append(("see #frequent", "a\(number)")) }
        }
        let counts = counts(posts)
        let all = counts.top(.max) { _ in true }
        #expect(all.count <= NameCounts.most)
        #expect(counts.forgotten > 0)
        #expect(all.first?.name == "#frequent")
        #expect(all.first?.posts == 200)
        // Estimated from the 64 least of 200 hashes.
        #expect((140...270).contains(all.first?.authors ?? 0))
    }
}
