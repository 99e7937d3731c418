/// What is known of single words: whether they are profane, and which languages they are function words of.
struct Lexicon: Sendable {
    /// Languages that function words tell apart, at most 24.
    let languages: [String]
    private let index: HashIndex

    /// An entry of the index: profane in bit 31, languages below.
    private static let profaneBit: UInt32 = 1 << 31

    /// - Parameters:
    ///   - profanity: lines of `severity word`.
    ///   - functionWords: lines of `language word word …`.
    init(profanity: some StringProtocol, functionWords: some StringProtocol) {
        var entries: [UInt64: UInt32] = [:]
        var languages: [String] = []
        let buffer = TokenBuffer()
        for fields in Self.lines(profanity) {
            for word in fields.dropFirst() { entries[Self.hash(word, buffer), default: 0] |= Self.profaneBit }
        }
        for fields in Self.lines(functionWords) {
            let language = String(fields[0])
            let number = languages.firstIndex(of: language) ?? languages.count
            if number == languages.count { languages.append(language) }
            precondition(number < 24, "too many languages")
            for word in fields.dropFirst() { entries[Self.hash(word, buffer), default: 0] |= 1 << UInt32(number) }
        }
        var index = HashIndex(capacity: entries.count)
        for (hash, value) in entries { index.set(hash, to: value) }
        self.languages = languages
        self.index = index
    }

    /// The non-empty, non-comment lines, each split at spaces.
    private static func lines(_ text: some StringProtocol) -> [[Substring]] {
        text.split(separator: "\n").filter { !$0.hasPrefix("#") }
            .map { Substring($0).split(separator: " ") }
            .filter { !$0.isEmpty }
    }

    private static func hash(_ word: Substring, _ buffer: TokenBuffer) -> UInt64 {
        var word = String(word)
        word.withUTF8 { Tokenizer.tokenize(UnsafeRawBufferPointer($0), into: buffer) }
        precondition(buffer.count == 1, "one word of the lists is not one token: \(word)")
        return buffer[0].hash
    }

    @inline(__always)
    func entry(_ hash: UInt64) -> Entry? {
        index.value(of: hash).map(Entry.init)
    }

    struct Entry {
        private let bits: UInt32

        init(_ bits: UInt32) {
            self.bits = bits
        }

        var isProfane: Bool { bits & Lexicon.profaneBit != 0 }

        /// One bit a language, in the order of `Lexicon.languages`.
        var languages: UInt32 { bits & 0xFF_FFFF }
    }
}
