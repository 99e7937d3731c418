import Signals

/// Reads UTF-8 into tokens in one pass.
///
/// - Words are runs of letters and digits, folded to lower case without accents. An apostrophe inside a word is left
///   out (`don't` is `dont`), a possessive `'s` is not part of it. `c++` and `c#` are words.
/// - Every other sign parts words: `open-source` and `node.js` are two words each, here and in keywords.
/// - In scripts written without spaces each character is a token.
/// - Bytes that are not UTF-8 part words.
package struct Tokenizer {
    let text: UnsafeRawBufferPointer
    /// The text without a check at every byte; whoever reads here has looked at `length` before.
    private let bytes: UnsafePointer<UInt8>
    private let length: Int
    private let tokens: UnsafeMutablePointer<Token>
    private let notable: UnsafeMutablePointer<UInt32>
    private let known: HashIndex.Table
    let folded: UnsafeMutablePointer<UInt8>
    var index = 0
    private var count = 0
    private var notableCount = 0
    /// What is known of any of the tokens.
    private var marks: UInt32 = 0
    var foldedCount = 0
    /// Where a token starts that has a `$` before it.
    var touched = -1
    /// Whether anything above ASCII was read.
    var isWide = false

    /// Reads `text` into `output`, whose former content is gone.
    package static func tokenize(_ text: UnsafeRawBufferPointer, into output: TokenBuffer) {
        tokenize(text, into: output, marking: .none)
    }

    /// Reads `text` into `output`, whose former content is gone, and marks the words that `index` knows.
    static func tokenize(_ text: UnsafeRawBufferPointer, into output: TokenBuffer, marking index: WordIndex) {
        output.fill(forTextOf: text.count) { room in
            guard let bytes = text.baseAddress else { return TokenBuffer.Counts() }
            var tokenizer = Tokenizer(text, at: bytes.assumingMemoryBound(to: UInt8.self), room, index.table)
            tokenizer.run()
            return TokenBuffer.Counts(
                tokens: tokenizer.count,
                notable: tokenizer.notableCount,
                marks: WordMark(rawValue: tokenizer.marks),
                folded: tokenizer.foldedCount,
                isWide: tokenizer.isWide
            )
        }
    }

    private init(
        _ text: UnsafeRawBufferPointer,
        at bytes: UnsafePointer<UInt8>,
        _ room: TokenBuffer.Room,
        _ known: HashIndex.Table
    ) {
        self.text = text
        self.bytes = bytes
        length = text.count
        self.known = known
        tokens = room.tokens
        notable = room.notable
        folded = room.folded
    }

    private mutating func run() {
        while index < length, count < TokenBuffer.limit {
            let byte = bytes[index]
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

    /// Whether what stands behind the token read last is a sign that may be a letter of it.
    ///
    /// A call at the end of a sentence is none.
    @inline(__always)
    private var isTouched: Bool {
        index &+ 1 < length && DisguisedWord.isDisguise(bytes[index]) && bytes[index &+ 1] > 0x22
    }

    /// Asked for where it is needed, which is at characters above ASCII only.
    var table: FoldTable { FoldTable.shared }

    // MARK: Words

    /// The next eight bytes of a text that has eight, zeros behind its end.
    @inline(__always)
    private func word(at index: Int) -> UInt64 {
        let left = length &- index
        if left >= 8 { return UnsafeRawPointer(bytes + index).loadUnaligned(as: UInt64.self) }
        guard left > 0 else { return 0 }
        let last = UInt64(littleEndian: UnsafeRawPointer(bytes + (length &- 8)).loadUnaligned(as: UInt64.self))
        return (last &>> UInt64(truncatingIfNeeded: (8 &- left) &* 8)).littleEndian
    }

    /// Reads a word of up to fifteen ASCII letters, which nearly all words are, eight bytes at once.
    ///
    /// False where the word is of another kind; nothing was read then.
    @inline(__always)
    private mutating func readPlainWord() -> Bool {
        guard length >= 8 else { return false }
        let head = LetterWord(word(at: index))
        guard !head.hasTriple else { return false }
        if head.count < 8 { return readPlainWord(head.hash, length: head.count, head, capitals: head.capitals) }
        let tail = LetterWord(word(at: index &+ 8))
        // A letter that is the same on both sides of the seam may be drawn out.
        guard tail.count < 8, !tail.hasTriple, head.last != tail.first else { return false }
        UnsafeMutableRawPointer(folded + foldedCount)
            .storeBytes(of: tail.lower.littleEndian, toByteOffset: 8, as: UInt64.self)
        return readPlainWord(
            TokenHash.of(head: head.lower, tail: tail.lower, tailCount: tail.count),
            length: 8 &+ tail.count,
            head,
            capitals: head.capitals &+ tail.capitals
        )
    }

    @inline(__always)
    private mutating func readPlainWord(
        _ hash: UInt64,
        length letters: Int,
        _ head: LetterWord,
        capitals: Int
    ) -> Bool {
        // The end of a text is like a space.
        let next = index &+ letters < length ? bytes[index &+ letters] : UInt8(ascii: " ")
        guard next == UInt8(ascii: " ") || !Self.goesOn(next) else { return false }
        UnsafeMutableRawPointer(folded + foldedCount).storeBytes(of: head.lower.littleEndian, as: UInt64.self)
        let (start, foldedStart) = (index, foldedCount)
        // Bits, because the compiler calls a function to add to a set of options.
        var flags: UInt8 = 0
        if capitals > 0 {
            if capitals == letters, letters > 1 { flags |= Token.Flags.allCapitals.rawValue }
            if bytes[index] &- UInt8(ascii: "A") < 26 { flags |= Token.Flags.capitalised.rawValue }
        }
        index &+= letters
        foldedCount &+= letters
        if start == touched || (next != UInt8(ascii: " ") && isTouched) { flags |= Token.Flags.touched.rawValue }
        emit(hash: hash, start: start, foldedStart: foldedStart, kind: .word, flags: Token.Flags(rawValue: flags))
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

    mutating func readWord() {
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
                scan.hasDigits = true
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
    mutating func readLetters(_ scan: inout WordScan) {
        // In registers: the compiler cannot keep what lies behind two pointers there.
        var index = index
        var foldedCount = foldedCount
        var (last, beforeLast, capitals) = (scan.last, scan.beforeLast, scan.capitals)
        let start = index
        while index < length {
            let byte = bytes[index]
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
    mutating func append(_ byte: UInt8, _ scan: inout WordScan) {
        scan.last = 0
        folded[foldedCount] = byte
        foldedCount += 1
    }

    /// Reads a scalar above ASCII inside a word; false where the word ends.
    private mutating func readWideInWord(_ scan: inout WordScan) -> Bool {
        isWide = true
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

    mutating func appendWide(_ folded: FoldedScalar, length: Int, to scan: inout WordScan) {
        scan.wideLetters += 1
        guard folded.packed != 0 else {
            scan.hasForeignLetters = true
            for offset in 0..<length { append(text[index + offset], &scan) }
            return
        }
        var rest = folded.packed
        while rest != 0 {
            let byte = UInt8(truncatingIfNeeded: rest)
            // Letters that lost their accent count as drawn out like any other, however they were encoded.
            if Self.isLetter(byte) {
                appendSqueezed(byte, &scan)
            } else {
                scan.hasForeignLetters = true
                append(byte, &scan)
            }
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
    mutating func emit(_ scan: WordScan, kind: Token.Kind) {
        var flags = scan.flags
        if scan.capitals > 0, text[scan.start] &- UInt8(ascii: "A") < 26 { flags.insert(.capitalised) }
        if scan.start == touched || isTouched { flags.insert(.touched) }
        let hash = TokenHash.of(padded: folded + scan.foldedStart, count: foldedCount - scan.foldedStart)
        emit(hash: hash, start: scan.start, foldedStart: scan.foldedStart, kind: kind, flags: flags)
    }

    @inline(__always)
    mutating func emit(hash: UInt64, start: Int, foldedStart: Int, kind: Token.Kind, flags: Token.Flags) {
        let mark = WordMark(rawValue: known.value(of: hash) ?? 0)
        let isOdd =
            switch kind {
            case .word: flags.rawValue & ProfanityFinder.suspect.rawValue != 0 || index &- start == 1
            case .hashtag, .mention: true
            case .number, .url, .emoji, .emoticon, .character, .punctuation: false
            }
        if isOdd || mark.rawValue & WordMark.notable.rawValue != 0 {
            notable[notableCount] = UInt32(truncatingIfNeeded: count)
            notableCount &+= 1
            marks |= mark.rawValue
        }
        tokens[count] = Token(
            hash: hash,
            start: UInt32(truncatingIfNeeded: start),
            end: UInt32(truncatingIfNeeded: index),
            foldedStart: UInt32(truncatingIfNeeded: foldedStart),
            foldedEnd: UInt32(truncatingIfNeeded: foldedCount),
            kind: kind,
            flags: flags,
            mark: mark
        )
        count &+= 1
    }
}
