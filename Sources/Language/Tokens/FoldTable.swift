/// What a scalar means for the tokeniser, and its case- and accent-folded form.
struct FoldedScalar {
    enum Class: UInt8 {
        case separator
        /// Part of a word; folded bytes follow.
        case letter
        case digit
        /// Left out inside words: combining marks, zero-width characters, soft hyphens.
        case dropped
        /// A character of a script written without spaces.
        case standalone
        case emoji
        case apostrophe
        /// Closes a clause.
        case punctuation
    }

    let kind: Class
    /// Up to three folded bytes, the first in the lowest bits.
    ///
    /// 0 for a letter: its own UTF-8 bytes.
    let packed: UInt32
}

/// Folding of case, accents and width.
///
/// A fixed table, so that it does not change with the system's Unicode version.
struct FoldTable: Sendable {
    private static let latinEnd: UInt32 = 0x600
    private static let additional: Range<UInt32> = 0x1E00..<0x1F00

    /// One entry a scalar: class in the upper 8 bits, folded bytes in the lower 24.
    private let low: [UInt32]
    private let high: [UInt32]

    static let shared = FoldTable()

    private init() {
        var low = (0..<Self.latinEnd).map { Self.entry($0) }
        var high = Self.additional.map { Self.entry($0) }
        for (folded, accented) in Self.accents {
            for scalar in accented.unicodeScalars {
                // The capital of some, such as ΰ, is a letter and marks of its own; those are no forms of it.
                let capital = scalar.properties.uppercaseMapping.unicodeScalars
                for form in [scalar.value] + (capital.count == 1 ? capital.map(\.value) : []) {
                    if form >= 0x80, form < Self.latinEnd { low[Int(form)] = Self.letter(folded) }
                    if Self.additional.contains(form) { high[Int(form - 0x1E00)] = Self.letter(folded) }
                }
            }
        }
        self.low = low
        self.high = high
    }

    /// Letters with marks, by what they fold to: the canonical decompositions of the Latin blocks, and the letters
    /// people leave the stroke off.
    private static let accents: [(String, String)] = [
        ("a", "àáâãäåāăąǎǟǡǻȁȃȧḁạảấầẩẫậắằẳẵặªẚ"), ("ae", "æǣǽ"), ("b", "ḃḅḇ"), ("c", "çćĉċčḉ"), ("d", "ďḋḍḏḑḓđð"),
        ("e", "èéêëēĕėęěȅȇȩḕḗḙḛḝẹẻẽếềểễệ"), ("f", "ḟ"), ("g", "ĝğġģǧǵḡǥ"), ("h", "ĥȟḣḥḧḩḫẖħ"),
        ("i", "ìíîïĩīĭįǐȉȋḭḯỉịıİ"), ("j", "ĵǰ"), ("k", "ķǩḱḳḵ"), ("l", "ĺļľḷḹḻḽłŀ"), ("m", "ḿṁṃ"),
        ("n", "ñńņňǹṅṇṉṋŉ"), ("o", "òóôõöōŏőơǒǫǭȍȏȫȭȯȱṍṏṑṓọỏốồổỗộớờởỡợøǿº"), ("oe", "œ"), ("p", "ṕṗ"),
        ("r", "ŕŗřȑȓṙṛṝṟ"),
        ("s", "śŝşšșṡṣṥṧṩẛſ"), ("ss", "ßẞ"), ("t", "ţťțṫṭṯṱẗŧ"), ("th", "þ"),
        ("u", "ùúûüũūŭůűųưǔǖǘǚǜȕȗṳṵṷṹṻụủứừửữự"), ("v", "ṽṿ"), ("w", "ŵẁẃẅẇẉẘ"), ("x", "ẋẍ"), ("y", "ýÿŷȳẏẙỳỵỷỹ"),
        ("z", "źżžẑẓẕƶ"), ("ʒ", "ǯ"), ("α", "ά"), ("ε", "έ"), ("η", "ή"), ("ι", "ίϊΐ"), ("ο", "ό"), ("υ", "ύϋΰ"),
        ("ω", "ώ"), ("σ", "ς"),
        ("ϒ", "ϓϔ"), ("а", "ӑӓ"), ("г", "ѓ"), ("е", "ёѐӗ"), ("ж", "ӂӝ"), ("з", "ӟ"), ("и", "йѝӣӥ"), ("і", "ї"),
        ("к", "ќ"),
        ("о", "ӧ"), ("у", "ўӯӱӳ"), ("ч", "ӵ"), ("ы", "ӹ"), ("э", "ӭ"), ("ә", "ӛ"), ("ө", "ӫ"), ("ѵ", "ѷ"),
    ]

