extension String {
    /// The part that lies in a range of its UTF-8 bytes; what cuts a character is replaced by U+FFFD.
    package func part(ofBytes range: Range<Int>) -> String {
        let bytes = utf8
        let start = bytes.index(bytes.startIndex, offsetBy: range.lowerBound)
        return String(decoding: bytes[start..<bytes.index(start, offsetBy: range.count)], as: UTF8.self)
    }
}
