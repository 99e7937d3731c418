/// A piece of a text: a hash, where it stands, and what kind of thing it is. No text is copied.
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

        /// A letter three or more times in a row, squeezed to two.
        package static let elongated = Flags(rawValue: 1)
        /// Two or more letters, all of them capitals.
        package static let allCapitals = Flags(rawValue: 2)
        package static let capitalised = Flags(rawValue: 4)
    }

    /// The hash of the folded bytes. Fixed for ever: trained weights are indexed by it.
    package let hash: UInt64
    /// Byte offsets in the text, sign of a hashtag or mention included.
    package let start: UInt32
    package let end: UInt32
    /// Where its folded bytes stand in `TokenBuffer.folded`.
    package let foldedStart: UInt32
    package let foldedEnd: UInt32
    package let kind: Kind
    package let flags: Flags
}

/// The tokens of one text, in memory that is used again for the next.
package final class TokenBuffer {
    /// A text is read up to this many tokens; the longest posts of any source have a few thousand.
    package static let limit = 65_536

    private var storage: UnsafeMutablePointer<Token>
    private var capacity: Int
    package private(set) var count = 0

    private var bytes: UnsafeMutablePointer<UInt8>
    private var byteCapacity: Int
    private var byteCount = 0

    package init() {
        capacity = 512
        storage = .allocate(capacity: capacity)
        byteCapacity = 4096
        bytes = .allocate(capacity: byteCapacity)
    }

    deinit {
        storage.deallocate()
        bytes.deallocate()
    }

    package subscript(index: Int) -> Token {
        precondition(index >= 0 && index < count, "token index out of range")
        return storage[index]
    }

    /// The tokens. Valid until the next text is read.
    var tokens: UnsafeBufferPointer<Token> { UnsafeBufferPointer(start: storage, count: count) }

    /// Case- and accent-folded bytes of all words, tags and mentions, one after the other.
    package var folded: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: bytes, count: byteCount) }

    /// The folded bytes of one token.
    package func folded(_ token: Token) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: folded[Int(token.foldedStart)..<Int(token.foldedEnd)])
    }

    /// Forgets the last text and makes room for one of `length` bytes. No scalar's folded form is longer than three
    /// times what it was, so the folded bytes need no further check while they are written.
    func reset(forTextOf length: Int) {
        count = 0
        byteCount = 0
        let needed = length * 3 + 16
        // What one very long text needed is given back at the next.
        guard needed > byteCapacity || byteCapacity > max(needed * 2, 1 << 20) else { return }
        bytes.deallocate()
        byteCapacity = needed * 2
        bytes = .allocate(capacity: byteCapacity)
    }

    var isFull: Bool { count >= Self.limit }

    var foldedCount: Int { byteCount }

    @inline(__always)
    func appendFolded(_ byte: UInt8) {
        bytes[byteCount] = byte
        byteCount += 1
    }

    @inline(__always)
    func append(_ token: Token) {
        if count == capacity { grow() }
        storage[count] = token
        count += 1
    }

    private func grow() {
        let larger = UnsafeMutablePointer<Token>.allocate(capacity: capacity * 2)
        larger.moveInitialize(from: storage, count: count)
        storage.deallocate()
        storage = larger
        capacity *= 2
    }
}
