import Signals

/// Guesses the language of a text from its script and its function words.
///
/// Good enough to know when a model of English does not apply; where nothing speaks against it, text in the Latin
/// script counts as English.
struct LanguageGuess {
    private var votes: [Int]
    private var latinWords = 0
    private var scripts: [Script: Int] = [:]

    private enum Script: Hashable {
        case kana, han, hangul, cyrillic, arabic, hebrew, greek, thai, devanagari, other

        /// The language most written in it.
        var language: String? {
            switch self {
            case .kana: "ja"
            case .han: "zh"
            case .hangul: "ko"
            case .cyrillic: "ru"
            case .arabic: "ar"
            case .hebrew: "he"
            case .greek: "el"
            case .thai: "th"
            case .devanagari: "hi"
            case .other: nil
            }
        }

        init(_ scalar: UInt32) {
            self =
                switch scalar {
                case 0x0370...0x03FF: .greek
                case 0x0400...0x052F: .cyrillic
                case 0x0590...0x05FF: .hebrew
                case 0x0600...0x06FF, 0x0750...0x077F: .arabic
                case 0x0900...0x097F: .devanagari
                case 0x0E00...0x0E7F: .thai
                case 0x3040...0x30FF, 0x31F0...0x31FF, 0xFF66...0xFF9F: .kana
                case 0x1100...0x11FF, 0x3130...0x318F, 0xAC00...0xD7AF: .hangul
                case 0x3400...0x9FFF, 0xF900...0xFAFF, 0x20000...0x3FFFF: .han
                default: .other
                }
        }
    }

    private init(languages: Int) {
        votes = Array(repeating: 0, count: languages)
    }

    /// ISO 639-1, or nil when there is nothing to go by.
    static func language(of tokens: TokenBuffer, lexicon: Lexicon) -> String? {
        var guess = LanguageGuess(languages: lexicon.languages.count)
        for token in tokens.tokens { guess.count(token, in: tokens, lexicon) }
        return guess.decision(lexicon.languages)
    }

    private mutating func count(_ token: Token, in tokens: TokenBuffer, _ lexicon: Lexicon) {
        guard token.kind == .word || token.kind == .character || token.kind == .hashtag else { return }
        let bytes = tokens.folded(token)
        guard let first = bytes.first else { return }
        guard first < 0x80 else { return countScript(bytes) }
        guard token.kind == .word else { return }
        latinWords += 1
        let languages = lexicon.languages(of: token.hash)
        guard languages != 0 else { return }
        for language in votes.indices where languages >> UInt32(language) & 1 == 1 { votes[language] += 1 }
    }

    private mutating func countScript(_ bytes: UnsafeRawBufferPointer) {
        let length = UTF8Scalar.length(bytes, at: 0)
        guard length > 0 else { return }
        let scalar = UTF8Scalar.decode(bytes, at: 0, length: length)
        if scalar < 0x250 || (0x1E00..<0x1F00).contains(scalar) {
            latinWords += 1
        } else {
            scripts[Script(scalar), default: 0] += 1
        }
    }

    private func decision(_ languages: [String]) -> String? {
        let foreign = scripts.values.reduce(0, +)
        if foreign > latinWords {
            // Japanese is written with Chinese characters too, but never without kana for long.
            if let kana = scripts[.kana], kana * 5 >= foreign { return "ja" }
            return scripts.max { ($0.value, $1.key.language ?? "") < ($1.value, $0.key.language ?? "") }?.key.language
        }
        guard latinWords > 0 else { return nil }
        let english = languages.firstIndex(of: "en")
        let best = votes.indices.max { votes[$0] < votes[$1] }
        guard let best, let english, votes[best] > votes[english], votes[best] >= 2 || latinWords <= 3 else {
            return "en"
        }
        return languages[best]
    }
}
