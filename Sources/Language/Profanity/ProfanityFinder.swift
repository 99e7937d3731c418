import Signals

/// Finds profane words in a text that was read into tokens, also where they are disguised.
///
/// A token that is on the list is found by one look-up. Everything else is looked at only where something speaks for a
/// disguise: letters drawn out or mixed with digits or other scripts, signs inside a word, single letters in a row, a
/// hashtag. Reversed words are not found.
struct ProfanityFinder: Sendable {
    /// Words that are none whatever they look like.
    private let allowed: Set<String>
    /// The list's words by their first letter, the shortest first.
    private let words: [[DisguisedWord.Word]]
    /// Strong words that are found at the start and the end of a hashtag.
    private let stems: [[UInt8]]
    /// Their first and last four letters: nearly all hashtags are ruled out by them.
    private let heads: [UInt32]
    private let tails: [UInt32]

    /// Innocent words that start or end like a stem.
    private static let exceptions = [
        "scunthorpe", "shitake", "matsushit", "mishit", "smashit", "crushit", "pushit", "washit", "cashit", "wishit",
        "finishit", "brushit", "flashit", "rushit", "twank", "swank",
    ].map { Array($0.utf8) }

    init(lexicon: Lexicon) {
        allowed = lexicon.allowed
        var words = [[DisguisedWord.Word]](repeating: [], count: 26)
        for entry in lexicon.profaneWords {
            guard let word = DisguisedWord.Word(entry.word, isStrong: entry.isStrong) else { continue }
            words[Int(word.letters[0] - UInt8(ascii: "a"))].append(word)
        }
        self.words = words.map { $0.sorted { $0.letters.count < $1.letters.count } }
        stems = ["fuck", "shit", "bitch", "cunt", "asshole", "bastard", "whore", "wank", "bullshit", "motherfuck"].map {
            Array($0.utf8)
        }
        heads = stems.map { Self.four($0.prefix(4)) }
        tails = stems.map { Self.four($0.suffix(4)) }
    }

    /// Four bytes as they lie in memory.
    private static func four(_ bytes: ArraySlice<UInt8>) -> UInt32 {
        Array(bytes).withUnsafeBytes { $0.loadUnaligned(as: UInt32.self) }
    }

    /// Appends the byte ranges of the profane words, in the text's order.
    ///
    /// `buffer`: marked.
    func find(in buffer: TokenBuffer, of text: UnsafeRawBufferPointer, into ranges: inout [Range<Int>]) {
        let tokens = buffer.tokens
        var covered = 0
        for index in buffer.notable {
            let index = Int(index)
            let token = tokens[index]
            let isListed = token.mark.contains(.profane)
            guard isListed || isSuspect(token, at: index, tokens, text) else { continue }
            guard let found = look(tokens, at: index, isListed, buffer, text), found.lowerBound >= covered,
                !isAllowed(found, text)
            else { continue }
            ranges.append(found)
            covered = found.upperBound
        }
    }

    private func isAllowed(_ range: Range<Int>, _ text: UnsafeRawBufferPointer) -> Bool {
        guard !allowed.isEmpty else { return false }
        let found = String(decoding: UnsafeRawBufferPointer(rebasing: text[range]), as: UTF8.self).lowercased()
        return allowed.contains(found.hasPrefix("#") ? String(found.dropFirst()) : found)
    }

    /// What speaks for a disguise.
    static let suspect = Token.Flags(rawValue: 1 | 8 | 16)
    private static let disguised: Token.Flags = [.elongated, .mixed]

    @inline(__always)
    private func isSuspect(
        _ token: Token,
        at index: Int,
        _ tokens: UnsafeBufferPointer<Token>,
        _ text: UnsafeRawBufferPointer
    ) -> Bool {
        switch token.kind {
        case .word:
            if token.flags.rawValue & Self.suspect.rawValue != 0 { return true }
            // A letter alone, and another behind it.
            return token.end &- token.start == 1 && index &+ 1 < tokens.count
                && tokens[index &+ 1].end &- tokens[index &+ 1].start == 1
        case .hashtag: return true
        // `@ss`; a name may be anything else.
        case .mention: return token.end &- token.start > 2 && text[Int(token.start) &+ 1] | 0x20 == UInt8(ascii: "s")
        case .number, .url, .emoji, .emoticon, .character, .punctuation: return false
        }
    }

    /// A second look, which few tokens need.
    @inline(never)
    private func look(
        _ tokens: UnsafeBufferPointer<Token>,
        at index: Int,
        _ isListed: Bool,
        _ buffer: TokenBuffer,
        _ text: UnsafeRawBufferPointer
    ) -> Range<Int>? {
        let token = tokens[index]
        let range = Int(token.start)..<Int(token.end)
        switch token.kind {
        case .word, .hashtag:
            return isListed ? range : disguised(tokens, at: index, buffer, text)
        case .mention:
            return disguise(around: range, text)
        case .number, .url, .emoji, .emoticon, .character, .punctuation:
            return nil
        }
    }

