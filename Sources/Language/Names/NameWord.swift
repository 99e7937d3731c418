import Signals

/// A word of a text, as far as names are made of it.
struct NameWord {
    let token: Token
    /// Its bytes in the text, a possessive aside.
    let range: Range<Int>
    let marks: NameList.Marks
    let isCapitalised: Bool
    /// Capitals inside it, as in `iPhone` and `PostgreSQL`.
    let isCamelCase: Bool
    /// A frequent word of the language, which is no name for being written with a capital.
    let isFrequent: Bool
    /// Whether it starts a sentence, a line or a quotation, where a capital says nothing.
    let isFirst: Bool
    /// Whether it is a number such as `6.1`.
    let hasPoint: Bool
    /// Its last four folded bytes, the first in the lowest bits; 0 for a shorter word than five letters.
    let tail: UInt32
    /// Whether the next word may be part of the same name.
    var joinsNext = false

    var isAllCapitals: Bool { token.flags.contains(.allCapitals) }
    var hash: UInt64 { token.hash }
    var isNumber: Bool { token.kind == .number }
    /// Whether it can carry a name alone.
    var isStrong: Bool { (isCapitalised || isCamelCase) && !isFrequent && !isNumber }
}

extension NameWord {
    /// How many times letters change from small to capital inside a word; more than two is `tHiS wAy`.
    static func isCamelCase(_ word: UnsafeRawBufferPointer) -> Bool {
        var changes = 0
        var previous: UInt8 = 0
        for byte in word {
            let isCapital = byte &- UInt8(ascii: "A") < 26
            if isCapital, previous &- UInt8(ascii: "a") < 26 { changes += 1 }
            previous = byte
        }
        return changes == 1 || changes == 2
    }

    static func isCapitalised(_ token: Token, _ word: UnsafeRawBufferPointer) -> Bool {
        if token.flags.contains(.capitalised) { return true }
        let length = word.isEmpty ? 0 : UTF8Scalar.length(word, at: 0)
        guard length > 1 else { return false }
        let scalar = Unicode.Scalar(UTF8Scalar.decode(word, at: 0, length: length))
        return scalar?.properties.isUppercase == true
    }
}
