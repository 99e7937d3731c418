import Signals

/// Guesses the language of a text from its script, its function words and other frequent words, endings and letters.
///
/// Good enough to know when a model of English does not apply. What nothing speaks for is unknown.
struct LanguageGuess {
    private var votes = LanguageEvidence.Votes()
    /// How many more rows `votes` has room for; a text is decided long before.
    private var room = Int(UInt8.max) / LanguageEvidence.most
    private var latinWords = 0
    private var scripts = SIMD32<UInt32>()
    private var foreign = 0

    /// The fewest words of a text that is believed more than what its source states.
    private static let leastContradiction = 5
    /// How much more must speak for another language than for the one its source states: three function words.
    private static let leastLead = 9

    /// ISO 639-1, or nil when there is too little to go by.
    ///
    /// `declared`: what the source states. It holds unless the text contradicts it: by its script, or, where another
    /// language than English is stated, by words. English is believed at once, because most of what is heard is declared
    /// English and is.
    static func language(
        of tokens: TokenBuffer,
        in text: UnsafeRawBufferPointer,
        declared: String?,
        model: LanguageModel
    ) -> String? {
        if !tokens.isWide, declared == "en" { return declared }
        return guess(tokens, text, declared, model)
    }

    /// Apart, so that the way of most texts needs none of its memory.
    @inline(never)
    private static func guess(
        _ tokens: TokenBuffer,
        _ text: UnsafeRawBufferPointer,
        _ declared: String?,
        _ model: LanguageModel
    ) -> String? {
        let evidence = model.lexicon.evidence
        var guess = LanguageGuess()
        if declared == "en" {
            guess.countScripts(tokens)
            guard guess.foreign > guess.latinWords else { return declared }
            guess = LanguageGuess()
        }
        guess.countWords(tokens, evidence)
        if tokens.isWide { guess.countLetters(tokens, text, evidence) }
        if let declared, !guess.contradicts(declared, evidence) { return declared }
        return guess.decision(tokens, model) ?? declared
    }

    // MARK: Counting

    private mutating func countWords(_ buffer: TokenBuffer, _ evidence: LanguageEvidence) {
        guard let folded = buffer.folded.baseAddress else { return }
        for token in buffer.tokens where room > 0 {
            guard token.kind == .word else { continue }
            let isLatin = folded.load(fromByteOffset: Int(token.foldedStart), as: UInt8.self) < 0x80
            if isLatin { latinWords &+= 1 }
            var row = evidence.row(ofWord: token.hash)
            if row == nil, isLatin, token.foldedEnd &- token.foldedStart >= 5 {
                let tail = folded.loadUnaligned(fromByteOffset: Int(token.foldedEnd) &- 4, as: UInt32.self)
                row = evidence.row(ofEnding: UInt32(littleEndian: tail))
            }
            if let row {
                evidence.add(row, to: &votes)
                room &-= 1
            }
        }
    }

    /// Counts what is not ASCII: the words of other scripts, and two letters a word that English has not.
    private mutating func countLetters(
        _ buffer: TokenBuffer,
        _ text: UnsafeRawBufferPointer,
        _ evidence: LanguageEvidence
    ) {
        for token in buffer.tokens where token.kind == .word || token.kind == .character {
            var left = 2
            let folded = buffer.folded(token)
            if let first = folded.first, first >= 0x80, !countScript(folded), token.kind == .word { latinWords += 1 }
            guard token.kind == .word else { continue }
            let word = UnsafeRawBufferPointer(rebasing: text[Int(token.start)..<Int(token.end)])
            var index = 0
            while index < word.count, left > 0, room > 0 {
                let length = UTF8Scalar.length(word, at: index)
                if length > 1,
                    let row = evidence.row(ofLetter: UTF8Scalar.decode(word, at: index, length: length))
                {
                    evidence.add(row, to: &votes)
                    room -= 1
                    left -= 1
                }
                index += max(1, length)
            }
        }
    }

    /// False where the script is Latin.
    private mutating func countScript(_ bytes: UnsafeRawBufferPointer) -> Bool {
        let length = UTF8Scalar.length(bytes, at: 0)
        guard length > 1, let script = Script(UTF8Scalar.decode(bytes, at: 0, length: length)) else { return false }
        scripts[Int(script.rawValue)] &+= 1
        foreign += 1
        return true
    }

    private mutating func countScripts(_ buffer: TokenBuffer) {
        guard let folded = buffer.folded.baseAddress else { return }
        for token in buffer.tokens where token.kind == .word || token.kind == .character {
            let isASCII = folded.load(fromByteOffset: Int(token.foldedStart), as: UInt8.self) < 0x80
            if isASCII || !countScript(buffer.folded(token)) { latinWords &+= 1 }
        }
    }

    // MARK: Deciding

    /// Whether the text speaks against the language its source states.
    private func contradicts(_ declared: String, _ evidence: LanguageEvidence) -> Bool {
        let number = evidence.languages.firstIndex(of: declared)
        if foreign > latinWords {
            let scripts = Script.scripts(of: declared)
            guard mostWritten != .other, number != nil || scripts != nil else { return false }
            return scripts?.contains(mostWritten) != true
        }
        guard latinWords >= Self.leastContradiction else { return false }
        var most: UInt8 = 0
        for number in evidence.languages.indices { most = max(most, votes[number]) }
        return Int(most) - (number.map { Int(votes[$0]) } ?? 0) >= Self.leastLead
    }

    private var mostWritten: Script {
        Script.allCases.max { scripts[Int($0.rawValue)] < scripts[Int($1.rawValue)] } ?? .other
    }

    private func decision(_ tokens: TokenBuffer, _ model: LanguageModel) -> String? {
        let evidence = model.lexicon.evidence
        if foreign > latinWords { return foreignDecision(evidence) }
        guard latinWords > 0 else { return nil }
        let english = Int(votes[evidence.english])
        let other = bestOther(evidence)
        // In doubt the English model is asked whether it knows the words.
        if english >= other.score {
            return english > 0 && english >= latinWords / 2 || isKnown(tokens, model) ? "en" : nil
        }
        if english > 0, other.score - english <= 2, isKnown(tokens, model) { return "en" }
        return other.language
    }

    /// The language besides English that most speaks for.
    ///
    /// `script`: only languages that are written in it; nil for all.
    private func bestOther(_ evidence: LanguageEvidence, in script: Script? = nil) -> (language: String, score: Int) {
        var votes = votes
        votes[evidence.english] = 0
        if let script {
            for (number, language) in evidence.languages.enumerated()
            where Script.scripts(of: language)?.contains(script) != true {
                votes[number] = 0
            }
        }
        return withUnsafeBytes(of: &votes) { votes in
            var most: UInt8 = 0
            for vote in votes { most = max(most, vote) }
            return (evidence.languages[votes.firstIndex(of: most) ?? evidence.english], Int(most))
        }
    }

    private func foreignDecision(_ evidence: LanguageEvidence) -> String? {
        let kana = Int(scripts[Int(Script.kana.rawValue)])
        // Japanese is written with Chinese characters too, but never without kana for long.
        if kana > 0, kana * 5 >= foreign { return "ja" }
        let most = mostWritten
        guard most.isShared else { return most.language }
        let other = bestOther(evidence, in: most)
        return other.score > 0 ? other.language : most.language
    }

    /// Whether at least half of the words are such as the English model weighs.
    private func isKnown(_ tokens: TokenBuffer, _ model: LanguageModel) -> Bool {
        var known = 0
        for token in tokens.tokens where token.kind == .word && model.scorer.isKnown(token.hash) { known += 1 }
        return known > 0 && known * 2 >= latinWords
    }
}
