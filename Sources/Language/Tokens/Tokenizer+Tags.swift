import Signals

// Hashtags, mentions and links.

extension Tokenizer {
    mutating func readTag(kind: Token.Kind) {
        let isInWord = index > 0 && (Self.isLetter(text[index - 1]) || Self.isDigit(text[index - 1]))
        var scan = WordScan(start: index, foldedStart: foldedCount)
        index += 1
        guard !isInWord, isWordByte(at: index) || byte(at: index) == UInt8(ascii: "_") else { return }
        readTagBody(&scan)
        if kind == .mention { skipMentionHost() }
        guard foldedCount > scan.foldedStart else { return }
        let isNumber = scan.letters == 0 && scan.wideLetters == 0
        emit(scan, kind: isNumber && kind == .hashtag ? .number : kind)
    }

    private mutating func readTagBody(_ scan: inout WordScan) {
        while true {
            readLetters(&scan)
            guard index < text.count else { return }
            let byte = text[index]
            if byte >= 0x80 {
                guard readWideInTag(&scan) else { return }
                continue
            }
            if Self.isDigit(byte) { append(byte, &scan) } else if byte != UInt8(ascii: "_") { return }
            index += 1
        }
    }

    private mutating func readWideInTag(_ scan: inout WordScan) -> Bool {
        isWide = true
        let length = UTF8Scalar.length(text, at: index)
        guard length > 0 else { return false }
        let folded = table.fold(UTF8Scalar.decode(text, at: index, length: length))
        switch folded.kind {
        case .letter, .digit, .standalone: appendWide(folded, length: length, to: &scan)
        case .dropped: break
        case .separator, .emoji, .apostrophe, .punctuation: return false
        }
        index += length
        return true
    }

    /// `@name@host.org` and `@name.bsky.social` are the name alone.
    private mutating func skipMentionHost() {
        while let byte = byte(at: index),
            byte == UInt8(ascii: "@") || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-"),
            let next = self.byte(at: index + 1), Self.isLetter(next) || Self.isDigit(next)
        {
            index += 1
            while let byte = self.byte(at: index), Self.isLetter(byte) || Self.isDigit(byte) { index += 1 }
        }
    }

    /// Whether `ht` or `ww` stand here: most words are told from links by that.
    @inline(__always)
    func startsURL(_ byte: UInt8) -> Bool {
        let first = byte | 0x20
        guard first == UInt8(ascii: "h") || first == UInt8(ascii: "w"), index &+ 1 < text.count else { return false }
        return text[index &+ 1] | 0x20 == (first == UInt8(ascii: "h") ? UInt8(ascii: "t") : UInt8(ascii: "w"))
    }

    var isURL: Bool {
        Self.has("http://", text, at: index) || Self.has("https://", text, at: index)
            || Self.has("www.", text, at: index)
    }

    private static func has(_ prefix: StaticString, _ text: UnsafeRawBufferPointer, at index: Int) -> Bool {
        guard index + prefix.utf8CodeUnitCount < text.count else { return false }
        for offset in 0..<prefix.utf8CodeUnitCount {
            let byte = text[index &+ offset]
            let lower = isLetter(byte) ? byte | 0x20 : byte
            if lower != prefix.utf8Start[offset] { return false }
        }
        return true
    }

    mutating func readURL() {
        let start = index
        while let length = lengthInURL(at: index) { index += length }
        while index > start, Self.endsNoURL(text[index - 1]) { index -= 1 }
        emitSign(hash: Self.urlHash, start: start, kind: .url)
    }

    /// How many bytes of a link stand at `index`; nil where it ends.
    ///
    /// Accented letters go on, as in `/café/menu`; scripts written without spaces do not, because there the text goes on
    /// right behind a link.
    private func lengthInURL(at index: Int) -> Int? {
        guard let byte = byte(at: index), byte > 0x20, byte != 0x7F, byte != UInt8(ascii: "<"),
            byte != UInt8(ascii: ">"),
            byte != UInt8(ascii: "\"")
        else { return nil }
        guard byte >= 0x80 else { return 1 }
        let length = UTF8Scalar.length(text, at: index)
        guard length > 0 else { return nil }
        switch table.fold(UTF8Scalar.decode(text, at: index, length: length)).kind {
        case .letter, .digit, .dropped: return length
        case .separator, .standalone, .emoji, .apostrophe, .punctuation: return nil
        }
    }

    private static func endsNoURL(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "."), UInt8(ascii: ","), UInt8(ascii: "!"), UInt8(ascii: "?"), UInt8(ascii: ")"),
            UInt8(ascii: ":"), UInt8(ascii: ";"), UInt8(ascii: "'"):
            true
        default: false
        }
    }
}
