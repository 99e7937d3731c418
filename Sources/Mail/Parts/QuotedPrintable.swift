/// Undoes the transfer encoding quoted-printable, and the `Q` of encoded words.
enum QuotedPrintable {
    /// Decodes up to `limit` bytes; what is no code stays as it is.
    ///
    /// `isWord`: whether `_` is a space, as in header fields.
    static func decode(_ bytes: UnsafeRawBufferPointer, limit: Int, isWord: Bool = false) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(min(bytes.count, limit))
        var index = 0
        while index < bytes.count, output.count < limit {
            let byte = bytes[index]
            index += 1
            if byte == UInt8(ascii: "=") {
                if let (code, next) = code(bytes, at: index) {
                    if let code { output.append(code) }
                    index = next
                } else {
                    output.append(byte)
                }
            } else if isWord, byte == UInt8(ascii: "_") {
                output.append(UInt8(ascii: " "))
            } else {
                output.append(byte)
            }
        }
        return output
    }

    /// Reads the code behind `=`: two digits, or white space and the end of a line that goes on; nil if neither.
    private static func code(_ bytes: UnsafeRawBufferPointer, at start: Int) -> (UInt8?, Int)? {
        if start + 1 < bytes.count, let high = bytes[start].hexValue, let low = bytes[start + 1].hexValue {
            return (high << 4 | low, start + 2)
        }
        var index = start
        // Nobody writes more white space there; without a bound a hostile line would be read again and again.
        while index < bytes.count, index - start < 80, bytes[index].isBlank || bytes[index] == UInt8(ascii: "\r") {
            index += 1
        }
        if index == bytes.count { return (nil, index) }
        return bytes[index] == UInt8(ascii: "\n") ? (nil, index + 1) : nil
    }
}
