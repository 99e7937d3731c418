import Signals

/// Finds the phrases of a text: what trends and suggestions are counted of.
///
/// - A phrase is one to three words in a row: words, numbers, hashtags, and runs of characters of the scripts written
///   without spaces. No clause end, link, mention or emoji is inside it.
/// - No function word of English or of the text's language is at its ends, and something in it is more than digits or
///   one letter.
/// - A run of characters is one word where it is of one script: `東京タワー` is two. Hiragana alone is grammar and
///   counts as a function word. Chinese marks no words: a longer run gives its parts of two to four characters.
/// - A text repeats a phrase once.
///
/// One a thread: it owns the memory that is used again for text after text.
package final class Phrases: RandomAccessCollection {
    /// The most phrases of one text; posts have some hundreds.
    package static let limit = 4096
    /// Longer words are keys, digests and noise, and part phrases.
    static let longestWord = 48

    private static let slotBits: UInt64 = 13
    /// A text that makes more phrases share one place was written to do so.
    private static let mostProbes = 32

    private let evidence: LanguageEvidence
    private let storage: UnsafeMutablePointer<Phrase>
    /// Where a phrase of the text numbered in the upper half stands in `storage`.
    private let slots: UnsafeMutablePointer<UInt64>
    package private(set) var count = 0
    private var text: UInt64 = 0
    private var language: String?
    private var stopMask: UInt64

    package init(model: LanguageModel) {
        evidence = model.lexicon.evidence
        stopMask = evidence.mask(withEnglish: nil)
        storage = .allocate(capacity: Self.limit)
        slots = .allocate(capacity: 1 << Int(Self.slotBits))
        slots.initialize(repeating: 0, count: 1 << Int(Self.slotBits))
    }

    deinit {
        storage.deallocate()
        slots.deallocate()
    }

    package var startIndex: Int { 0 }
    package var endIndex: Int { count }

    /// In the order of their last words.
    package subscript(index: Int) -> Phrase {
        precondition(index >= 0 && index < count, "phrase index out of range")
        return storage[index]
    }

    /// Forgets the last text's phrases and finds those of another.
    ///
    /// `language`: its function words are at no phrase's ends; those of all languages where it is unknown.
    package func read(_ tokens: TokenBuffer, language: String?) {
        if language != self.language {
            self.language = language
            stopMask = evidence.mask(withEnglish: language)
        }
        text += 1
        count = 0
        readRuns(tokens)
    }

    /// Words in a row that go on with the next.
    fileprivate struct Run {
        var hash: UInt64
        let start: UInt32
        var words = 1
        /// Whether something in it is more than digits or one letter.
        var hasContent: Bool
    }

    /// The tokens `first..<end`, which are one word.
    fileprivate struct Word {
        let first: Int
        let end: Int
        let isStop: Bool
        let hasContent: Bool
    }

    private func readRuns(_ buffer: TokenBuffer) {
        let tokens = buffer.tokens
        var index = 0
        // The runs of one and of two words that end here.
        var last: Run?
        var lastTwo: Run?
        while index < tokens.count, count < Self.limit {
            let (word, end) = word(at: index, tokens, buffer)
            index = end
            guard let word else {
                (last, lastTwo) = (nil, nil)
                continue
            }
            let one = word.isStop ? nil : Run(word, tokens)
            let two = last?.joined(word, tokens)
            let three = lastTwo?.joined(word, tokens)
            if !word.isStop {
                let end = tokens[word.end - 1].end
                keep(one, end)
                keep(two, end)
                keep(three, end)
            }
            (last, lastTwo) = (one, two)
        }
    }

    /// The word that starts at a token; nil where a phrase ends.
    @inline(__always)
    private func word(
        at index: Int,
        _ tokens: UnsafeBufferPointer<Token>,
        _ buffer: TokenBuffer
    ) -> (word: Word?, end: Int) {
        let token = tokens[index]
        let next = index + 1
        switch token.kind {
        case .word, .hashtag:
            let length = Int(token.foldedEnd - token.foldedStart)
            guard length <= Self.longestWord else { return (nil, next) }
            let isLetter = length <= 4 && UTF8Scalar.length(buffer.folded(token), at: 0) == length
            return (Word(first: index, end: next, isStop: isStop(token), hasContent: !isLetter), next)
        case .number:
            return (Word(first: index, end: next, isStop: false, hasContent: false), next)
        case .character:
            let end = runEnd(at: index, tokens, buffer)
            return (characters(index..<end, tokens, buffer), end)
        case .mention, .url, .emoji, .emoticon, .punctuation:
            return (nil, next)
        }
    }

    private static let repostMark = TokenHash.of("rt".utf8)

    @inline(__always)
    private func isStop(_ token: Token) -> Bool {
        token.kind == .word && (token.hash == Self.repostMark || evidence.isFunctionWord(token.hash, of: stopMask))
    }

    // MARK: Scripts without spaces

    private static let longestHanWord = 4
    /// A longer run is a sentence of a script that marks no words, such as Thai.
    private static let longestCharacterWord = 12

    /// Where the run of characters of one script ends that starts here.
    private func runEnd(at first: Int, _ tokens: UnsafeBufferPointer<Token>, _ buffer: TokenBuffer) -> Int {
        let script = CharacterScript(buffer.folded(tokens[first]))
        var end = first + 1
        while end < tokens.count, tokens[end].kind == .character, tokens[end].start == tokens[end - 1].end,
            script == CharacterScript(buffer.folded(tokens[end]))
        {
            end += 1
        }
        return end
    }

    /// A run of characters as a word; nil where it is none, its parts are kept then.
    private func characters(
        _ run: Range<Int>,
        _ tokens: UnsafeBufferPointer<Token>,
        _ buffer: TokenBuffer
    ) -> Word? {
        let script = CharacterScript(buffer.folded(tokens[run.lowerBound]))
        func word(isStop: Bool, hasContent: Bool) -> Word {
            Word(first: run.lowerBound, end: run.upperBound, isStop: isStop, hasContent: hasContent)
        }
        guard script != .hiragana else { return word(isStop: true, hasContent: false) }
        if script == .han, run.count > Self.longestHanWord {
            keepParts(run, tokens)
            return nil
        }
        guard run.count <= Self.longestCharacterWord else { return nil }
        // One character before hiragana is the stem of a verb; alone it says too little.
        return word(isStop: run.count == 1, hasContent: run.count > 1)
    }

    private func keepParts(_ run: Range<Int>, _ tokens: UnsafeBufferPointer<Token>) {
        for first in run {
            var hash = tokens[first].hash
            for last in run[(first + 1)...].prefix(Self.longestHanWord - 1) {
                hash = TokenHash.join(hash, tokens[last].hash)
                keep(Run(hash: hash, start: tokens[first].start, hasContent: true), tokens[last].end)
            }
        }
    }

    // MARK: Each once

    @inline(__always)
    private func keep(_ run: Run?, _ end: UInt32) {
        guard let run, run.hasContent, count < Self.limit else { return }
        let mask = 1 << Int(Self.slotBits) - 1
        var slot = Int(truncatingIfNeeded: (run.hash &* 0xD6E8_FEB8_6659_FD93) &>> (64 - Self.slotBits))
        for _ in 0..<Self.mostProbes {
            let taken = slots[slot]
            if taken >> 16 != text {
                slots[slot] = text << 16 | UInt64(count)
                storage[count] = Phrase(hash: run.hash, start: run.start, end: end, words: run.words)
                count += 1
                return
            }
            if storage[Int(taken & 0xFFFF)].hash == run.hash { return }
            slot = (slot + 1) & mask
        }
    }
}

extension Phrases.Run {
    @inline(__always)
    fileprivate init(_ word: Phrases.Word, _ tokens: UnsafeBufferPointer<Token>) {
        self.init(hash: tokens[word.first].hash, start: tokens[word.first].start, hasContent: word.hasContent)
        for index in word.first + 1..<word.end { hash = TokenHash.join(hash, tokens[index].hash) }
    }

    @inline(__always)
    fileprivate func joined(_ word: Phrases.Word, _ tokens: UnsafeBufferPointer<Token>) -> Self {
        var run = self
        for index in word.first..<word.end { run.hash = TokenHash.join(run.hash, tokens[index].hash) }
        run.words += 1
        run.hasContent = hasContent || (word.hasContent && !word.isStop)
        return run
    }
}
