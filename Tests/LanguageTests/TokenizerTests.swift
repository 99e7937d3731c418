import Language
import Testing

/// The rules of reading, one table each.
@Suite struct TokenizerTests {
    @Test(
        arguments: [
            ("", []), ("   \t ", []), ("Hello World", ["word:hello", "word:world"]), ("a b", ["word:a", "word:b"]),
            ("snake_case kebab-case", ["word:snake", "word:case", "word:kebab", "word:case"]),
            ("influxdb2", ["word:influxdb2"]),
            ("CI/CD", ["word:ci", "word:cd"]), ("a\nb", ["word:a", "word:b"]), ("x\u{A0}y", ["word:x", "word:y"]),
            ("“quoted” —dash—", ["word:quoted", "word:dash"]), ("$AAPL 100%", ["word:aapl", "number:100"]),
        ] as [(String, [String])]
    )
    func `words are runs of letters and digits`(text: String, shape: [String]) {
        #expect(Reading(text).shape == shape)
    }

    @Test(arguments: [
        ("Café CAFÉ cafe\u{301}", "cafe"), ("Ünïcödé", "unicode"), ("Straße", "strasse"), ("Ærø", "aero"),
        ("Łódź", "lodz"), ("İstanbul", "istanbul"),
        ("ＡＰＩ ａｐｉ", "api"), ("ЁЖИК ежик", "ежик"), ("ΆΛΦΑ άλφα", "αλφα"),
        ("co\u{AD}operate coop\u{200B}erate", "cooperate"), ("Kadıköy", "kadikoy"),
    ])
    func `case, accents and width are folded`(text: String, folded: String) {
        for piece in Reading(text).pieces { #expect(piece.text == folded) }
        #expect(!Reading(text).pieces.isEmpty)
    }

    @Test(
        arguments: [
            ("don't", ["word:dont"]), ("don’t", ["word:dont"]), ("O'Reilly", ["word:oreilly"]),
            ("rock 'n' roll", ["word:rock", "word:n", "word:roll"]),
            ("Swift's", ["word:swift"]), ("Swift’s", ["word:swift"]), ("SWIFT'S type", ["word:swift", "word:type"]),
            ("users' posts", ["word:users", "word:posts"]),
            ("it's", ["word:it"]), ("Swift's!", ["word:swift", "punctuation:!"]), ("o'sullivan", ["word:osullivan"]),
            ("Swift’s—really", ["word:swift", "word:really"]),
            ("“Swift’s”", ["word:swift"]), ("Swift's…", ["word:swift", "punctuation:…"]),
            ("Swift's🚀", ["word:swift", "emoji:🚀"]), ("l'été", ["word:lete"]),
        ] as [(String, [String])]
    )
    func `an apostrophe is left out and a possessive is no part of the word`(text: String, shape: [String]) {
        #expect(Reading(text).shape == shape)
    }

    @Test(
        arguments: [
            ("C++", ["word:c++"]), ("c++ and g++", ["word:c++", "word:and", "word:g++"]), ("C#", ["word:c#"]),
            ("C# F#", ["word:c#", "word:f#"]),
            ("C++, C#.", ["word:c++", "punctuation:,", "word:c#", "punctuation:."]),
            ("(C++)", ["punctuation:(", "word:c++", "punctuation:)"]),
            ("C+", ["word:c"]), ("a+b", ["word:a", "word:b"]), ("1++", ["number:1"]), ("abc#", ["word:abc"]),
            ("c++lib", ["word:c", "word:lib"]),
            ("“C++”", ["word:c++"]), ("C++…", ["word:c++", "punctuation:…"]), ("C++は", ["word:c++", "character:は"]),
            ("C#—now", ["word:c#", "word:now"]),
        ] as [(String, [String])]
    )
    func `c++ and c# are words`(text: String, shape: [String]) {
        #expect(Reading(text).shape == shape)
    }

    @Test(
        arguments: [
            ("42", ["number:42"]), ("3.14", ["number:3.14"]), ("10,000", ["number:10,000"]),
            ("12:30", ["number:12:30"]), ("3 pm", ["number:3", "word:pm"]),
            ("v1.2", ["word:v1", "word:2"].map { $0.replacing("word:2", with: "number:2") }),
            ("5.", ["number:5", "punctuation:."]), ("2nd", ["word:2nd"]),
        ] as [(String, [String])]
    )
    func `a number is one token with its points`(text: String, shape: [String]) {
        #expect(Reading(text).shape == shape)
    }

    @Test(
        arguments: [
            ("#Swift", ["hashtag:swift"]), ("#open_source", ["hashtag:opensource"]),
            ("#NodeJS!", ["hashtag:nodejs", "punctuation:!"]), ("#café", ["hashtag:cafe"]),
            ("#東京", ["hashtag:東京"]), ("#2020", ["number:2020"]), ("#1", ["number:1"]), ("a#b", ["word:a", "word:b"]),
            ("#", []), ("##x", ["hashtag:x"]),
            ("@ada", ["mention:ada"]), ("@ada_b", ["mention:adab"]),
            ("@ada@example.org hi", ["mention:ada", "word:hi"]), ("@ada.bsky.social", ["mention:ada"]),
            ("@ada.", ["mention:ada", "punctuation:."]), ("me@example.org", ["word:me", "word:example", "word:org"]),
            (".@ada", ["punctuation:.", "mention:ada"]),
        ] as [(String, [String])]
    )
    func `tags and mentions are tokens without their sign`(text: String, shape: [String]) {
        #expect(Reading(text).shape == shape)
    }

    @Test(arguments: [
        ("https://swift.org/api", "https://swift.org/api"), ("see HTTP://x.y/a?b=c#d now", "HTTP://x.y/a?b=c#d"),
        ("(https://a.b/c).", "https://a.b/c"),
        ("www.example.org", "www.example.org"), ("<https://a.b>", "https://a.b"), ("\"https://a.b\"", "https://a.b"),
        ("https://a.b/c, and", "https://a.b/c"),
        ("https://a.b/café/menu is", "https://a.b/café/menu"), ("https://a.bを見て", "https://a.b"),
        ("https://a.b/x…", "https://a.b/x"), ("https://a.b/🚀", "https://a.b/"),
    ])
    func `a link is one token and its words are none`(text: String, link: String) {
        let links = Reading(text).pieces.filter { $0.kind == .url }
        #expect(links.map(\.text) == [link])
        #expect(links.first?.hash == Reading("http://other.example").pieces.first?.hash)
        #expect(!Reading(text).shape.contains { ["word:swift", "word:api", "word:menu", "word:example"].contains($0) })
    }

    @Test(arguments: [
        (":)", ":-)"), (":D", ":]"), (":)))", ":)"), (";)", ":)"), ("=)", ":)"), (":(", ":-["), (":/", ":\\"),
        (":p", ":*"), ("<3", "<3"),
    ])
    func `emoticons of one mood are alike`(one: String, other: String) {
        #expect(Reading(one).pieces.map(\.kind) == [.emoticon])
        #expect(Reading(one).pieces.first?.hash == Reading(other).pieces.first?.hash)
        #expect(Reading("fine \(one)🎉").pieces.map(\.kind) == [.word, .emoticon, .emoji])
    }

    @Test(arguments: [
        ("🚀", 1), ("👍🏽", 1), ("👨‍👩‍👧", 1), ("❤️", 1), ("🇩🇪", 1), ("🚀🚀", 2), ("🎉x🎉", 3), ("☕", 1), ("👩‍💻👩‍💻", 2),
    ])
    func `an emoji with all that belongs to it is one token`(text: String, count: Int) {
        #expect(Reading(text).pieces.count == count)
        #expect(Reading(text).pieces.first?.kind == .emoji)
    }

    @Test func `the tone of an emoji does not count`() {
        #expect(Reading("👍🏽").pieces.first?.hash == Reading("👍").pieces.first?.hash)
        #expect(Reading("❤️").pieces.first?.hash == Reading("❤").pieces.first?.hash)
        #expect(Reading("👍").pieces.first?.hash != Reading("👎").pieces.first?.hash)
    }

    @Test(arguments: [("東京", 2), ("明日は", 3), ("한국어", 3), ("ไทย", 3), ("スイフト", 4), ("東京api", 3)])
    func `scripts without spaces are read by character`(text: String, count: Int) {
        #expect(Reading(text).pieces.count == count)
        #expect(Reading(text).pieces.first?.kind == .character)
    }

    @Test(arguments: [("soooo", "so"), ("coooool", "cool"), ("AAAAA", "AA"), ("créééé", "cree")])
    func `a letter drawn out is written twice at most and marked`(text: String, like: String) throws {
        let piece = try #require(Reading(text).pieces.first)
        let squeezed = like == "so" ? "soo" : like
        #expect(piece.hash == Reading(squeezed).pieces.first?.hash)
        #expect(piece.flags.contains(.elongated))
        #expect(Reading(squeezed).pieces.first?.flags.contains(.elongated) == false)
    }

    @Test(arguments: [
        ("API", true), ("CI", true), ("Api", false), ("I", false), ("api", false), ("A1", false), ("API2", true),
    ])
    func `words in capitals are marked`(text: String, isMarked: Bool) {
        #expect(Reading(text).pieces.first?.flags.contains(.allCapitals) == isMarked)
    }

    @Test func `a repeated sign is one token, marked`() {
        #expect(Reading("no!!! yes?").shape == ["word:no", "punctuation:!!!", "word:yes", "punctuation:?"])
        #expect(Reading("!!!").pieces.first?.flags == .elongated)
        #expect(Reading("!").pieces.first?.flags == [])
        #expect(Reading("node.js").shape == ["word:node", "word:js"])
    }
}
