import Foundation
package import Signals

/// Cuts a stream into blocks of whole lines, or of whole elements of JSON, in memory of a stated bound.
package final class LineReader {
    /// A line may be this long; the longest posts of any source are a few hundred kilobytes.
    package static let lineLimit = 16 << 20

    /// Whole lines and where they stand.
    ///
    /// Borrowed until the next block is read.
    package struct Block {
        /// Lines with their ends; the last line of a stream may lack one.
        ///
        /// `PostParser.padding` bytes follow, the first of them white space.
        package let bytes: UnsafeRawBufferPointer
        /// The block's start in the (decompressed) stream.
        package let offset: Int64
        /// The elements' ranges in the block; nil if it is read by lines.
        package var elements: [Range<Int>]?

        /// Nothing, at some place.
        package static func empty(at offset: Int64) -> Block {
            Block(bytes: UnsafeRawBufferPointer(start: nil, count: 0), offset: offset)
        }
    }

    /// The next thing in a stream.
    package enum Item {
        case block(Block)
        /// A line over the limit: its first bytes, and what is known of the rest.
        case oversized(DeadLine)
        case end
    }

    /// A line over the limit.
    package struct DeadLine {
        package let offset: Int64
        package let length: Int64
        /// XXH64 of the whole line with its end.
        package let digest: UInt64
        package let prefix: [UInt8]
    }

    private let stream: any ByteStream
    private let blockSize: Int
    private var buffer: UnsafeMutableRawBufferPointer
    /// The bytes read and not handed out yet.
    private var filled = 0..<0
    /// The number of bytes at its start that are known to hold no line end, so that a long line is searched once.
    private var searched = 0
    /// The start of `filled` in the stream.
    private var offset: Int64 = 0
    private var isAtEnd = false
    /// True if a line without its end at the end of the stream waits for the rest of it.
    private var keepsOpenLine: Bool
    /// True if the bytes handed out last ended a line.
    package private(set) var endsLine = true
    /// Finds elements; nil where lines are read.
    private var scanner: (any ElementCutter)?
    /// True once it is known how the stream is cut.
    private var hasShape = true
    /// True if its elements are mails.
    package private(set) var cutsMessages = false

    /// `blockSize`: about how many bytes a block holds.
    package init(_ stream: any ByteStream, blockSize: Int = 1 << 20) {
        self.stream = stream
        keepsOpenLine = stream is any LiveStream
        self.blockSize = blockSize
        buffer = .allocate(byteCount: blockSize * 2 + PostParser.padding, alignment: 64)
    }

    deinit {
        buffer.deallocate()
    }

    /// The next whole lines.
    ///
    /// For a stream that trickles, whatever whole lines have come are a block.
    ///
    /// `skipped`: is given the bytes of a line over the limit, which no block holds.
    package func next(skipped: inout StableHash) throws(StreamError) -> Item {
        if scanner != nil { return try nextElements(&skipped) }
        while true {
            if firstLineIsOversized { return .oversized(try skipLine(&skipped)) }
            if let end = lastLineEnd() { return .block(take(end - filled.lowerBound)) }
            if isAtEnd { return filled.isEmpty || keepsOpenLine ? .end : .block(take(filled.count)) }
            try fill()
        }
    }

    /// Reads on behind the end: of a live stream more may have come.
    package func goOn() {
        isAtEnd = false
    }

    /// Takes the end of a live stream for its last: a line without its end is a line from now on.
    package func finish() {
        keepsOpenLine = false
        isAtEnd = false
    }

    /// True once enough has come to tell what the stream is: its shape, and all of its first line or as much of it
    /// as a block holds.
    package var hasHead: Bool { !keepsOpenLine || (hasShape && (lineEnd() != nil || filled.count >= blockSize)) }

    /// Looks at how the stream begins, and reads elements where it is not lines.
    ///
    /// Called before anything is taken. Waits for the first line, and where that does not tell for the second.
    package func settleShape() throws(StreamError) {
        var shape = StreamShape(start: UnsafeRawBufferPointer(rebasing: buffer[filled]))
        while shape == nil, !isAtEnd, filled.count < max(blockSize, 4096) {
            try fill()
            shape = StreamShape(start: UnsafeRawBufferPointer(rebasing: buffer[filled]))
        }
        hasShape = shape != nil || !isAtEnd
        if shape == .elements { scanner = ElementScanner() }
        if shape == .messages { cutMessages() }
    }

    /// Reads mails as elements; called before anything is taken.
    package func cutMessages() {
        (scanner, cutsMessages) = (MessageScanner(), true)
    }

    /// Takes the mail at the end of a live stream, of which more could come, for whole.
    func endMessage() {
        scanner?.scan(UnsafeRawBufferPointer(rebasing: buffer[filled]), isAtEnd: true)
    }

    /// True if the first line in the buffer is over the limit.
    ///
    /// Asked of every line, also of those that came with their end in the same read, so that the cuts of the stream do
    /// not decide which lines are oversized.
    private var firstLineIsOversized: Bool {
        guard filled.count > Self.lineLimit else { return false }
        return searched > Self.lineLimit || (lineEnd() ?? filled.upperBound) - filled.lowerBound > Self.lineLimit
    }

    /// Returns the index at which the first line in the buffer ends; nil if its end has not been read.
    private func lineEnd() -> Int? {
        buffer[filled].firstIndex(of: UInt8(ascii: "\n"))
    }

    /// Reads on until there is something or the end is reached; nil at the end.
    package func peek() throws(StreamError) -> UInt8? {
        while filled.isEmpty {
            if isAtEnd { return nil }
            try fill()
        }
        return buffer[filled.lowerBound]
    }

    /// The first line, or as much of it as a block holds, without taking it.
    package func head() throws(StreamError) -> [UInt8] {
        while !isAtEnd, filled.count < blockSize, lineEnd() == nil { try fill() }
        return Array(buffer[filled].prefix(blockSize).prefix { $0 != UInt8(ascii: "\n") })
    }

    /// Skips bytes that were read in an earlier run, giving them to `digest`; false when the stream is shorter.
    package func skip(_ count: Int64, digest: inout StableHash) throws(StreamError) -> Bool {
        var left = count
        while left > 0 {
            if filled.isEmpty {
                if isAtEnd { return false }
                try fill()
                continue
            }
            let taken = Int(min(left, Int64(filled.count)))
            digest.update(take(taken).bytes)
            left -= Int64(taken)
        }
        scanner?.settle()
        return true
    }

    /// Returns whether the skipped bytes end a line or an element, also if the stream has grown since.
    package func endsItem() throws(StreamError) -> Bool {
        if cutsMessages { return try endsMessage() }
        if let scanner { return !scanner.isInside }
        let next = try peek()
        // The last line of a live stream may still grow.
        guard let next else { return endsLine || !keepsOpenLine }
        return endsLine || next == UInt8(ascii: "\n") || next == UInt8(ascii: "\r")
    }

    /// Returns whether another mail is next, or nothing.
    private func endsMessage() throws(StreamError) -> Bool {
        while !isAtEnd, filled.count < 64 { try fill() }
        let rest = buffer[filled].drop { $0 <= 0x20 }
        return rest.isEmpty || rest.starts(with: "From ".utf8)
    }

    private func take(_ count: Int) -> Block {
        let bytes = UnsafeRawBufferPointer(rebasing: buffer[filled.lowerBound..<filled.lowerBound + count])
        let block = Block(bytes: bytes, offset: offset, elements: elements(in: bytes))
        filled = filled.lowerBound + count..<filled.upperBound
        searched = 0
        offset += Int64(count)
        if let last = bytes.last { endsLine = last == UInt8(ascii: "\n") }
        return block
    }

    /// The elements in bytes that are taken now.
    private func elements(in bytes: UnsafeRawBufferPointer) -> [Range<Int>]? {
        guard let position = scanner?.position else { return nil }
        if position < bytes.count { scanner?.scan(bytes, isAtEnd: false) }
        return scanner?.take(bytes.count)
    }

    /// The next whole elements; at the end also what is left of one.
    private func nextElements(_ skipped: inout StableHash) throws(StreamError) -> Item {
        while true {
            scan()
            if let start = oversizedStart {
                return start > 0 ? .block(take(start)) : .oversized(try skipElement(&skipped))
            }
            if let end = scanner?.elements.last?.upperBound { return .block(take(end)) }
            if isAtEnd { return filled.isEmpty || keepsOpenLine ? .end : .block(take(filled.count)) }
            // What belongs to no element is not gathered.
            if let passable = scanner?.passable, passable >= blockSize { return .block(take(passable)) }
            try fill()
        }
    }

    private func scan() {
        scanner?.scan(UnsafeRawBufferPointer(rebasing: buffer[filled]), isAtEnd: isAtEnd && !keepsOpenLine)
    }

    /// The index in the buffer at which the first element over the limit starts, complete or not; nil if there is none.
    private var oversizedStart: Int? {
        guard filled.count > Self.lineLimit, let scanner else { return nil }
        if let element = scanner.elements.first(where: { $0.count > Self.lineLimit }) { return element.lowerBound }
        guard scanner.elements.isEmpty, scanner.openLength > Self.lineLimit else { return nil }
        return filled.count - scanner.openLength
    }

    private func skipElement(_ skipped: inout StableHash) throws(StreamError) -> DeadLine {
        let prefix = Array(UnsafeRawBufferPointer(rebasing: buffer[filled]).prefix(DeadLetter.payloadLimit))
        let start = offset
        var digest = StableHash()
        var hash = skipped
        while true {
            let end = scanner?.elements.first?.upperBound
            let bytes = take(end ?? filled.count).bytes
            digest.update(bytes)
            hash.update(bytes)
            if end != nil || isAtEnd { break }
            try fill()
            scan()
        }
        skipped = hash
        return DeadLine(offset: start, length: offset - start, digest: digest.value, prefix: prefix)
    }

    /// Just behind the last line end in the buffer.
    private func lastLineEnd() -> Int? {
        var index = filled.upperBound
        while index > filled.lowerBound + searched {
            index -= 1
            if buffer[index] == UInt8(ascii: "\n") { return index + 1 }
        }
        searched = filled.count
        return nil
    }

    private func fill() throws(StreamError) {
        makeRoom()
        let end = min(filled.upperBound + blockSize, buffer.count - PostParser.padding)
        let room = UnsafeMutableRawBufferPointer(rebasing: buffer[filled.upperBound..<end])
        let count = try stream.read(into: room)
        if count == 0 {
            isAtEnd = true
            // The parser looks at the byte behind a line; what an earlier block left there must not decide.
            buffer[filled.upperBound] = UInt8(ascii: "\n")
        }
        filled = filled.lowerBound..<filled.upperBound + count
    }

    /// Moves what is left to the front; grows for a line longer than a block.
    private func makeRoom() {
        if filled.lowerBound > 0 {
            let rest = UnsafeRawBufferPointer(rebasing: buffer[filled])
            buffer.copyMemory(from: rest)
            filled = 0..<filled.count
        }
        guard filled.count + blockSize + PostParser.padding > buffer.count else { return }
        move(to: max(buffer.count * 2, filled.count + blockSize * 2 + PostParser.padding))
    }

    /// Gives back the memory that what is left does not need.
    func shrink() {
        move(to: filled.count + PostParser.padding)
    }

    private func move(to size: Int) {
        let other = UnsafeMutableRawBufferPointer.allocate(byteCount: size, alignment: 64)
        other.copyMemory(from: UnsafeRawBufferPointer(rebasing: buffer[filled]))
        filled = 0..<filled.count
        // The parser looks at the byte behind a line.
        other[filled.upperBound] = UInt8(ascii: "\n")
        buffer.deallocate()
        buffer = other
    }

    /// The bytes of a line without an end; valid until more is read.
    var openLine: UnsafeRawBufferPointer { .init(rebasing: buffer[filled]) }

    private func skipLine(_ skipped: inout StableHash) throws(StreamError) -> DeadLine {
        let prefix = Array(UnsafeRawBufferPointer(rebasing: buffer[filled]).prefix(DeadLetter.payloadLimit))
        let start = offset
        var digest = StableHash()
        // Taken over at the end only: a line that cannot be read to its end was not skipped.
        var hash = skipped
        while true {
            let end = lineEnd()
            let bytes = take(end.map { $0 + 1 - filled.lowerBound } ?? filled.count).bytes
            digest.update(bytes)
            hash.update(bytes)
            if end != nil || isAtEnd { break }
            try fill()
        }
        skipped = hash
        return DeadLine(offset: start, length: offset - start, digest: digest.value, prefix: prefix)
    }
}
