/// The words of a text that say what it says: no links, mentions, emoji, punctuation, `RT`, `MT` and `via`, and not the
/// part of a word that is left where a text was cut.
struct WordReader {
    private let buffer: TokenBuffer
    private let hashStore: UnsafeMutableBufferPointer<UInt64>
    private let entryStore: UnsafeMutableBufferPointer<Wording.Entry>
    private(set) var count = 0
    /// Whether an ellipsis is the last that the text says.
    private(set) var isCut = false
    /// Whether the ellipsis stands right behind a word, which then may be half of one.
    private var isLastHalf = false
    private var end: UInt32 = 0
    private var isBehindMark = false

    var hashes: UnsafeBufferPointer<UInt64> { UnsafeBufferPointer(rebasing: hashStore[..<count]) }
    var entries: UnsafeBufferPointer<Wording.Entry> { UnsafeBufferPointer(rebasing: entryStore[..<count]) }

    /// What `body` makes of the words, which are there until it returns.
    static func read<Result>(_ buffer: TokenBuffer, _ body: (WordReader) -> Result) -> Result {
        withUnsafeTemporaryAllocation(of: UInt64.self, capacity: buffer.count) { hashes in
            withUnsafeTemporaryAllocation(of: Wording.Entry.self, capacity: buffer.count) { entries in
                var reader = WordReader(buffer: buffer, hashes: hashes, entries: entries)
                for token in buffer.tokens { reader.read(token) }
                reader.dropRest()
                return body(reader)
            }
        }
    }

    private init(
        buffer: TokenBuffer,
        hashes: UnsafeMutableBufferPointer<UInt64>,
        entries: UnsafeMutableBufferPointer<Wording.Entry>
    ) {
        self.buffer = buffer
        hashStore = hashes
        entryStore = entries
    }

    private mutating func read(_ token: Token) {
        switch token.kind {
        case .word, .number, .hashtag, .character: readWord(token)
        case .url, .mention: isBehindMark = true
        case .punctuation: readSign(token)
        case .emoji, .emoticon: break
        }
    }

    private mutating func readWord(_ token: Token) {
        guard !Self.dropped.contains(token.hash) else { return }
        let hash = Self.spellings.first { $0.short == token.hash }?.long ?? token.hash
        hashStore[count] = hash
        entryStore[count] = Wording.Entry(hash: hash, kind: kind(of: token), isBehindMark: isBehindMark)
        count += 1
        (end, isBehindMark, isCut) = (token.end, false, false)
    }

    private mutating func readSign(_ token: Token) {
        let isEllipsis = token.hash == Self.ellipsis || (token.hash == Self.dot && token.flags.contains(.elongated))
        if isEllipsis, !isCut { (isCut, isLastHalf) = (true, token.start == end) }
        if isEllipsis || Self.sentenceEnds.contains(token.hash) { isBehindMark = true }
    }

    private func kind(of token: Token) -> Wording.Entry.Kind {
        if token.kind == .hashtag { return .tag }
        if token.kind == .number { return .number }
        if token.flags.contains(.mixed), buffer.folded(token).contains(where: { $0 &- 0x30 < 10 }) { return .number }
        return token.flags.contains(.capitalised) ? .capitalised : .plain
    }

    /// Leaves out what is left of the word or link in which the text was cut.
    private mutating func dropRest() {
        guard isCut else { return }
        if isLastHalf, count > 0 { count -= 1 }
        while count > 0, Self.linkStarts.contains(hashStore[count - 1]) { count -= 1 }
    }

    private static func hashes(_ words: [String]) -> [UInt64] { words.map { TokenHash.of($0.utf8) } }

    private static let dropped = hashes(["rt", "mt", "via"])
    private static let linkStarts = hashes(["h", "ht", "htt", "http", "https"])
    /// What is written shorter to save letters.
    private static let spellings = [("2", "to"), ("4", "for"), ("u", "you")].map {
        (short: TokenHash.of($0.0.utf8), long: TokenHash.of($0.1.utf8))
    }
    private static let sentenceEnds = hashes([".", "!", "?"])
    private static let dot = TokenHash.of(".".utf8)
    private static let ellipsis = TokenHash.mix(0, 0x2026)
}
