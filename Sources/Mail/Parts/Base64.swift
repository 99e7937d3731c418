/// Undoes the transfer encoding base64.
enum Base64 {
    private static let values: [UInt8] = {
        var values = [UInt8](repeating: 0xFF, count: 256)
        let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
        for (value, byte) in alphabet.utf8.enumerated() { values[Int(byte)] = UInt8(value) }
        return values
    }()

    /// Decodes up to `limit` bytes; what is not of the alphabet is passed over, and padding ends it.
    static func decode(_ bytes: UnsafeRawBufferPointer, limit: Int) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(min(bytes.count / 4 * 3 + 3, limit))
        var (bits, count): (UInt32, Int) = (0, 0)
        values.withUnsafeBufferPointer { values in
            for byte in bytes {
                let value = values[Int(byte)]
                guard value < 64 else {
                    if byte == UInt8(ascii: "=") { break }
                    continue
                }
                bits = bits << 6 | UInt32(value)
                count += 6
                guard count >= 8 else { continue }
                count -= 8
                output.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
                if output.count == limit { break }
            }
        }
        return output
    }
}
