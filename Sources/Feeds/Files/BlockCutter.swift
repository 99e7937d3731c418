import Foundation

/// Cuts a block after every so many lines or elements, and where else it is asked to.
struct BlockCutter {
    /// A piece of so many bytes is long enough: several wait at a time, and handing one over costs little beside judging it.
    private static let mostBytes = 1 << 19

    let block: LineReader.Block
    private let lines: Int
    /// Starts of lines or elements, the next one last.
    private var cuts: [Int]
    private var end = 0
    /// The element that is next.
    private var index = 0

    init(_ block: LineReader.Block, lines: Int, at cuts: [Int] = []) {
        self.block = block
        self.lines = lines
        self.cuts = cuts.reversed()
    }

    /// Returns the end of the next piece, and its elements in the block; nil behind the last.
    mutating func next() -> (end: Int, elements: [Range<Int>]?)? {
        guard end < block.bytes.count else { return nil }
        let cut = cuts.popLast() ?? .max
        var elements: [Range<Int>]?
        if block.elements != nil { elements = nextElements(before: cut) } else { end = min(lineEnd(), cut) }
        // One that was not reached comes with a later piece.
        if cut < .max, end < cut, end < block.bytes.count, !endsBefore(cut) { cuts.append(cut) }
        return (end, elements)
    }

    private mutating func nextElements(before cut: Int) -> [Range<Int>] {
        guard let elements = block.elements else { return [] }
        let start = end
        let last = min(elements.count, index + lines)
        var next = index
        while next < last, elements[next].upperBound <= cut {
            if next > index, elements[next].upperBound - start > Self.mostBytes { break }
            next += 1
        }
        let piece = elements[index..<next]
        index = next
        // White space behind the last element goes with it.
        end = index < elements.count ? piece.last?.upperBound ?? end : block.bytes.count
        return Array(piece)
    }

    /// Whether no element is left before a cut.
    private func endsBefore(_ cut: Int) -> Bool {
        guard let elements = block.elements else { return false }
        return index < elements.count && elements[index].upperBound > cut
    }

    private func lineEnd() -> Int {
        guard let base = block.bytes.baseAddress else { return 0 }
        var position = end
        for _ in 0..<lines where position < block.bytes.count && position - end < Self.mostBytes {
            guard let found = memchr(base + position, 0x0A, block.bytes.count - position) else {
                return block.bytes.count
            }
            position = UnsafeRawPointer(found) - base + 1
        }
        return position
    }
}
