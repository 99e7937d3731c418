import Signals

// What a text's words look like.

extension EntityFinder {
    func words(_ tokens: TokenBuffer, _ text: UnsafeRawBufferPointer, _ language: String?) -> [NameWord] {
        let isEnglish = language == nil || language == "en"
        var words: [NameWord] = []
        var previous: Token?
        for index in 0..<tokens.count where words.count < Self.mostWords {
            let token = tokens[index]
            defer { previous = token }
            guard token.kind == .word || token.kind == .number else { continue }
            let written = UnsafeRawBufferPointer(rebasing: text[Int(token.start)..<Int(token.end)])
            let gap = Gap(previous, token, text)
            if let last = words.indices.last, gap == .joins, words[last].range.upperBound == Int(previous?.end ?? 0) {
                words[last].joinsNext = true
            } else if let last = words.indices.last, gap == .abbreviates, words[last].isAbbreviation {
                words[last].joinsNext = true
            }
            let marks = names.marks(of: token.hash)
            let isAbbreviated = words.last?.joinsNext == true && gap == .abbreviates
            words.append(
                NameWord(
                    token: token,
                    range: Int(token.start)..<Int(token.end) - Self.possessive(written),
                    marks: marks,
                    isCapitalised: NameWord.isCapitalised(token, written),
                    isCamelCase: NameWord.isCamelCase(written),
                    isFrequent: marks.contains(.plain)
                        || evidence.isFrequent(token.hash, inEnglishOnly: isEnglish),
                    isFirst: gap == .starts || (gap == .abbreviates && !isAbbreviated),
                    hasPoint: token.kind == .number && written.contains(UInt8(ascii: ".")),
                    tail: Self.tail(tokens.folded(token))
                )
            )
        }
        return words
    }

    private static func tail(_ word: UnsafeRawBufferPointer) -> UInt32 {
        guard word.count >= 5 else { return 0 }
        return word.suffix(4).reversed().reduce(0) { $0 << 8 | UInt32($1) }
    }

    /// How many bytes of a word are its `'s`.
    private static func possessive(_ word: UnsafeRawBufferPointer) -> Int {
        guard word.count > 2, word[word.count - 1] | 0x20 == UInt8(ascii: "s") else { return 0 }
        if word[word.count - 2] == UInt8(ascii: "'") { return 2 }
        return word.count > 4 && word.dropLast().suffix(3).elementsEqual("’".utf8) ? 4 : 0
    }

    /// What stands between two words.
    private enum Gap {
        /// A space, a hyphen or an ampersand.
        case joins
        /// A point behind an abbreviation, or the end of a sentence.
        case abbreviates
        case parts
        /// A sentence, a line or a quotation starts behind it.
        case starts

        init(_ previous: Token?, _ next: Token, _ text: UnsafeRawBufferPointer) {
            guard let previous else {
                self = .starts
                return
            }
            let gap = text[Int(previous.end)..<Int(next.start)]
            switch previous.kind {
            case .word, .number, .hashtag:
                let isJoint = gap.allSatisfy { $0 == 0x20 || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "&") }
                // A hyphen between spaces is a dash, and an ampersand between spaces joins two names.
                let isShort = gap.count <= 1
                let isQuiet = gap.allSatisfy { $0 == 0x20 || $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "_") }
                self =
                    previous.kind == .hashtag ? .starts : isJoint && isShort ? .joins : isQuiet ? .parts : .starts
            case .punctuation:
                let sign = text[Int(previous.start)]
                let isPoint = sign == UInt8(ascii: ".") && previous.end - previous.start == 1
                self = sign == UInt8(ascii: ",") ? .parts : isPoint ? .abbreviates : .starts
            case .mention, .url, .emoji, .emoticon, .character: self = .starts
            }
        }
    }
}

extension NameWord {
    /// `Dr.`, `St.` or an initial.
    fileprivate var isAbbreviation: Bool {
        (range.count == 1 && isCapitalised)
            || (range.count <= 4 && (marks.contains(.title) || marks.contains(.counted)))
            || range.count == 2 && marks.contains(.plain) && isCapitalised
    }
}
