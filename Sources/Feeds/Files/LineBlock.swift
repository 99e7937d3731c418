package import Signals

/// Whole lines or elements of a stream, and where they stand in it.
package struct LineBlock: Sendable {
    package let bytes: ByteBlock
    /// The block's start in the (decompressed) stream.
    package let offset: Int64
    /// The elements' ranges in the block; nil if it is read by lines.
    package let elements: [Range<Int>]?
    /// XXH64 of everything before the block.
    package let digest: StableHash
    package let options: LineOptions
    /// The stream's name in places and dead letters, and the one for people.
    package let stream: String
    package let label: String

    package var format: PostFormat { options.lineFormat }

    /// Walks its lines; they are valid inside `body`.
    package func withLines<Result>(_ body: (inout LineWalk) throws -> Result) rethrows -> Result {
        try bytes.withBytes { bytes in
            var walk = LineWalk(LineReader.Block(bytes: bytes, offset: offset, elements: elements))
            return try body(&walk)
        }
    }
}
