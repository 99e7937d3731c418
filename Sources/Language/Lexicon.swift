/// What is known of single words: whether they are profane, and which languages they are function words of.
struct Lexicon: Sendable {
    /// Languages that function words tell apart, at most 32.
    let languages: [String]
    /// Folded profane words.
    let profane: HashIndex
    /// The same words as they are read, without accents.
    let profaneWords: [(word: String, isStrong: Bool)]
    private let functionWords: HashIndex

    /// - Parameters:
    ///   - profanity: lines of `severity word`.
    ///   - functionWords: lines of `language word word …`.
    init(profanity: some StringProtocol, functionWords: some StringProtocol) {
        let buffer = TokenBuffer()
        let entries = Self.lines(profanity).flatMap { line in line.dropFirst().map { (line[0] == "strong", $0) } }
        profane = HashIndex(capacity: entries.count)
        var profaneWords: [(String, Bool)] = []
        for (isStrong, word) in entries {
            profane.set(Self.hash(word, buffer), to: 1)
            profaneWords.append((String(decoding: buffer.folded(buffer[0]), as: UTF8.self), isStrong))
        }
        self.profaneWords = profaneWords

        var languages: [String] = []
        var masks: [UInt64: UInt32] = [:]
        for fields in Self.lines(functionWords) {
            let language = String(fields[0])
            let number = languages.firstIndex(of: language) ?? languages.count
            if number == languages.count { languages.append(language) }
            precondition(number < 32, "too many languages")
            for word in fields.dropFirst() { masks[Self.hash(word, buffer), default: 0] |= 1 << UInt32(number) }
        }
        self.languages = languages
        self.functionWords = HashIndex(capacity: masks.count)
        for (hash, mask) in masks { self.functionWords.set(hash, to: mask) }
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

    /// One bit a language, in the order of `languages`.
    func languages(of hash: UInt64) -> UInt32 {
        functionWords.value(of: hash) ?? 0
    }
}
