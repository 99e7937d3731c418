import Pipeline
import Signals
import Testing

struct ReviewFilterTests {
    @Test func `A filter is read as it is written`() throws {
        let filter = try ReviewFilter(
            #"topic:"swift evolution" source:x sentiment:unknown from:2026-01-31 below:0.2 one two"#
        )
        #expect(filter.topics == ["swift evolution"])
        #expect(filter.sources == ["x"])
        #expect(filter.sentiments == [nil])
        #expect(filter.from == Timestamp(iso8601: "2026-01-31T00:00:00Z"))
        #expect(filter.below == 0.2)
        #expect(filter.words == ["one", "two"])
        #expect(try ReviewFilter("  ").isEmpty)
    }

    @Test(arguments: [
        (
            "topics:swift",
            #"there is no key "topics": topic, source, author, sentiment, from, to, above, below, assigned"#
        ),
        ("sentiment:sad", #""sad" is no sentiment: negative, neutral, positive or unknown"#),
        ("from:yesterday", "from: takes a time: 2026-01-31 or 2026-01-31T08:00:00Z"),
        ("above:2", "above: takes a number from 0 to 1"), ("below:nan", "below: takes a number from 0 to 1"),
        ("topic:", "there is nothing behind topic:"), (#"topic:"swift"#, "a quote is not closed"),
    ])
    func `What is wrong with one is said`(text: String, fault: String) {
        #expect(throws: ReviewFilter.Fault.self) { try ReviewFilter(text) }
        do { _ = try ReviewFilter(text) } catch { #expect(error.description == fault) }
    }
}
