/// The header of a message or part: where the fields that are read stand, and where the body starts.
struct HeaderBlock {
    /// Of a field longer than this, the rest is not read.
    private static let valueLimit = 64 << 10

    private let bytes: UnsafeRawBufferPointer
    private var values = [Range<Int>?](repeating: nil, count: HeaderName.allCases.count)
    /// The line of an mbox file before the header; nil if there is none.
    private(set) var separator: Range<Int>?
    private(set) var body: Int
    /// True if it has any field, read or not.
    private(set) var hasFields = false

    /// Reads a header that starts at `start` and ends before `end`.
    ///
    /// It ends at an empty line, or before the first line that is neither a field nor goes on with one.
    init(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) {
        self.bytes = bytes
        body = range.upperBound
        let bytes = bytes.part(0..<range.upperBound)
        var start = range.lowerBound
        if bytes.part(start..<range.upperBound).starts(with: "From ".utf8) {
            let end = bytes.lineEnd(from: start)
            separator = start..<end
            start = end
        }
        readFields(bytes, from: start)
    }

    private mutating func readFields(_ bytes: UnsafeRawBufferPointer, from first: Int) {
        var start = first
        while start < bytes.count {
            var end = bytes.lineEnd(from: start)
            let line = bytes.part(start..<end)
            if Self.isEmpty(line) {
                body = end
                return
            }
            guard let colon = Self.nameEnd(of: line) else {
                // A second line of mbox, or one that goes on with nothing, is passed over.
                if line.starts(with: "From ".utf8) || (line[0].isBlank && !hasFields) {
                    start = end
                    continue
                }
                body = start
                return
            }
            while end < bytes.count, bytes[end].isBlank { end = bytes.lineEnd(from: end) }
            hasFields = true
            if let name = HeaderName(line.part(0..<colon).trimmed), values[name.rawValue] == nil {
                values[name.rawValue] = start + colon + 1..<end
            }
            start = end
        }
    }

    private static func isEmpty(_ line: UnsafeRawBufferPointer) -> Bool {
        line[0] == UInt8(ascii: "\n") || (line.count == 2 && line[0] == UInt8(ascii: "\r"))
    }

    /// The place of the colon behind a field's name; nil if the line is no field.
    private static func nameEnd(of line: UnsafeRawBufferPointer) -> Int? {
        guard let first = line.first, !first.isSpace else { return nil }
        var index = 0
        while index < line.count, line[index] > 0x20, line[index] < 0x7F, line[index] != UInt8(ascii: ":") {
            index += 1
        }
        let end = index
        // White space before the colon is no name's, and yet written by some.
        while index < line.count, line[index].isBlank { index += 1 }
        guard end > 0, index < line.count, line[index] == UInt8(ascii: ":") else { return nil }
        return index
    }

    /// The line of an mbox file before the header.
    var separatorLine: [UInt8]? { separator.map { Array(bytes.part($0)) } }

    /// The value of a field as it stands, with its line ends.
    func raw(_ name: HeaderName) -> UnsafeRawBufferPointer? {
        values[name.rawValue].map { bytes.part($0.lowerBound..<min($0.upperBound, $0.lowerBound + Self.valueLimit)) }
    }

    /// The value of a field, without its line ends and white space around it.
    func value(_ name: HeaderName) -> [UInt8]? {
        guard let raw = raw(name)?.trimmed else { return nil }
        // Most are on one line.
        guard raw.index(of: UInt8(ascii: "\n"), from: 0) != nil else { return Array(raw) }
        return raw.filter { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
    }
}
