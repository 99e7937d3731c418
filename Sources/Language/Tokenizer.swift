import Signals

/// Reads UTF-8 into tokens in one pass.
///
/// - Words are runs of letters and digits, folded to lower case without accents. An apostrophe inside a word is left
///   out (`don't` is `dont`), a possessive `'s` is not part of it. `c++` and `c#` are words.
/// - Every other sign parts words: `open-source` and `node.js` are two words each, here and in keywords.
/// - In scripts written without spaces each character is a token.
/// - Bytes that are not UTF-8 part words.
package struct Tokenizer {
    private let table = FoldTable.shared
    private let text: UnsafeRawBufferPointer
    private let tokens: UnsafeMutablePointer<Token>
    private let folded: UnsafeMutablePointer<UInt8>
    private var index = 0
    private var count = 0
    private var foldedCount = 0

    /// Reads `text` into `output`, whose former content is gone.
    package static func tokenize(_ text: UnsafeRawBufferPointer, into output: TokenBuffer) {
        output.fill(forTextOf: text.count) { tokens, folded in
            var tokenizer = Tokenizer(text: text, tokens: tokens, folded: folded)
            tokenizer.run()
            return (tokenizer.count, tokenizer.foldedCount)
        }
    }

    private init(text: UnsafeRawBufferPointer, tokens: UnsafeMutablePointer<Token>, folded: UnsafeMutablePointer<UInt8>)
    {
        self.text = text
        self.tokens = tokens
        self.folded = folded
    }

    private mutating func run() {
        while index < text.count, count < TokenBuffer.limit {
            let byte = text[index]
            if byte == UInt8(ascii: " ") {
                index &+= 1
            } else if Self.isLetter(byte) {
                if startsURL(byte), isURL { readURL() } else if !readPlainWord() { readWord() }
            } else if byte >= 0x80 {
                readWide()
            } else if Self.isDigit(byte) {
                readWord()
            } else {
                readSign(byte)
            }
        }
    }

    // MARK: Words

    /// Reads a word of up to seven ASCII letters, which most words are, eight bytes at once.
    ///
    /// False where the word is of another kind; nothing was read then.
    @inline(__always)
    private mutating func readPlainWord() -> Bool {
        guard index &+ 8 <= text.count else { return false }
        let letters = LetterWord(text.loadUnaligned(fromByteOffset: index, as: UInt64.self))
        let length = letters.count
        guard length < 8, !letters.hasTriple else { return false }
        let next = text[index &+ length]
        guard next == UInt8(ascii: " ") || !Self.goesOn(next) else { return false }
        UnsafeMutableRawPointer(folded + foldedCount).storeBytes(of: letters.lower.littleEndian, as: UInt64.self)
        var flags: Token.Flags = []
        let capitals = letters.capitals
        if capitals > 0 {
            if capitals == length, length > 1 { flags.insert(.allCapitals) }
            if text[index] &- UInt8(ascii: "A") < 26 { flags.insert(.capitalised) }
        }
        let (start, foldedStart) = (index, foldedCount)
        index &+= length
        foldedCount &+= length
        emit(hash: letters.hash, start: start, foldedStart: foldedStart, kind: .word, flags: flags)
        // A space behind it is stepped over at once.
        if next == UInt8(ascii: " ") { index &+= 1 }
        return true
    }

    /// Whether a word of letters may go on with this byte, or the byte is part of how it ends.
    @inline(__always)
    private static func goesOn(_ byte: UInt8) -> Bool {
        byte >= 0x80 || isDigit(byte) || byte == UInt8(ascii: "'") || byte == UInt8(ascii: "+")
            || byte == UInt8(ascii: "#")
    }

    private mutating func readWord() {
        var scan = WordScan(start: index, foldedStart: foldedCount)
        readWordBody(&scan)
        readPlusOrSharp(&scan)
        let kind: Token.Kind = scan.letters == 0 && scan.wideLetters == 0 ? .number : .word
        emit(scan, kind: kind)
    }

    private mutating func readWordBody(_ scan: inout WordScan) {
        while true {
            readLetters(&scan)
            guard index < text.count else { return }
            let byte = text[index]
            if Self.isDigit(byte) {
                append(byte, &scan)
                index += 1
            } else if byte >= 0x80 {
                guard readWideInWord(&scan) else { return }
            } else if byte == UInt8(ascii: "'") {
                guard skipApostrophe(length: 1) else { return }
            } else if byte == UInt8(ascii: ".") || byte == UInt8(ascii: ",") || byte == UInt8(ascii: ":") {
                // 3.14, 10,000 and 12:30 are one number each.
                guard scan.letters == 0, scan.wideLetters == 0, isDigit(at: index + 1) else { return }
                append(byte, &scan)
                index += 1
            } else {
                return
            }
        }
    }

    /// Folds a run of ASCII letters.
    ///
    /// A letter drawn out is written twice at most.
    private mutating func readLetters(_ scan: inout WordScan) {
        // In registers: the compiler cannot keep what lies behind two pointers there.
        var index = index
        var foldedCount = foldedCount
        var (last, beforeLast, capitals) = (scan.last, scan.beforeLast, scan.capitals)
        let start = index
        while index < text.count {
            let byte = text[index]
            let lower = byte | 0x20
            guard lower &- UInt8(ascii: "a") < 26 else { break }
            index &+= 1
            capitals &+= Int((byte >> 5 & 1) ^ 1)
            if lower == last, lower == beforeLast {
                scan.isElongated = true
                continue
            }
            (beforeLast, last) = (last, lower)
            folded[foldedCount] = lower
            foldedCount &+= 1
        }
        scan.letters &+= index &- start
        (scan.last, scan.beforeLast, scan.capitals) = (last, beforeLast, capitals)
        self.index = index
        self.foldedCount = foldedCount
    }

    /// Writes a folded letter; one that is drawn out is written twice at most.
    private mutating func appendSqueezed(_ lower: UInt8, _ scan: inout WordScan) {
        if lower == scan.last, lower == scan.beforeLast {
            scan.isElongated = true
            return
        }
        (scan.beforeLast, scan.last) = (scan.last, lower)
        folded[foldedCount] = lower
        foldedCount += 1
    }

    /// Writes a byte that is no ASCII letter.
    @inline(__always)
    private mutating func append(_ byte: UInt8, _ scan: inout WordScan) {
        scan.last = 0
        folded[foldedCount] = byte
        foldedCount += 1
    }

    /// Reads a scalar above ASCII inside a word; false where the word ends.
    private mutating func readWideInWord(_ scan: inout WordScan) -> Bool {
        let length = UTF8Scalar.length(text, at: index)
        guard length > 0 else { return false }
        let folded = table.fold(UTF8Scalar.decode(text, at: index, length: length))
        switch folded.kind {
        case .letter, .digit:
            appendWide(folded, length: length, to: &scan)
            index += length
            return true
        case .dropped:
            index += length
            return true
        case .apostrophe:
            return skipApostrophe(length: length)
        case .separator, .standalone, .emoji, .punctuation:
            return false
        }
    }

    private mutating func appendWide(_ folded: FoldedScalar, length: Int, to scan: inout WordScan) {
        scan.wideLetters += 1
        guard folded.packed != 0 else {
            for offset in 0..<length { append(text[index + offset], &scan) }
            return
        }
        var rest = folded.packed
        while rest != 0 {
            let byte = UInt8(truncatingIfNeeded: rest)
            // Letters that lost their accent count as drawn out like any other, however they were encoded.
            if Self.isLetter(byte) { appendSqueezed(byte, &scan) } else { append(byte, &scan) }
            rest >>= 8
        }
    }

    /// Steps over an apostrophe inside a word.
    ///
    /// False where the word ends: before what is no letter, and before a possessive `'s`, which is skipped.
    private mutating func skipApostrophe(length: Int) -> Bool {
        let next = index + length
        guard next < text.count, Self.isLetter(text[next]) || text[next] >= 0x80 else { return false }
        if text[next] | 0x20 == UInt8(ascii: "s"), !isWord(at: next + 1) {
            index = next + 1
            return false
        }
        index = next
        return true
    }

    /// `c++`, `g++`, `c#`, `f#`.
    private mutating func readPlusOrSharp(_ scan: inout WordScan) {
        guard index < text.count, scan.letters > 0 else { return }
        let byte = text[index]
        if byte == UInt8(ascii: "+"), index + 1 < text.count, text[index + 1] == byte, !isWord(at: index + 2) {
            append(byte, &scan)
            append(byte, &scan)
            index += 2
        } else if byte == UInt8(ascii: "#"), index - scan.start == 1, !isWord(at: index + 1) {
            append(byte, &scan)
            index += 1
        }
    }

    @inline(__always)
    private mutating func emit(_ scan: WordScan, kind: Token.Kind) {
        var flags: Token.Flags = scan.isElongated ? .elongated : []
        if scan.capitals > 0 {
            if scan.capitals == scan.letters, scan.letters > 1 { flags.insert(.allCapitals) }
            if text[scan.start] &- UInt8(ascii: "A") < 26 { flags.insert(.capitalised) }
        }
        let hash = TokenHash.of(padded: folded + scan.foldedStart, count: foldedCount - scan.foldedStart)
        emit(hash: hash, start: scan.start, foldedStart: scan.foldedStart, kind: kind, flags: flags)
    }

    @inline(__always)
    private mutating func emit(hash: UInt64, start: Int, foldedStart: Int, kind: Token.Kind, flags: Token.Flags) {
        tokens[count] = Token(
            hash: hash,
            start: UInt32(truncatingIfNeeded: start),
            end: UInt32(truncatingIfNeeded: index),
            foldedStart: UInt32(truncatingIfNeeded: foldedStart),
            foldedEnd: UInt32(truncatingIfNeeded: foldedCount),
            kind: kind,
            flags: flags
        )
        count += 1
    }

    // MARK: Tags, mentions, links

    private mutating func readSign(_ byte: UInt8) {
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
        default: index += 1
        }
    }

    private mutating func readTag(kind: Token.Kind) {
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
    private func startsURL(_ byte: UInt8) -> Bool {
        let first = byte | 0x20
        guard first == UInt8(ascii: "h") || first == UInt8(ascii: "w"), index &+ 1 < text.count else { return false }
        return text[index &+ 1] | 0x20 == (first == UInt8(ascii: "h") ? UInt8(ascii: "t") : UInt8(ascii: "w"))
    }

    private var isURL: Bool {
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

    private mutating func readURL() {
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

    // MARK: Signs

    private static let urlHash = TokenHash.of("<url>".utf8)
    private static let smileHash = TokenHash.of("<smile>".utf8)
    private static let frownHash = TokenHash.of("<frown>".utf8)
    private static let doubtHash = TokenHash.of("<doubt>".utf8)
    private static let playHash = TokenHash.of("<play>".utf8)
    private static let heartHash = TokenHash.of("<heart>".utf8)

    private mutating func emitSign(hash: UInt64, start: Int, kind: Token.Kind, flags: Token.Flags = []) {
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
            flags: index - start > 1 ? .elongated : []
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

    // MARK: Above ASCII

    private mutating func readWide() {
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

    // MARK: Bytes

    @inline(__always)
    private func byte(at index: Int) -> UInt8? {
        index < text.count ? text[index] : nil
    }

    @inline(__always)
    private func isDigit(at index: Int) -> Bool {
        index < text.count && Self.isDigit(text[index])
    }

    @inline(__always)
    private func isWordByte(at index: Int) -> Bool {
        guard index < text.count else { return false }
        let byte = text[index]
        return Self.isLetter(byte) || Self.isDigit(byte) || byte >= 0x80
    }

    /// Whether a letter or digit stands at `index`, so that a word goes on there.
    ///
    /// What is left out inside words does not count, and curly quotes, dashes, emoji and characters of scripts without
    /// spaces are no part of a word.
    private func isWord(at index: Int) -> Bool {
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
    private static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- UInt8(ascii: "a") < 26 }

    @inline(__always)
    private static func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }
}

/// Up to eight ASCII letters in a register, the first in the lowest byte (SIMD within a register).
private struct LetterWord {
    /// The letters in lower case; zeros behind them.
    let lower: UInt64
    /// How many letters stand before the first byte that is none.
    let count: Int
    private let written: UInt64

    private static let ones: UInt64 = 0x0101_0101_0101_0101
    private static let tops: UInt64 = 0x8080_8080_8080_8080

    @inline(__always)
    init(_ word: UInt64) {
        let word = UInt64(littleEndian: word)
        let low = (word | Self.ones &* 0x20) & ~Self.tops
        // A byte's top bit is set by these sums where it is at least "a", and where it is above "z".
        let isLetter = (low &+ Self.ones &* 0x1F) & ~(low &+ Self.ones &* 0x05) & ~word & Self.tops
        count = (~isLetter & Self.tops).trailingZeroBitCount >> 3
        let mask = Self.within(count)
        lower = low & mask
        written = word & mask
    }

    /// How many of them were capitals.
    @inline(__always)
    var capitals: Int {
        let small = ~written & (Self.ones &* 0x20) & Self.within(count)
        return small == 0 ? 0 : small.nonzeroBitCount
    }

    /// Whether one letter stands three times in a row.
    ///
    /// May say so wrongly, never deny it wrongly.
    @inline(__always)
    var hasTriple: Bool {
        let same = lower ^ (lower >> 8)
        let zeros = (same &- Self.ones) & ~same & Self.tops
        return zeros & (zeros >> 8) & Self.within(count &- 2) != 0
    }

    @inline(__always)
    private static func within(_ bytes: Int) -> UInt64 {
        bytes <= 0 ? 0 : UInt64.max &>> UInt64(truncatingIfNeeded: 64 &- bytes &* 8)
    }

    /// The token's hash, for fewer than eight letters.
    @inline(__always)
    var hash: UInt64 { TokenHash.of(short: lower, count: count) }
}

/// A word while it is read.
private struct WordScan {
    let start: Int
    let foldedStart: Int
    /// ASCII letters, and how many of them are capitals.
    var letters = 0
    var capitals = 0
    /// Letters and digits above ASCII.
    var wideLetters = 0
    /// The letters read last, to see when one is drawn out.
    var last: UInt8 = 0
    var beforeLast: UInt8 = 0
    var isElongated = false

    init(start: Int, foldedStart: Int) {
        self.start = start
        self.foldedStart = foldedStart
    }
}
