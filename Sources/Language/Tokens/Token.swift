/// A piece of a text: a hash, where it stands, and what kind of thing it is.
///
/// No text is copied.
package struct Token: Sendable {
    package enum Kind: UInt8, Sendable {
        case word
        case number
        /// `#name`; its hash is that of the name as a word.
        case hashtag
        /// `@name`; its hash is that of the name as a word.
        case mention
        case url
        case emoji
        case emoticon
        /// One character of a script written without spaces (Chinese, Japanese, Korean, Thai …).
        case character
        /// A sign or line end that closes a clause.
        case punctuation
    }

    package struct Flags: OptionSet, Sendable {
        package let rawValue: UInt8

        package init(rawValue: UInt8) {
            self.rawValue = rawValue
        }

        package static var plain: Flags { Flags(rawValue: 0) }
        /// A letter three or more times in a row, squeezed to two.
        package static let elongated = Flags(rawValue: 1)
        /// Two or more letters, all of them capitals.
        package static let allCapitals = Flags(rawValue: 2)
        package static let capitalised = Flags(rawValue: 4)
        /// Letters with digits among them, or letters of other scripts than Latin.
        package static let mixed = Flags(rawValue: 8)
        /// A sign that may stand for a letter is beside it.
        package static let touched = Flags(rawValue: 16)
    }

    /// The hash of the folded bytes.
    ///
    /// Fixed for ever: trained weights are indexed by it.
    package let hash: UInt64
    /// Byte offsets in the text, sign of a hashtag or mention included.
    package let start: UInt32
    package let end: UInt32
    /// Where its folded bytes stand in `TokenBuffer.folded`.
    package let foldedStart: UInt32
    package let foldedEnd: UInt32
    package let kind: Kind
    package let flags: Flags
    /// What the index that it was read with knows of it.
    let mark: WordMark
}

/// The tokens of one text, in memory that is used again for the next.
package final class TokenBuffer {
    /// A text is read up to this many tokens; the longest posts of any source have a few thousand.
    package static let limit = 65_536

    private var storage: UnsafeMutableBufferPointer<Token>
    private var bytes: UnsafeMutableBufferPointer<UInt8>
    private var notableStorage: UnsafeMutableBufferPointer<UInt32>
    private var tokenCount = 0
    private var byteCount = 0
    private var notableCount = 0
    /// What is known of any of the notable tokens.
    private(set) var marks = WordMark.none
    /// Whether anything but links has characters above ASCII.
    private(set) var isWide = false

    package init() {
        storage = .allocate(capacity: 512)
        bytes = .allocate(capacity: 4096)
        notableStorage = .allocate(capacity: storage.count + 1)
    }

    deinit {
        storage.deallocate()
        bytes.deallocate()
        notableStorage.deallocate()
    }

    package var count: Int { tokenCount }

    package subscript(index: Int) -> Token {
        precondition(index >= 0 && index < count, "token index out of range")
        return storage[index]
    }

    /// The tokens.
    ///
    /// Valid until the next text is read.
    package var tokens: UnsafeBufferPointer<Token> { UnsafeBufferPointer(start: storage.baseAddress, count: count) }

    /// Positions of the tokens that topics, profanity or spam look at: words that begin a term or are listed, tags, and
    /// what may be a disguise.
    var notable: UnsafeBufferPointer<UInt32> {
        UnsafeBufferPointer(start: notableStorage.baseAddress, count: notableCount)
    }

    /// Case- and accent-folded bytes of all words, tags and mentions, one after the other.
    package var folded: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: bytes.baseAddress, count: byteCount) }

    /// The folded bytes of one token.
    package func folded(_ token: Token) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: folded[Int(token.foldedStart)..<Int(token.foldedEnd)])
    }

    /// Where a text is read into.
    ///
    /// There is room for a token a byte, and for folded bytes three times the text's: no scalar folds to more. Eight
    /// bytes beyond those can be read and written.
    struct Room {
        let tokens: UnsafeMutablePointer<Token>
        let notable: UnsafeMutablePointer<UInt32>
        let folded: UnsafeMutablePointer<UInt8>
    }

    /// How much was read.
    struct Counts {
        var tokens = 0
        var notable = 0
        var marks = WordMark.none
        var folded = 0
        var isWide = false
    }

    /// Forgets the last text and lets `read` read one of `length` bytes.
    func fill(forTextOf length: Int, _ read: (Room) -> Counts) {
        makeRoom(forTextOf: length)
        guard let tokens = storage.baseAddress, let notable = notableStorage.baseAddress, let folded = bytes.baseAddress
        else { return }
        let counts = read(Room(tokens: tokens, notable: notable, folded: folded))
        (tokenCount, notableCount, byteCount) = (counts.tokens, counts.notable, counts.folded)
        (marks, isWide) = (counts.marks, counts.isWide)
    }

    private func makeRoom(forTextOf length: Int) {
        let tokens = min(length, Self.limit) + 1
        if tokens > storage.count {
            storage.deallocate()
            storage = .allocate(capacity: tokens * 2)
            notableStorage.deallocate()
            notableStorage = .allocate(capacity: storage.count + 1)
        }
        let needed = length * 3 + 16
        // What one very long text needed is given back at the next.
        guard needed > bytes.count || bytes.count > max(needed * 2, 1 << 20) else { return }
        bytes.deallocate()
        bytes = .allocate(capacity: needed * 2)
    }
}
