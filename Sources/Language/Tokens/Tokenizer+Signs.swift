// Punctuation, emoticons, and the signs that say nothing.

extension Tokenizer {
    mutating func readSign(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "#"): readTag(kind: .hashtag)
        case UInt8(ascii: "@"): readTag(kind: .mention)
        case UInt8(ascii: ":"), UInt8(ascii: ";"), UInt8(ascii: "="): readEmoticon(byte)
        case UInt8(ascii: "<"): readHeart()
        case UInt8(ascii: "."), UInt8(ascii: ","), UInt8(ascii: "!"), UInt8(ascii: "?"), UInt8(ascii: "("),
            UInt8(ascii: ")"):
            readPunctuation(byte)
        case UInt8(ascii: "\n"):
            // A line end is a space; an empty line ends a clause.
            if self.byte(at: index + 1) == byte { readPunctuation(byte) } else { index += 1 }
        case UInt8(ascii: "$"):
            index += 1
            touched = index
        default: index += 1
        }
    }

    static let urlHash = TokenHash.of("<url>".utf8)
    private static let smileHash = TokenHash.of("<smile>".utf8)
    private static let frownHash = TokenHash.of("<frown>".utf8)
    private static let doubtHash = TokenHash.of("<doubt>".utf8)
    private static let playHash = TokenHash.of("<play>".utf8)
    private static let heartHash = TokenHash.of("<heart>".utf8)

    mutating func emitSign(hash: UInt64, start: Int, kind: Token.Kind, flags: Token.Flags = .plain) {
        emit(hash: hash, start: start, foldedStart: foldedCount, kind: kind, flags: flags)
    }

    /// A sign that closes a clause.
    ///
    /// Repeated ones are one token, marked elongated.
    private mutating func readPunctuation(_ byte: UInt8) {
        let start = index
        while self.byte(at: index) == byte { index += 1 }
        // The dot of node.js and example.org closes nothing.
        let isInside = byte == UInt8(ascii: ".") && start > 0 && isWordByte(at: start - 1) && isWord(at: index)
        if isInside, index - start == 1 { return }
        emitSign(
            hash: TokenHash.of(CollectionOfOne(byte)),
            start: start,
            kind: .punctuation,
            flags: index - start > 1 ? .elongated : .plain
        )
    }

    /// Eyes, an optional nose, a mouth: `:-)`.
    private mutating func readEmoticon(_ eyes: UInt8) {
        let start = index
        var mouth = index + 1
        if byte(at: mouth) == UInt8(ascii: "-") || byte(at: mouth) == UInt8(ascii: "'") { mouth += 1 }
        if let hash = Self.emoticon(byte(at: mouth)), !isWord(at: mouth + 1) {
            let drawn = text[mouth]
            index = mouth + 1
            while byte(at: index) == drawn { index += 1 }
            return emitSign(hash: hash, start: start, kind: .emoticon)
        }
        if eyes == UInt8(ascii: "=") { index += 1 } else { readPunctuation(eyes) }
    }

    private static func emoticon(_ mouth: UInt8?) -> UInt64? {
        switch mouth {
        case UInt8(ascii: ")"), UInt8(ascii: "D"), UInt8(ascii: "]"): smileHash
        case UInt8(ascii: "("), UInt8(ascii: "["): frownHash
        case UInt8(ascii: "/"), UInt8(ascii: "\\"), UInt8(ascii: "|"): doubtHash
        case UInt8(ascii: "P"), UInt8(ascii: "p"), UInt8(ascii: "*"): playHash
        default: nil
        }
    }

    private mutating func readHeart() {
        let start = index
        index += 1
        guard byte(at: index) == UInt8(ascii: "3"), !isWord(at: index + 1) else { return }
        index += 1
        emitSign(hash: Self.heartHash, start: start, kind: .emoticon)
    }
}
