/// Cuts the body of a multipart at its boundaries.
enum Multipart {
    /// The most parts of one that are looked at.
    private static let limit = 1000

    /// The parts, header and body; nil if there is no boundary, or none where it should be.
    ///
    /// The last one may lack its boundary.
    static func children(of part: Part, in bytes: UnsafeRawBufferPointer) -> [Range<Int>]? {
        guard var boundary = part.type["boundary"].map({ Array("--\($0)".utf8) }) else { return nil }
        while boundary.last?.isSpace == true { boundary.removeLast() }
        guard boundary.count > 2 else { return nil }
        let body = bytes.part(0..<part.body.upperBound)
        var children: [Range<Int>] = []
        var start: Int?
        var index = part.body.lowerBound
        while children.count < limit, let line = nextLine(body, boundary, from: index, in: part.body) {
            if let start { children.append(start..<max(start, contentEnd(body, before: line.start))) }
            (start, index) = (line.end, line.end)
            if line.isLast { return children }
        }
        guard let start else { return nil }
        children.append(start..<part.body.upperBound)
        return children
    }

    /// The next line that is the boundary, with `--` behind it where it is the last.
    private static func nextLine(
        _ body: UnsafeRawBufferPointer,
        _ boundary: [UInt8],
        from start: Int,
        in range: Range<Int>
    ) -> (start: Int, end: Int, isLast: Bool)? {
        var index = start
        while index < range.upperBound {
            let end = body.lineEnd(from: index)
            if let isLast = isBoundary(body.part(index..<end), boundary) { return (index, end, isLast) }
            index = end
        }
        return nil
    }

    /// Returns whether a boundary is the last; nil if the line is no boundary.
    private static func isBoundary(_ line: UnsafeRawBufferPointer, _ boundary: [UInt8]) -> Bool? {
        guard line.count >= boundary.count, line[0] == UInt8(ascii: "-"), line.starts(with: boundary) else {
            return nil
        }
        let rest = line.part(boundary.count..<line.count).trimmed
        if rest.isEmpty { return false }
        return rest.elementsEqual("--".utf8) ? true : nil
    }

    /// The line end before a boundary belongs to the boundary.
    private static func contentEnd(_ body: UnsafeRawBufferPointer, before start: Int) -> Int {
        guard start > 0, body[start - 1] == UInt8(ascii: "\n") else { return start }
        return start > 1 && body[start - 2] == UInt8(ascii: "\r") ? start - 2 : start - 1
    }
}
