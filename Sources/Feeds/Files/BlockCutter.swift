import Foundation

/// Cuts a block after every so many lines or elements, and where else it is asked to.
struct BlockCutter {
    private let block: LineReader.Block
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
        if let elements = block.elements {
            let piece = elements[index...].prefix(lines).prefix { $0.upperBound <= cut }
            index = piece.endIndex
            // White space behind the last element goes with it.
            end = index < elements.count ? piece.last?.upperBound ?? end : block.bytes.count
            if index < elements.count, cut < .max, elements[index].upperBound <= cut { cuts.append(cut) }
            return (end, Array(piece))
        }
        end = lineEnd()
        if end >= cut { end = cut } else if cut < .max { cuts.append(cut) }
        return (end, nil)
    }

    private func lineEnd() -> Int {
        guard let base = block.bytes.baseAddress else { return 0 }
        var position = end
        for _ in 0..<lines {
            guard let found = memchr(base + position, 0x0A, block.bytes.count - position) else {
                return block.bytes.count
            }
            position = UnsafeRawPointer(found) - base + 1
            if position == block.bytes.count { break }
        }
        return position
    }
}
