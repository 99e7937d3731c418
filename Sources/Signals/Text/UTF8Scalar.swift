/// Decoding one scalar of UTF-8 that a stranger wrote.
package enum UTF8Scalar {
    /// How many bytes the scalar at `index` takes; 0 when the bytes there are not UTF-8.
    ///
    /// Overlong forms, surrogates and values over U+10FFFF are not UTF-8 (Unicode 16, table 3-7).
    @inlinable
    package static func length(_ bytes: UnsafeRawBufferPointer, at index: Int) -> Int {
        let first = bytes[index]
        let left = bytes.count - index
        func continues(_ offset: Int) -> Bool { bytes[index + offset] & 0xC0 == 0x80 }
        switch first {
        case 0..<0x80: return 1
        case 0xC2...0xDF: return left >= 2 && continues(1) ? 2 : 0
        case 0xE0...0xEF:
            guard left >= 3, continues(1), continues(2) else { return 0 }
            if first == 0xE0, bytes[index + 1] < 0xA0 { return 0 }
            if first == 0xED, bytes[index + 1] > 0x9F { return 0 }
            return 3
        case 0xF0...0xF4:
            guard left >= 4, continues(1), continues(2), continues(3) else { return 0 }
            if first == 0xF0, bytes[index + 1] < 0x90 { return 0 }
            if first == 0xF4, bytes[index + 1] > 0x8F { return 0 }
            return 4
        default: return 0
        }
    }

    /// The scalar of `length` bytes at `index`; `length` comes from `length(_:at:)` and is not 0.
    @inlinable
    package static func decode(_ bytes: UnsafeRawBufferPointer, at index: Int, length: Int) -> UInt32 {
        func rest(_ offset: Int) -> UInt32 { UInt32(bytes[index + offset] & 0x3F) }
        let first = UInt32(bytes[index])
        switch length {
        case 1: return first
        case 2: return (first & 0x1F) << 6 | rest(1)
        case 3: return (first & 0x0F) << 12 | rest(1) << 6 | rest(2)
        default: return (first & 0x07) << 18 | rest(1) << 12 | rest(2) << 6 | rest(3)
        }
    }

    /// Whether the multi-byte scalar at `index` leaves escaped in every output: C1 controls, U+2028 and U+2029.
    @inlinable
    package static func isEscaped(_ bytes: UnsafeRawBufferPointer, at index: Int) -> Bool {
        switch bytes[index] {
        case 0xC2: bytes[index + 1] < 0xA0
        case 0xE2: bytes[index + 1] == 0x80 && bytes[index + 2] & 0xFE == 0xA8
        default: false
        }
    }
}
