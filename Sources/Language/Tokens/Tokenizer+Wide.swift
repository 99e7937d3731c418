import Signals

// What stands above ASCII outside of words.

extension Tokenizer {
    mutating func readWide() {
        isWide = true
        let start = index
        let length = UTF8Scalar.length(text, at: index)
        guard length > 0 else {
            index += 1
            return
        }
        let scalar = UTF8Scalar.decode(text, at: index, length: length)
        switch table.fold(scalar).kind {
        case .letter, .digit: readWord()
        case .standalone: readCharacter(length: length)
        case .emoji: readEmoji()
        case .punctuation:
            index += length
            emitSign(hash: TokenHash.mix(0, UInt64(scalar)), start: start, kind: .punctuation)
        case .separator, .dropped, .apostrophe: index += length
        }
    }

    private mutating func readCharacter(length: Int) {
        var scan = WordScan(start: index, foldedStart: foldedCount)
        for offset in 0..<length { append(text[index + offset], &scan) }
        index += length
        emit(scan, kind: .character)
    }

    /// One emoji with its joiners, skin tones and variation selectors; the tones do not count.
    private mutating func readEmoji() {
        let start = index
        var hash: UInt64 = 0
        var isJoined = true
        while index < text.count, text[index] >= 0x80 {
            let length = UTF8Scalar.length(text, at: index)
            guard length > 0 else { break }
            let scalar = UTF8Scalar.decode(text, at: index, length: length)
            let isModifier = (0x1F3FB...0x1F3FF).contains(scalar) || scalar == 0xFE0F
            let isFlag = (0x1F1E6...0x1F1FF).contains(scalar)
            if scalar == 0x200D {
                isJoined = true
            } else if isJoined, !isModifier, table.fold(scalar).kind == .emoji {
                hash = TokenHash.mix(hash, UInt64(scalar))
                isJoined = isFlag && index == start
            } else if !isModifier {
                break
            }
            index += length
        }
        emitSign(hash: hash, start: start, kind: .emoji)
    }
}
