import Language
import Testing

/// Which names a text holds.
@Suite struct EntityFinderTests {
    private let finder = EntityFinder(model: .embedded)

    private func names(_ text: String, language: String? = "en") -> [String] {
        finder.entities(in: text, language: language).map { "\($0.name):\($0.kind.rawValue)" }
    }

    @Test(
        arguments: [
            ("we met Dr. Meyer and Professor Lindqvist yesterday", ["Meyer:person", "Lindqvist:person"]),
            ("a talk by Anna Kowalska about trees", ["Anna Kowalska:person"]),
            (
                "they work for Quarzwerk GmbH and for Tidemark Labs",
                ["Quarzwerk GmbH:organisation", "Tidemark Labs:organisation"]
            ),
            ("I opened an account at the Bank of Alderney", ["Bank of Alderney:other"]),
            ("the office is in Brno", ["Brno:place"]), ("it rains in Oklahoma City", ["Oklahoma City:place"]),
            ("we walked along the Quiet River", ["Quiet River:place"]),
            ("they are flying to New York tomorrow", ["New York:place"]),
            ("moved everything to PostgreSQL last week", ["PostgreSQL:product"]),
            ("after upgrading Zorblax nothing works", ["Zorblax:product"]),
            ("my phone has iOS 18 now", ["iOS 18:product"]),
            ("we build it with Swift 6.1 on Linux", ["Swift 6.1:product", "Linux:product"]),
            ("thanks @ada for #swiftlang", ["@ada:handle", "#swiftlang:tag"]),
            ("a blog about Zorblax and its authors", ["Zorblax:other"]),
            ("Zorblax is down. Is Zorblax ever up?", ["Zorblax:other", "Zorblax:other"]),
            ("the WHO said so, but who listens", ["WHO:organisation"]),
            ("Jean-Luc Picard's ship", ["Jean-Luc Picard:person"]),
        ] as [(String, [String])]
    )
    func `a name is found with its kind`(text: String, expected: [String]) {
        #expect(names(text) == expected)
    }

    @Test(arguments: [
        "Nobody said that. Watching the rain, it is fine. Please stay safe!", "I think I'm fine on Monday, OK?",
        "THIS IS SO LOUD AND ANNOYING", "this is all in small letters", "LOL that was SO funny OMG",
        "Good Morning Everyone", "Happy Birthday to you", "Breaking News", "", "42 1999 3.14",
    ])
    func `capitals alone make no name`(text: String) {
        #expect(names(text) == [])
    }

    @Test func `a loud text has no names but known ones and tags`() {
        #expect(names("PRAY FOR BOSTON AND HOLD YOUR BREATH #boston") == ["BOSTON:place", "#boston:tag"])
    }

    @Test func `German nouns are no names`() {
        #expect(names("Die Katze sitzt auf dem Dach in Berlin", language: "de") == ["Berlin:place"])
    }

    @Test func `a name says where it stands, without a possessive`() throws {
        let text = "the end of Zorblax's reign"
        let entity = try #require(finder.entities(in: text, language: "en").first)
        #expect(entity.name == "Zorblax")
        #expect(String(decoding: Array(text.utf8)[entity.range], as: UTF8.self) == "Zorblax")
        #expect(entity.cue == .capitals)
    }

    @Test func `a name hashes like an equal tag`() {
        let hashes = finder.entities(in: "we like Zorblax, yes #zorblax", language: "en").map(\.hash)
        #expect(hashes.count == 2 && Set(hashes).count == 1)
    }

    @Test func `a very long text is read up to a bound`() {
        let text = String(repeating: "and so Zorblax went away ", count: 5_000)
        #expect(finder.entities(in: text, language: "en").count <= EntityFinder.mostWords)
    }
}
