import CResources
import Signals

/// What is known of single words: whether they are profane, and which languages they speak for.
struct Lexicon: Sendable {
    let evidence: LanguageEvidence
    /// Hashes of profane words.
    let profane: Set<UInt64>
    /// The same words as they are read, without accents.
    let profaneWords: [(word: String, isStrong: Bool)]
    /// Words that are not profane whatever they look like, in small letters.
    let allowed: Set<String>
    /// Which lists these are.
    let revision: UInt64

    /// The lists embedded in the program.
    static let embedded: Lexicon = {
        do {
            return try Lexicon(choices: ProfanityChoices())
        } catch {
            preconditionFailure("the embedded word lists cannot be read: \(error)")
        }
    }()

    /// The embedded lists as somebody changed them.
    ///
    /// - Throws: `WordListError` for a word that is none.
    init(choices: ProfanityChoices) throws(WordListError) {
        let text = String(resource: earshot_profanity)
        let listed = WordList.lines(text).flatMap { line in
            line.dropFirst().map { (word: $0, isStrong: line[0] == "strong") }
        }
        let added = choices.denied.map { (word: Substring($0), isStrong: true) }
        let buffer = TokenBuffer()
        for word in choices.allowed where word.isEmpty || word.contains(where: \.isWhitespace) {
            throw WordListError(word: word)
        }
        allowed = Set(choices.allowed.map { $0.lowercased() })
        let removed = Set(choices.allowed.compactMap { Self.hash(Substring($0), buffer) })
        var profane: Set<UInt64> = []
        var profaneWords: [(String, Bool)] = []
        for (word, isStrong) in listed + added {
            guard let hash = Self.hash(word, buffer) else { throw WordListError(word: String(word)) }
            guard !removed.contains(hash), profane.insert(hash).inserted else { continue }
            profaneWords.append((String(decoding: buffer.folded(buffer[0]), as: UTF8.self), isStrong))
        }
        self.profane = profane
        self.profaneWords = profaneWords
        let functionWords = String(resource: earshot_function_words)
        evidence = LanguageEvidence(functionWords)
        let changes = choices.allowed.joined(separator: "\n") + "\n\n" + choices.denied.joined(separator: "\n")
        let embedded = StableHash.hash(text, seed: StableHash.hash(functionWords))
        revision = choices == ProfanityChoices() ? embedded : StableHash.hash(changes, seed: embedded)
    }

    /// nil for what is not one token.
    private static func hash(_ word: Substring, _ buffer: TokenBuffer) -> UInt64? {
        var word = String(word)
        word.withUTF8 { Tokenizer.tokenize(UnsafeRawBufferPointer($0), into: buffer) }
        guard buffer.count == 1, buffer[0].kind == .word || buffer[0].kind == .character else { return nil }
        // Signs around a word are no part of its token: `$hit` would be `hit`.
        let isWhole = buffer[0].start == 0 && Int(buffer[0].end) == word.utf8.count
        return isWhole ? buffer[0].hash : nil
    }
}

/// What somebody changes in the list of profane words.
package struct ProfanityChoices: Hashable, Sendable {
    /// Words that are not profane, also where the list has them or they look like one that is.
    package var allowed: [String] = []
    /// Words that are, also in disguise.
    package var denied: [String] = []

    package init() {}
}

/// A word of a list that is not one word.
package struct WordListError: Error, Hashable, CustomStringConvertible {
    package let word: String

    package var description: String {
        let shown = String(decoding: word.utf8.prefix(80), as: UTF8.self).debugDescription
        return
            "\(shown) in the list of profane words is not one word. List single words without signs, which are found in "
            + "disguise too; a phrase can be a topic."
    }
}
