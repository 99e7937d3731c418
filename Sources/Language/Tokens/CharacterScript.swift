import Signals

/// The scripts written without spaces, as far as they tell words apart.
enum CharacterScript: Hashable {
    case han
    case hiragana
    case katakana
    case hangul
    case other

    /// Of a character's UTF-8 bytes.
    init(_ bytes: UnsafeRawBufferPointer) {
        let length = UTF8Scalar.length(bytes, at: 0)
        guard length > 0 else {
            self = .other
            return
        }
        self =
            switch UTF8Scalar.decode(bytes, at: 0, length: length) {
            case 0x3041...0x309F: .hiragana
            case 0x30A0...0x30FF, 0x31F0...0x31FF, 0xFF66...0xFF9F: .katakana
            case 0x3005...0x3007, 0x3400...0x9FFF, 0xF900...0xFAFF, 0x20000...0x3FFFF: .han
            case 0x1100...0x11FF, 0x3130...0x318F, 0xAC00...0xD7AF: .hangul
            default: .other
            }
    }
}
