/// Reads the text of a header field: words that are encoded by RFC 2047 among others, and bytes of no stated charset.
struct EncodedWords {
    private let charsets: CharsetDecoder
    private var output = ""
    /// Bytes of words that follow one another in one charset: a character may be cut between two words.
    private var pending: (charset: String, bytes: [UInt8])?

    private init(_ charsets: CharsetDecoder) {
        self.charsets = charsets
    }

    /// Decodes the value of a field.
    static func decode(_ bytes: UnsafeRawBufferPointer, _ charsets: CharsetDecoder) -> String {
        guard bytes.index(of: "=?", from: 0) != nil else { return charsets.string(bytes, charset: nil) }
        var words = EncodedWords(charsets)
        words.read(bytes)
        return words.output
    }

    private mutating func read(_ bytes: UnsafeRawBufferPointer) {
        var plain = 0
        var index = 0
        while let start = bytes.index(of: "=?", from: index) {
            guard let word = Word(bytes, at: start) else {
                index = start + 2
                continue
            }
            let between = bytes.part(plain..<start)
            // White space between two encoded words is not part of the text.
            if pending == nil || !between.allSatisfy(\.isSpace) { append(plain: between) }
            append(word)
            plain = word.end
            index = word.end
        }
        append(plain: bytes.part(plain..<bytes.count))
    }

    private mutating func append(_ word: Word) {
        if pending?.charset != word.charset { flush() }
        pending = (word.charset, (pending?.bytes ?? []) + word.bytes)
    }

    private mutating func append(plain: UnsafeRawBufferPointer) {
        flush()
        output += charsets.string(plain, charset: nil)
    }

    private mutating func flush() {
        guard let (charset, bytes) = pending else { return }
        output += bytes.withUnsafeBytes { charsets.string($0, charset: charset) }
        pending = nil
    }

    /// `=?charset?Q?text?=`, or with `B`.
    private struct Word {
        let charset: String
        let bytes: [UInt8]
        let end: Int

        init?(_ input: UnsafeRawBufferPointer, at start: Int) {
            let mark = UInt8(ascii: "?")
            guard let charsetEnd = input.index(of: mark, from: start + 2), charsetEnd - start < 80,
                charsetEnd + 2 < input.count, input[charsetEnd + 2] == mark,
                let textEnd = input.index(of: "?=", from: charsetEnd + 3)
            else { return nil }
            let text = input.part(charsetEnd + 3..<textEnd)
            guard !input.part(start + 2..<charsetEnd).contains(where: \.isSpace) else { return nil }
            switch input[charsetEnd + 1].lowercased {
            case UInt8(ascii: "q"): bytes = QuotedPrintable.decode(text, limit: text.count, isWord: true)
            case UInt8(ascii: "b"): bytes = Base64.decode(text, limit: text.count)
            default: return nil
            }
            // A language may stand behind the charset: RFC 2231.
            charset = String(decoding: input[start + 2..<charsetEnd].prefix { $0 != UInt8(ascii: "*") }, as: UTF8.self)
            end = textEnd + 2
        }
    }
}
