import Signals

/// What tells languages apart: function words, other frequent words, endings and letters, each with the languages it
/// speaks for.
///
/// Unchecked: it is written while it is built by one owner, and only read from then on.
final class LanguageEvidence: @unchecked Sendable {
    /// What one word, ending or letter says: a weight a language, in the order of `languages`.
    typealias Votes = SIMD64<UInt8>

    fileprivate enum Kind {
        case functionWords, otherWords, endings, letters

        /// The more a language has a thing to itself, the more it says; function words say it most often.
        var weight: UInt8 {
            switch self {
            case .functionWords: 3
            case .otherWords: 2
            case .endings: 1
            case .letters: 2
            }
        }
    }

    /// At most 64.
    let languages: [String]
    /// Which of them is English.
    let english: Int
    /// The heaviest weight in a row of votes.
    static let most = 3

    private let rows: UnsafeMutablePointer<Votes>
    /// Which languages a row's word is a function word of, one bit each.
    private let functionMasks: [UInt64]
    private let words: HashIndex
    private let endings: HashIndex
    private let letters: HashIndex

    /// - Parameter list: lines as `function-words.txt` describes them.
    init(_ list: String) {
        var table = Table()
        for line in WordList.lines(list) { table.read(line) }
        languages = table.languages
        english = table.languages.firstIndex(of: "en") ?? 0
        var rows: [Table.Entry] = []
        // Most words speak for one language alone; they share its row, so that all rows stay in cache.
        var numbers: [Table.Entry: UInt32] = [:]
        func index(_ entries: [UInt64: Table.Entry]) -> HashIndex {
            let index = HashIndex(capacity: entries.count)
            for (hash, entry) in entries {
                let number = numbers[entry] ?? UInt32(rows.count)
                if number == rows.count { rows.append(entry) }
                numbers[entry] = number
                index.set(hash, to: number)
            }
            return index
        }
        words = index(table.words)
        endings = index(table.endings)
        letters = index(table.letters)
        self.rows = .allocate(capacity: rows.count)
        for (number, row) in rows.enumerated() { (self.rows + number).initialize(to: row.votes) }
        functionMasks = rows.map(\.functionMask)
    }

    deinit {
        rows.deallocate()
    }

    /// The lists while they are read.
    fileprivate struct Table {
        struct Entry: Hashable {
            var votes = Votes()
            var functionMask: UInt64 = 0

            /// Eight votes at once: one at a time, comparing them takes longer than the rest of the start.
            private var words: SIMD8<UInt64> { unsafeBitCast(votes, to: SIMD8<UInt64>.self) }

            static func == (left: Entry, right: Entry) -> Bool {
                left.words == right.words && left.functionMask == right.functionMask
            }

            func hash(into hasher: inout Hasher) {
                for index in 0..<8 { hasher.combine(words[index]) }
                hasher.combine(functionMask)
            }
        }

        var languages: [String] = []
        var words: [UInt64: Entry] = [:]
        var endings: [UInt64: Entry] = [:]
        var letters: [UInt64: Entry] = [:]
        private let buffer = TokenBuffer()

        mutating func read(_ fields: [Substring]) {
            guard let code = fields.first else { return }
            let kind = Self.kind(code)
            let language = number(of: String(kind == .functionWords ? code : code.dropLast()))
            for word in fields.dropFirst() {
                switch kind {
                case .functionWords, .otherWords:
                    words[token(word).hash, default: Entry()].add(language, kind, isLetter: word.count == 1)
                case .endings: endings[ending(word), default: Entry()].add(language, kind)
                case .letters:
                    for scalar in word.unicodeScalars {
                        letters[UInt64(scalar.value), default: Entry()].add(language, kind)
                    }
                }
            }
        }

        private static func kind(_ code: Substring) -> Kind {
            switch code.last {
            case "*": .otherWords
            case "~": .endings
            case "'": .letters
            default: .functionWords
            }
        }

        private mutating func number(of language: String) -> Int {
            if let number = languages.firstIndex(of: language) { return number }
            precondition(languages.count < Votes.scalarCount, "too many languages")
            languages.append(language)
            return languages.count - 1
        }

        private func token(_ word: Substring) -> Token {
            var word = String(word)
            word.withUTF8 { Tokenizer.tokenize(UnsafeRawBufferPointer($0), into: buffer) }
            precondition(buffer.count == 1, "one word of the lists is not one token: \(word)")
            return buffer[0]
        }

        /// Its bytes as a number, the first in the lowest bits.
        private func ending(_ word: Substring) -> UInt64 {
            let bytes = buffer.folded(token(word))
            precondition((3...4).contains(bytes.count), "an ending is three or four letters: \(word)")
            return bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
        }
    }

    // MARK: Looking up

    /// Where what a word says stands in `votes`; nil for most words.
    @inline(__always)
    func row(ofWord hash: UInt64) -> UInt32? { words.value(of: hash) }

    /// The same of the longest known ending of a word in the Latin script of five letters or more.
    ///
    /// `tail`: its last four folded bytes, the first in the lowest bits.
    @inline(__always)
    func row(ofEnding tail: UInt32) -> UInt32? {
        endings.value(of: UInt64(tail)) ?? endings.value(of: UInt64(tail &>> 8))
    }

    /// The same of a letter.
    @inline(__always)
    func row(ofLetter scalar: UInt32) -> UInt32? { letters.value(of: UInt64(scalar)) }

    /// Adds what a row says.
    @inline(__always)
    func add(_ row: UInt32, to votes: inout Votes) {
        // In range: rows come from the tables alone.
        votes &+= rows[Int(row)]
    }

    /// Whether a word is a function word or another frequent word of English, or of any language.
    func isFrequent(_ hash: UInt64, inEnglishOnly: Bool) -> Bool {
        guard let row = words.value(of: hash) else { return false }
        return !inEnglishOnly || rows[Int(row)][english] > 0
    }

    /// Whether a word of five letters or more ends as English words do; `tail` as above.
    func hasEnglishEnding(_ tail: UInt32) -> Bool {
        guard let row = row(ofEnding: tail) else { return false }
        return rows[Int(row)][english] > 0
    }

    /// Whether a word is a function word of one of the languages whose bits are set.
    @inline(__always)
    func isFunctionWord(_ hash: UInt64, of mask: UInt64) -> Bool {
        guard let row = words.value(of: hash) else { return false }
        return functionMasks[Int(row)] & mask != 0
    }

    @inline(__always)
    func isFunctionWordOfEnglish(_ hash: UInt64) -> Bool { isFunctionWord(hash, of: 1 << UInt64(english)) }

    /// The bits of English and of a language; all bits where the language is unknown.
    func mask(withEnglish language: String?) -> UInt64 {
        guard let language else { return .max }
        return languages.indices.reduce(0) { mask, number in
            number == english || languages[number] == language ? mask | 1 << UInt64(number) : mask
        }
    }
}

extension LanguageEvidence.Table.Entry {
    fileprivate mutating func add(_ language: Int, _ kind: LanguageEvidence.Kind, isLetter: Bool = false) {
        votes[language] = max(votes[language], isLetter ? 1 : kind.weight)
        if kind == .functionWords { functionMask |= 1 << UInt64(language) }
    }
}
