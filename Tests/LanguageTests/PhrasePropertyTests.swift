import Language
import Signals
import Testing

/// What holds for the phrases of any text.
@Suite struct PhrasePropertyTests {
    private static let pieces = [
        "docker", "Swift", "the", "of", "and", "und", "42", "x", "#tag", "@ada", "https://a.example", "🚀", "東京", "に",
        "タワー", "今天天气很好", "서울", "สวัสดี", ".", ",", "!", "\n\n", "-", "/", "é", "don't", "C++", ":)", "привет",
        "मौसम", "RT", "3.14",
    ]

    private static func texts(_ count: Int) -> [String] {
        var random = SplitMix(state: 77)
        return (0..<count).map { _ in
            var text = ""
            for _ in 0..<Int.random(in: 0..<24, using: &random) {
                text += pieces[Int.random(in: pieces.indices, using: &random)]
                if Int.random(in: 0..<4, using: &random) > 0 { text += " " }
            }
            return text
        }
    }

    @Test func `a phrase read alone is the same phrase`() {
        let (tokens, part) = (TokenBuffer(), TokenBuffer())
        let (phrases, alone) = (Phrases(model: .embedded), Phrases(model: .embedded))
        for text in Self.texts(2_000) {
            let bytes = Array(text.utf8)
            bytes.withUnsafeBytes { Tokenizer.tokenize($0, into: tokens) }
            phrases.read(tokens, language: nil)
            for phrase in phrases {
                Array(bytes[phrase.range]).withUnsafeBytes { Tokenizer.tokenize($0, into: part) }
                alone.read(part, language: nil)
                let whole = alone.filter { $0.range == 0..<phrase.range.count }
                #expect(whole.map(\.hash) == [phrase.hash], "\(text)")
            }
        }
    }

    @Test func `phrases stand in order inside the text, each once, and part at clause ends`() {
        let (tokens, phrases) = (TokenBuffer(), Phrases(model: .embedded))
        for text in Self.texts(20_000) {
            Array(text.utf8).withUnsafeBytes { Tokenizer.tokenize($0, into: tokens) }
            phrases.read(tokens, language: nil)
            var seen: Set<UInt64> = []
            let parting = (0..<tokens.count).map { tokens[$0] }.filter {
                [.punctuation, .url, .mention, .emoji, .emoticon].contains($0.kind)
            }
            for phrase in phrases {
                #expect(seen.insert(phrase.hash).inserted && (1...3).contains(phrase.words), "\(text)")
                #expect(phrase.range.upperBound <= text.utf8.count && !phrase.range.isEmpty, "\(text)")
                #expect(!parting.contains { phrase.range.contains(Int($0.start)) }, "\(text)")
            }
        }
    }

    @Test func `a keyword that is a phrase of a text is found in it`() throws {
        let (tokens, phrases) = (TokenBuffer(), Phrases(model: .embedded))
        for text in Self.texts(300) {
            let bytes = Array(text.utf8)
            bytes.withUnsafeBytes { Tokenizer.tokenize($0, into: tokens) }
            phrases.read(tokens, language: nil)
            for phrase in phrases.prefix(8) {
                let keyword = String(decoding: bytes[phrase.range], as: UTF8.self)
                let found = try Reader(topics: [keyword.filter { $0 != "#" }]).topics(in: text)
                // A hashtag inside a phrase is none of the keyword's words.
                let hasTagInside = keyword.dropFirst().contains("#") || keyword.contains("#tag ")
                #expect(found.count == 1 || hasTagInside, "\(keyword)")
            }
        }
    }
}
