import Foundation
import Language
import Testing

/// What must not change how a text is read, and what no text may do to the reader.
@Suite struct TokenizerInvarianceTests {
    private static let texts = [
        "The Café on Oak Street serves C++ developers, Node.js fans and API lovers!",
        "Déjà vu: l'été à Genève, créée pour l'équipe.",
        "Wir haben über Straßen und Größe gesprochen", "#OpenSource @InfluxDB Swift's new syntax isn't bad, is it?",
        "Привет, ёжик! Τι κάνεις, καλά είμαι", "Łódź żółć gęślą jaźń, Åsa ÆRØ þing", "Nguyễn đã đến Hà Nội",
        "明日は東京タワーに行きます", "soooo coooool API API2 v1.2",
    ]

    private static func hashes(_ text: String) -> [UInt64] { Reading(text).wordHashes }

    @Test(arguments: texts)
    func `case does not matter`(text: String) {
        // Kept apart from Foundation's rules for ß, whose capital form is SS.
        #expect(Self.hashes(text.lowercased()) == Self.hashes(text))
        #expect(Self.hashes(text.uppercased()) == Self.hashes(text))
    }

    @Test(arguments: texts)
    func `composed and decomposed accents are the same`(text: String) {
        #expect(
            Self.hashes(text.decomposedStringWithCanonicalMapping)
                == Self.hashes(text.precomposedStringWithCanonicalMapping)
        )
    }

    @Test(arguments: texts.filter { !$0.contains("明") })
    func `accents do not matter`(text: String) {
        let bare = text.decomposedStringWithCanonicalMapping.unicodeScalars.filter {
            $0.properties.generalCategory != .nonspacingMark
        }
        #expect(Self.hashes(String(String.UnicodeScalarView(bare))) == Self.hashes(text))
    }

    @Test func `every accented letter of the Latin, Greek and Cyrillic blocks is its letter`() {
        var different = ""
        for value in Array(UInt32(0xC0)..<0x530) + Array(0x1E00..<0x1F00) {
            guard let scalar = Unicode.Scalar(value), scalar.properties.isAlphabetic else { continue }
            let parts = String(scalar).decomposedStringWithCanonicalMapping.unicodeScalars
            guard parts.count > 1, parts.dropFirst().allSatisfy({ $0.properties.generalCategory == .nonspacingMark })
            else { continue }
            let apart = String(String.UnicodeScalarView(parts))
            if Self.hashes("x\(scalar)x") != Self.hashes("x\(apart)x") { different.unicodeScalars.append(scalar) }
        }
        #expect(different == "")
    }

    @Test(arguments: texts, ["\u{200B}", "\u{200D}", "\u{FEFF}", "\u{AD}", "\u{2060}", "\u{FE0F}"])
    func `invisible characters inside words do not matter`(text: String, invisible: String) {
        var random = SplitMix(state: 31)
        var changed = ""
        for character in text {
            changed.append(character)
            let isInside = character.isLetter && Bool.random(using: &random)
            if isInside { changed += invisible }
        }
        #expect(Self.hashes(changed) == Self.hashes(text))
    }

    @Test(arguments: [
        ("“", "”"), ("(", ")"), ("«", "»"), ("…", "…"), ("—", "—"), ("‘", "’"), ("「", "」"), ("¿", "!"), ("🚀", "🚀"),
        ("*", "*"), ("\u{2028}", "\u{2029}"),
    ])
    func `signs around words do not matter`(before: String, after: String) {
        for word in ["swift", "API", "café", "C++", "c#", "Swift's", "Swift’s", "don't", "#tag", "42", "東京", "привет"] {
            #expect(Self.hashes(before + word + after) == Self.hashes(word), "\(before)\(word)\(after)")
        }
    }

    @Test(arguments: texts)
    func `more white space does not matter`(text: String) {
        for space in ["  ", "\n", " \t ", "\r\n", "\u{A0}", "\u{3000}", "\n\n"] {
            #expect(Self.hashes(text.replacing(" ", with: space)) == Self.hashes(text))
            #expect(Self.hashes(space + text + space) == Self.hashes(text))
        }
    }

    @Test func `different words are different`() {
        let words = (0..<200_000).map { "w\(String($0, radix: 36))x" }
        #expect(Set(words.map { TokenHash.of($0.utf8) }).count == words.count)
    }

    @Test func `no bytes make it crash, and tokens stand in order inside the text`() {
        var random = SplitMix(state: 41)
        let pieces: [[UInt8]] =
            [
                "https://", "www.", "@", "#", "'s", "’s", "++", "<3", ":-)", "...", "\n\n", "é", "e\u{301}", "東", "🚀",
                "👨‍👩‍👧", "🇩🇪", "\u{200B}", "\u{2028}", "a", "Z", "9", ".",
                "aaaa", " ", "'", "_", "ß", "ẞ", "\u{AD}", "\u{1F3FD}", "=",
            ].map { Array($0.utf8) } + [[0xFF], [0xC3], [0xE2, 0x80], [0xF0, 0x9F], [0xED, 0xA0, 0x80], [0]]
        for _ in 0..<20_000 {
            var bytes: [UInt8] = []
            for _ in 0..<Int.random(in: 0..<16, using: &random) {
                let isRandom = Int.random(in: 0..<4, using: &random) == 0
                bytes +=
                    isRandom
                    ? [UInt8.random(in: 0...255, using: &random)]
                    : pieces[Int.random(in: pieces.indices, using: &random)]
            }
            var end = 0
            for piece in Reading(utf8: bytes).pieces {
                guard piece.range.lowerBound >= end, !piece.range.isEmpty, piece.range.upperBound <= bytes.count else {
                    Issue.record("\(piece) at \(piece.range) after \(end) in \(bytes)")
                    break
                }
                end = piece.range.upperBound
            }
        }
    }

    @Test func `the same memory is used again without a trace of the last text`() {
        let buffer = TokenBuffer()
        func read(_ text: String) -> [UInt64] {
            Array(text.utf8).withUnsafeBytes { Tokenizer.tokenize($0, into: buffer) }
            return (0..<buffer.count).map { buffer[$0].hash }
        }
        let short = read("one two three")
        #expect(read(String(repeating: "many words ", count: 50_000)).count == TokenBuffer.limit)
        #expect(read("one two three") == short)
        #expect(read("") == [])
    }
}
