import Signals

// What a byte is.

extension Tokenizer {
    @inline(__always)
    func byte(at index: Int) -> UInt8? {
        index < text.count ? text[index] : nil
    }

    @inline(__always)
    func isDigit(at index: Int) -> Bool {
        index < text.count && Self.isDigit(text[index])
    }

    @inline(__always)
    func isWordByte(at index: Int) -> Bool {
        guard index < text.count else { return false }
        let byte = text[index]
        return Self.isLetter(byte) || Self.isDigit(byte) || byte >= 0x80
    }

    /// Whether a letter or digit stands at `index`, so that a word goes on there.
    ///
    /// What is left out inside words does not count, and curly quotes, dashes, emoji and characters of scripts without
    /// spaces are no part of a word.
    func isWord(at index: Int) -> Bool {
        var index = index
        while index < text.count {
            let byte = text[index]
            if byte < 0x80 { return Self.isLetter(byte) || Self.isDigit(byte) }
            let length = UTF8Scalar.length(text, at: index)
            guard length > 0 else { return false }
            switch table.fold(UTF8Scalar.decode(text, at: index, length: length)).kind {
            case .letter, .digit: return true
            case .dropped: index += length
            case .separator, .standalone, .emoji, .apostrophe, .punctuation: return false
            }
        }
        return false
    }

    @inline(__always)
    static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- UInt8(ascii: "a") < 26 }

    @inline(__always)
    static func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }
}
