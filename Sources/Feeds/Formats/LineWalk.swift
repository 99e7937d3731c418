import Foundation

/// Walks the lines or elements of a block.
package struct LineWalk {
    private let bytes: UnsafeRawBufferPointer
    private let elements: [Range<Int>]?
    /// The element that is next.
    private var index = 0
    /// The start of the next line in the block.
    package private(set) var next = 0

    package init(_ block: LineReader.Block) {
        bytes = block.bytes
        elements = block.elements
        // A byte order mark is no part of the first line.
        if block.offset == 0, bytes.starts(with: [0xEF, 0xBB, 0xBF]) { next = 3 }
    }

    /// The next line or element, without its end and without white space behind it, and where it starts in the block.
    package mutating func line() -> (bytes: UnsafeRawBufferPointer, start: Int)? {
        if elements != nil { return element() }
        guard next < bytes.count, let base = bytes.baseAddress else { return nil }
        let start = next
        let end = memchr(base + start, 0x0A, bytes.count - start).map { UnsafeRawPointer($0) - base } ?? bytes.count
        next = min(end + 1, bytes.count)
        return (trimmed(start..<end), start)
    }

    private mutating func element() -> (bytes: UnsafeRawBufferPointer, start: Int)? {
        guard let elements, index < elements.count else {
            next = bytes.count
            return nil
        }
        let range = elements[index]
        index += 1
        next = range.upperBound
        return (trimmed(range), range.lowerBound)
    }

    private func trimmed(_ range: Range<Int>) -> UnsafeRawBufferPointer {
        var end = range.upperBound
        while end > range.lowerBound, bytes[end - 1] <= 0x20 { end -= 1 }
        return UnsafeRawBufferPointer(rebasing: bytes[range.lowerBound..<end])
    }
}
