/// The line of an mbox file before each message: `From ada@example.org Wed Sep 22 05:05:28 2004`.
package enum MboxLine {
    /// Longer lines are none.
    package static let limit = 512

    /// Returns whether a line without its end is one.
    ///
    /// A line of a text may begin with the same word, where whoever wrote the file did not put a sign in front of it: it
    /// takes a time of day and a year.
    package static func isSeparator(_ line: UnsafeRawBufferPointer) -> Bool {
        guard line.count <= limit, line.hasBytes("From ", at: 0) else { return false }
        var (hasTime, hasYear) = (false, false)
        var digits = 0
        for index in 5...line.count {
            if index < line.count, line[index].isDigit {
                digits += 1
                continue
            }
            if digits == 4, line[index - 4] == UInt8(ascii: "1") || line[index - 4] == UInt8(ascii: "2") {
                hasYear = true
            }
            if digits > 0, index + 1 < line.count, line[index] == UInt8(ascii: ":"), line[index + 1].isDigit {
                hasTime = true
            }
            digits = 0
        }
        return hasTime && hasYear
    }
}
