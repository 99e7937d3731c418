import Language
import Signals
import Testing

/// A hundred thousand texts that were made to break a reader, through the whole analysis.
@Suite struct HostileTextFuzzTests {
    /// What texts are made of: words, signs, tags, links, scripts, marks, and bytes that are no UTF-8.
    private static let pieces: [[UInt8]] =
        [
            "swift", "Swift", "SWIFT", "the", "Der", "und", "don't", "Swift's", "o’neil", "f*ck", "sh1t", "a$$",
            "f u c k",
            "C++", "C#", "42", "3.14", "v1.2", "New York", "iPhone", "#tag", "#", "##", "@ada", "@", "@a@b.example",
            "https://a.example/b?c=d#e", "www.", "http://", ".", "...", ",", "!", "?!", "(", ")", "\n", "\n\n", "\t",
            "-", "_", "&", "&amp;", "'", "\"", ":)", ":-(", "<3", ";", "=", "🚀", "👨‍👩‍👧", "🇩🇪", "☕️", "👍🏽",
            "é", "e\u{301}", "ẞ", "ﬁ", "İ", "東京", "タワー", "の", "今天天气很好", "서울", "สวัสดี", "привет", "مرحبا", "שלום", "नमस्ते",
            "\u{200B}", "\u{200D}", "\u{202E}", "\u{2028}", "\u{AD}", "\u{FE0F}", "\u{FEFF}", "\u{0}", "\u{7F}",
            "aaaaaaaa", "RT", "i", "q̷̢̛", "𝓯𝓾", "ｆｕｌｌ", "\u{E0041}", "\u{10FFFF}",
        ].map { Array($0.utf8) } + [
            [0xFF], [0xC0, 0x80], [0xC3], [0xE2, 0x80], [0xF0, 0x9F, 0x98], [0xED, 0xA0, 0x80],
            [0xF4, 0x90, 0x80, 0x80],
            [0x80], [0xFE, 0xFF],
        ]

    private static func text(_ random: inout SplitMix) -> [UInt8] {
        var bytes: [UInt8] = []
        for _ in 0..<Int.random(in: 0..<12, using: &random) {
            switch Int.random(in: 0..<16, using: &random) {
            case 0: bytes.append(UInt8.random(in: 0...255, using: &random))
            case 1 where !bytes.isEmpty: bytes.removeLast(Int.random(in: 1...min(3, bytes.count), using: &random))
            case 2: bytes += repeatElement(UInt8.random(in: 0x20...0x7E, using: &random), count: 9)
            default: bytes += pieces[Int.random(in: pieces.indices, using: &random)]
            }
            if Bool.random(using: &random) { bytes.append(0x20) }
        }
        return bytes
    }

    @Test func `no text breaks the analysis, and all it finds lies inside the text`() throws {
        let analyzer = TextAnalyzer(
            matcher: try TopicMatcher(topics: ["swift", "new york", "東京", "#tag", "@ada", "🚀"].map(Topic.init)),
            model: .embedded
        )
        let (tokens, phrases, finder) = (TokenBuffer(), Phrases(model: .embedded), EntityFinder(model: .embedded))
        var analysis = Analysis()
        var random = SplitMix(state: 2_026)
        for number in 0..<100_000 {
            let text = Self.text(&random)
            text.withUnsafeBytes { bytes in
                analyzer.analyze(bytes, declaredLanguage: number % 3 == 0 ? "en" : nil, into: &analysis)
                Tokenizer.tokenize(bytes, into: tokens)
                phrases.read(tokens, language: analysis.language)
                let names =
                    number % 4 == 0 ? finder.entities(in: tokens, of: bytes, language: analysis.language) : []
                let ranges = analysis.profanity + phrases.map(\.range) + names.map(\.range)
                let isInside = ranges.allSatisfy { !$0.isEmpty && $0.upperBound <= bytes.count }
                let isSound = isInside && Self.isSound(tokens, bytes) && analysis.topics.count <= 6
                if !isSound { Issue.record("\(text)") }
            }
        }
    }

    /// Tokens in order, none over another, their folded bytes in order as well.
    private static func isSound(_ tokens: TokenBuffer, _ bytes: UnsafeRawBufferPointer) -> Bool {
        var (end, foldedEnd) = (0, 0)
        for index in 0..<tokens.count {
            let token = tokens[index]
            guard Int(token.start) >= end, token.end > token.start, Int(token.end) <= bytes.count,
                Int(token.foldedStart) >= foldedEnd, token.foldedEnd >= token.foldedStart,
                Int(token.foldedEnd) <= tokens.folded.count
            else { return false }
            (end, foldedEnd) = (Int(token.end), Int(token.foldedEnd))
        }
        return true
    }

    @Test func `every letter and digit of ASCII is part of exactly one token`() {
        var random = SplitMix(state: 7)
        for _ in 0..<5_000 {
            let text = Self.text(&random)
            var covered = [Int](repeating: 0, count: text.count)
            for piece in Reading(utf8: text).pieces { for index in piece.range { covered[index] += 1 } }
            let isCovered = text.indices.allSatisfy { index in
                let isWordByte = (0x61...0x7A).contains(text[index] | 0x20) || (0x30...0x39).contains(text[index])
                return covered[index] == 1 || (covered[index] == 0 && !isWordByte)
            }
            if !isCovered { Issue.record("\(text)") }
        }
    }

    @Test func `a text cut anywhere is read without harm`() {
        let text = Array(
            "Déjà vu at New York’s 東京タワー! 👨‍👩‍👧 f*ck @ada@b.example #tag https://a.example/é 3.14 C++ नमस्ते".utf8
        )
        for start in text.indices {
            for end in start...text.count {
                let pieces = Reading(utf8: Array(text[start..<end])).pieces
                #expect(pieces.allSatisfy { $0.range.upperBound <= end - start })
            }
        }
    }

    @Test func `two texts with a clause end between are read as each alone`() {
        var random = SplitMix(state: 19)
        for _ in 0..<20_000 {
            // A space behind the first: `www.` at the very end of a text is no link yet.
            let (left, right) = (Self.text(&random) + [0x20], Self.text(&random))
            let separator = Array("\n\n ".utf8)
            let whole = Reading(utf8: left + separator + right).pieces.map(\.hash)
            let line = Reading(utf8: separator).pieces.map(\.hash)
            let apart = Reading(utf8: left).pieces.map(\.hash) + line + Reading(utf8: right).pieces.map(\.hash)
            if whole != apart { Issue.record("\(left) + \(right)") }
        }
    }
}