    private func disguised(
        _ tokens: UnsafeBufferPointer<Token>,
        at index: Int,
        _ buffer: TokenBuffer,
        _ text: UnsafeRawBufferPointer
    ) -> Range<Int>? {
        let token = tokens[index]
        let range = Int(token.start)..<Int(token.end)
        if !token.flags.isDisjoint(with: Self.disguised), isDisguised(buffer.folded(token)) { return range }
        if token.kind == .hashtag, isCompound(buffer.folded(token)) { return range }
        if range.count == 1, let found = spelledOut(tokens, from: index, buffer) { return found }
        return hasSigns(around: range, text) ? disguise(around: range, text) : nil
    }

    private func isDisguised(_ bytes: UnsafeRawBufferPointer) -> Bool {
        // A word all in another script is a word of its own, unless it is written in the mathematical alphabets.
        let isMixed = bytes.contains { $0 < 0x80 } || bytes.first == 0xF0
        guard isMixed, let word = DisguisedWord(bytes) else { return false }
        return isProfane(word)
    }

    private func isProfane(_ word: DisguisedWord, isPrefix: Bool = false) -> Bool {
        var letters = word.first
        while letters != 0 {
            let letter = letters.trailingZeroBitCount
            letters &= letters - 1
            for candidate in words[letter] {
                // The shortest come first, and no word has fewer places than letters.
                if candidate.letters.count > word.count { break }
                if word.reads(as: candidate, isPrefix: isPrefix && candidate.letters.count > 3) { return true }
            }
        }
        return false
    }

    // MARK: Hashtags

    private func isCompound(_ name: UnsafeRawBufferPointer) -> Bool {
        guard name.count >= 4, let bytes = name.baseAddress else { return false }
        let (head, tail) = (
            bytes.loadUnaligned(as: UInt32.self), bytes.loadUnaligned(fromByteOffset: name.count - 4, as: UInt32.self)
        )
        guard heads.contains(head) || tails.contains(tail), stems.contains(where: { Self.has($0, name) }) else {
            return false
        }
        return !Self.exceptions.contains { Self.has($0, name) }
    }

    /// Whether a name starts or ends with a stem and goes on.
    private static func has(_ stem: [UInt8], _ name: UnsafeRawBufferPointer) -> Bool {
        guard name.count >= stem.count else { return false }
        if name[0] == stem[0], name.starts(with: stem) { return true }
        return name[name.count - 1] == stem[stem.count - 1] && name.suffix(stem.count).elementsEqual(stem)
    }

    // MARK: Single letters

    /// `f u c k`, `s.h.i.t`: single letters with the same one sign between.
    private func spelledOut(
        _ tokens: UnsafeBufferPointer<Token>,
        from first: Int,
        _ buffer: TokenBuffer
    ) -> Range<Int>? {
        guard first + 2 < tokens.count, tokens[first + 1].end - tokens[first + 1].start == 1,
            tokens[first + 2].end - tokens[first + 2].start == 1
        else { return nil }
        var word = DisguisedWord()
        var index = first
        var (end, next) = (0, Int(tokens[first].start))
        while index < tokens.count {
            let token = tokens[index]
            let start = Int(token.start)
            guard token.end - token.start == 1, start - next <= 1 else { break }
            next = Int(token.end)
            index += 1
            if token.kind == .punctuation { continue }
            guard token.kind == .word, word.append(buffer.folded(token)[0]) else { break }
            end = next
        }
        guard isProfane(word, isPrefix: true) else { return nil }
        return Int(tokens[first].start)..<end
    }

    // MARK: Signs

    /// Whether a sign that may be a letter stands right behind a word, and the word goes on behind it; or a `$` before.
    @inline(__always)
    private func hasSigns(around range: Range<Int>, _ text: UnsafeRawBufferPointer) -> Bool {
        if range.upperBound + 1 < text.count, DisguisedWord.isDisguise(text[range.upperBound]) {
            let next = text[range.upperBound + 1]
            return Self.isPart(next) && next != UInt8(ascii: "!")
        }
        return range.lowerBound > 0 && text[range.lowerBound - 1] == UInt8(ascii: "$")
    }

    /// The word with signs for letters that stands around `range`.
    private func disguise(around range: Range<Int>, _ text: UnsafeRawBufferPointer) -> Range<Int>? {
        var start = range.lowerBound
        while start > 0, Self.isPart(text[start - 1]), range.lowerBound - start < DisguisedWord.limit { start -= 1 }
        var end = range.upperBound
        while end < text.count, Self.isPart(text[end]), end - start <= DisguisedWord.limit { end += 1 }
        // A call at the end is no letter.
        while end > range.upperBound, text[end - 1] == UInt8(ascii: "!") { end -= 1 }
        guard end - start > range.count || text[start] == UInt8(ascii: "@"),
            let word = DisguisedWord(UnsafeRawBufferPointer(rebasing: text[start..<end]))
        else { return nil }
        return isProfane(word) ? start..<end : nil
    }

    private static func isPart(_ byte: UInt8) -> Bool {
        byte &- UInt8(ascii: "0") < 10 || (byte | 0x20) &- UInt8(ascii: "a") < 26 || DisguisedWord.isDisguise(byte)
    }
}
