import Language
import Testing

/// Which phrases a text has.
@Suite struct PhrasesTests {
    /// The phrases as they are written.
    private func phrases(_ text: String, language: String? = "en") -> [String] {
        let bytes = Array(text.utf8)
        let tokens = TokenBuffer()
        bytes.withUnsafeBytes { Tokenizer.tokenize($0, into: tokens) }
        let phrases = Phrases(model: .embedded)
        phrases.read(tokens, language: language)
        return phrases.map { String(decoding: bytes[$0.range], as: UTF8.self) }
    }

    @Test func `one to three words in a row are a phrase`() {
        #expect(
            phrases("Swift concurrency rocks hard") == [
                "Swift", "concurrency", "Swift concurrency", "rocks", "concurrency rocks", "Swift concurrency rocks",
                "hard", "rocks hard", "concurrency rocks hard",
            ]
        )
    }

    @Test(
        arguments: [
            ("the state of the art", ["state", "art"]), ("War of Worlds", ["War", "Worlds", "War of Worlds"]),
            ("and so it is not", []), ("RT @ada: nice", ["nice"]),
        ] as [(String, [String])]
    )
    func `no function word is at the ends`(text: String, expected: [String]) {
        #expect(phrases(text) == expected)
    }

    @Test(arguments: [
        "docker. compose", "docker, compose", "docker (compose", "docker @ada compose",
        "docker https://a.example compose", "docker 🚀 compose", "docker\n\ncompose", "docker… compose",
        "docker :) compose",
    ])
    func `clause ends, links, mentions and emoji part phrases`(text: String) {
        #expect(phrases(text) == ["docker", "compose"])
    }

    @Test(
        arguments: [
            ("42", []), ("1 2 3", []), ("x", []), ("é", []), ("x y", []), ("x 4", []), ("iOS 18", ["iOS", "iOS 18"]),
            ("vitamin c", ["vitamin", "vitamin c"]), ("C++ 20", ["C++", "C++ 20"]), ("#Swift6", ["#Swift6"]),
            ("#1", []), ("9.1", []), ("ж", []),
        ] as [(String, [String])]
    )
    func `a phrase is more than digits or one letter`(text: String, expected: [String]) {
        #expect(phrases(text) == expected)
    }

    @Test func `a sentence without spaces is no phrase, nor is its end`() {
        let thai = String(repeating: "ปลา", count: 12)
        #expect(phrases(thai, language: "th") == [])
        #expect(phrases("今天天气好 swift").allSatisfy { !$0.contains(" ") })
        let begin = ContinuousClock.now
        #expect(phrases(String(repeating: "哈", count: 60_000), language: "zh").count == 3)
        #expect(begin.duration(to: .now) < .seconds(1))
    }

    @Test func `a phrase is found once, where it is used first`() {
        #expect(phrases("docker. Docker! #docker, DOCKER") == ["docker"])
    }

    @Test(
        arguments: [
            ("die Welt", "de", ["Welt"]), ("die Welt", nil, ["Welt"]), ("die hard", "en", ["die", "hard", "die hard"]),
            ("la casa blanca", "es", ["casa", "blanca", "casa blanca"]), ("to be or not", "de", []),
        ] as [(String, String?, [String])]
    )
    func `function words are those of English and of the language, or of all where it is unknown`(
        text: String,
        language: String?,
        expected: [String]
    ) {
        #expect(phrases(text, language: language) == expected)
    }

    @Test(
        arguments: [
            ("東京タワーに行く", ["東京", "タワー", "東京タワー"]), ("東京の天気", ["東京", "天気", "東京の天気"]), ("行く", []),
            ("안녕하세요 여러분", ["안녕하세요", "여러분", "안녕하세요 여러분"]), ("北京", ["北京"]),
            ("今天天气好", ["今天", "今天天", "今天天气", "天天", "天天气", "天天气好", "天气", "天气好", "气好"]),
            ("Swift は楽しい", ["Swift"]),
        ] as [(String, [String])]
    )
    func `characters of one script in a row are a word`(text: String, expected: [String]) {
        #expect(phrases(text, language: nil) == expected)
    }

    @Test(arguments: [
        "docker compose", "docker-compose", "#docker compose", "Docker\nCOMPOSE", "dócker compose",
    ])
    func `case, accents and signs do not change a phrase`(text: String) throws {
        func hash(_ text: String) throws -> UInt64 {
            let tokens = TokenBuffer()
            Array(text.utf8).withUnsafeBytes { Tokenizer.tokenize($0, into: tokens) }
            let phrases = Phrases(model: .embedded)
            phrases.read(tokens, language: "en")
            return try #require(phrases.last).hash
        }
        #expect(try hash(text) == hash("docker compose"))
    }

    @Test func `a word that is too long is noise`() {
        #expect(phrases("key \(String(repeating: "ab", count: 30)) rotated") == ["key", "rotated"])
    }

    @Test func `a text without end has a bounded number of phrases`() {
        let text = (0..<30_000).map { "word\($0)x" }.joined(separator: " ")
        #expect(phrases(text).count == Phrases.limit)
    }
}
