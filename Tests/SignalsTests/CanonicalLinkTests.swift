import Signals
import Testing

struct CanonicalLinkTests {
    @Test(
        "links that lead to the same page are the same",
        arguments: [
            ("https://www.Example.org/a/", "http://example.org/a"),
            ("https://example.org/a?utm_source=x&utm_medium=y", "https://example.org/a"),
            ("https://example.org/a?b=1&fbclid=z#part", "https://example.org/a?b=1"),
        ]
    )
    func same(one: String, other: String) {
        #expect(CanonicalLink.hash(of: one) != nil)
        #expect(CanonicalLink.hash(of: one) == CanonicalLink.hash(of: other))
    }

    @Test(
        "links that lead elsewhere are others",
        arguments: [
            ("https://example.org/a", "https://example.org/A"), ("https://example.org/a", "https://example.org/b"),
            ("https://example.org/a?b=1", "https://example.org/a?b=2"),
            ("https://a.example.org", "https://example.org"),
        ]
    )
    func different(one: String, other: String) {
        #expect(CanonicalLink.hash(of: one) != CanonicalLink.hash(of: other))
    }

    @Test("what is no web link has none", arguments: ["", "swift", "mailto:ada@example.org", "https://", "://x.y"])
    func noLink(text: String) {
        #expect(CanonicalLink.hash(of: text) == nil)
    }
}
