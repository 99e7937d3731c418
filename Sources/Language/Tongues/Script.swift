/// A script that tells a language, or a family of them.
enum Script: UInt8, CaseIterable {
    case kana, han, hangul, cyrillic, arabic, hebrew, greek, thai, devanagari, bengali, gurmukhi, gujarati, tamil
    case telugu, kannada, malayalam, sinhala, lao, burmese, georgian, khmer, armenian, ethiopic, other

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
        case .bengali: "bn"
        case .gurmukhi: "pa"
        case .gujarati: "gu"
        case .tamil: "ta"
        case .telugu: "te"
        case .kannada: "kn"
        case .malayalam: "ml"
        case .sinhala: "si"
        case .lao: "lo"
        case .burmese: "my"
        case .georgian: "ka"
        case .khmer: "km"
        case .armenian: "hy"
        case .ethiopic: "am"
        case .other: nil
        }
    }

    /// Whether several languages are written in it that words and letters tell apart.
    var isShared: Bool {
        switch self {
        case .cyrillic, .arabic, .hebrew, .devanagari: true
        default: false
        }
    }

    /// nil for Latin.
    init?(_ scalar: UInt32) {
        switch scalar {
        case 0..<0x250, 0x1E00..<0x1F00: return nil
        case 0x0370...0x03FF, 0x1F00...0x1FFF: self = .greek
        case 0x0400...0x052F: self = .cyrillic
        case 0x0530...0x058F: self = .armenian
        case 0x0590...0x05FF: self = .hebrew
        case 0x0600...0x06FF, 0x0750...0x077F, 0xFB50...0xFDFF, 0xFE70...0xFEFC: self = .arabic
        case 0x0900...0x097F: self = .devanagari
        case 0x0980...0x09FF: self = .bengali
        case 0x0A00...0x0A7F: self = .gurmukhi
        case 0x0A80...0x0AFF: self = .gujarati
        case 0x0B80...0x0BFF: self = .tamil
        case 0x0C00...0x0C7F: self = .telugu
        case 0x0C80...0x0CFF: self = .kannada
        case 0x0D00...0x0D7F: self = .malayalam
        case 0x0D80...0x0DFF: self = .sinhala
        case 0x0E00...0x0E7F: self = .thai
        case 0x0E80...0x0EFF: self = .lao
        case 0x1000...0x109F: self = .burmese
        case 0x10A0...0x10FF: self = .georgian
        case 0x1200...0x139F: self = .ethiopic
        case 0x1780...0x17FF: self = .khmer
        case 0x3040...0x30FF, 0x31F0...0x31FF, 0xFF66...0xFF9F: self = .kana
        case 0x1100...0x11FF, 0x3130...0x318F, 0xAC00...0xD7AF: self = .hangul
        case 0x3400...0x9FFF, 0xF900...0xFAFF, 0x20000...0x3FFFF: self = .han
        default: self = .other
        }
    }

    /// The scripts a language is written in, Latin aside; nil where it is not known to have one of these.
    static func scripts(of language: String) -> [Script]? {
        switch language {
        case "ja": [.kana, .han]
        case "ko": [.hangul, .han]
        case "uk", "be", "bg", "sr", "mk", "kk", "ky", "mn", "tg": [.cyrillic]
        case "fa", "ur", "ps", "sd", "ug", "ckb": [.arabic]
        case "yi": [.hebrew]
        case "mr", "ne", "sa": [.devanagari]
        case "yue": [.han]
        default: allCases.first { $0.language == language }.map { [$0] }
        }
    }
}