    private static func letter(_ folded: String) -> UInt32 {
        let bytes = folded.utf8.prefix(3).reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        return UInt32(FoldedScalar.Class.letter.rawValue) << 24 | bytes
    }

    private static func entry(_ value: UInt32) -> UInt32 {
        guard let scalar = Unicode.Scalar(value) else { return 0 }
        switch value {
        case 0xAD, 0x300...0x36F, 0x483...0x489, 0x591...0x5BD: return UInt32(FoldedScalar.Class.dropped.rawValue) << 24
        case 0xA9, 0xAE: return UInt32(FoldedScalar.Class.emoji.rawValue) << 24
        case 0xA1, 0xBF: return UInt32(FoldedScalar.Class.punctuation.rawValue) << 24
        case 0x2BC: return UInt32(FoldedScalar.Class.apostrophe.rawValue) << 24
        default: break
        }
        guard scalar.properties.isAlphabetic else { return 0 }
        let lower = scalar.properties.lowercaseMapping
        return letter(lower.utf8.count <= 3 ? lower : String(scalar))
    }

    /// The folded form of any scalar above ASCII.
    @inline(__always)
    func fold(_ scalar: UInt32) -> FoldedScalar {
        if scalar < Self.latinEnd { return Self.unpack(low[Int(scalar)]) }
        return foldRest(scalar)
    }

    private static func unpack(_ entry: UInt32) -> FoldedScalar {
        FoldedScalar(kind: .init(rawValue: UInt8(entry >> 24)) ?? .separator, packed: entry & 0xFF_FFFF)
    }

    private func foldRest(_ scalar: UInt32) -> FoldedScalar {
        if Self.additional.contains(scalar) { return Self.unpack(high[Int(scalar - Self.additional.lowerBound)]) }
        return FoldedScalar(kind: Self.kind(of: scalar), packed: Self.narrow(scalar))
    }

    /// Full-width letters and digits are written as their ASCII forms.
    private static func narrow(_ scalar: UInt32) -> UInt32 {
        switch scalar {
        case 0xFF10...0xFF19: scalar - 0xFEE0
        case 0xFF21...0xFF3A: scalar - 0xFEE0 + 32
        case 0xFF41...0xFF5A: scalar - 0xFEE0
        default: 0
        }
    }

    private static func kind(of scalar: UInt32) -> FoldedScalar.Class {
        switch scalar {
        case 0x2018, 0x2019, 0xFF07: return .apostrophe
        case 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x2064, 0xFEFF, 0xFE00...0xFE0F, 0x1AB0...0x1AFF,
            0x1DC0...0x1DFF, 0x20D0...0x20FF, 0xE0000...0xE01EF:
            return .dropped
        case 0x2026, 0x203C, 0x2047...0x2049, 0x2028, 0x2029, 0x3001, 0x3002, 0xFF01, 0xFF0C, 0xFF0E, 0xFF1A, 0xFF1B,
            0xFF1F, 0xFF08, 0xFF09, 0x300C...0x300F, 0x061F, 0x060C, 0x06D4:
            return .punctuation
        case 0x231A...0x23FF, 0x2600...0x27BF, 0x2B05...0x2B55, 0x1F000...0x1FAFF: return .emoji
        case 0x0E00...0x0EFF, 0x1000...0x109F, 0x1780...0x17FF, 0x1100...0x11FF, 0x3005...0x3007, 0x3040...0x30FA,
            0x30FC...0x30FF, 0x3105...0x318E, 0x31F0...0x31FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xAC00...0xD7AF,
            0xF900...0xFAFF, 0xFF66...0xFF9F, 0x20000...0x3FFFF:
            return .standalone
        case 0x0640, 0x064B...0x065F, 0x0670, 0x06D6...0x06ED: return .dropped
        case 0x0660...0x0669, 0x06F0...0x06F9, 0x0966...0x096F, 0xFF10...0xFF19: return .digit
        case 0x2000...0x2BFF, 0x3000...0x303F, 0xFFF0...0xFFFF: return .separator
        default:
            guard let properties = Unicode.Scalar(scalar)?.properties else { return .separator }
            // Vowel signs of the Indic scripts are marks, and part of the word.
            let isPartOfWord =
                properties.isAlphabetic || properties.generalCategory == .nonspacingMark
                || properties.generalCategory == .spacingMark
            return isPartOfWord ? .letter : .separator
        }
    }
}
