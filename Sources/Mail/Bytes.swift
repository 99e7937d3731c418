import Foundation

extension UInt8 {
    /// ASCII letters in lower case, anything else as it is.
    @inline(__always)
    var lowercased: UInt8 { self &- UInt8(ascii: "A") < 26 ? self | 0x20 : self }

    /// Space or tab.
    @inline(__always)
    var isBlank: Bool { self == UInt8(ascii: " ") || self == UInt8(ascii: "\t") }

    /// ASCII white space or another control character.
    @inline(__always)
    var isSpace: Bool { self <= UInt8(ascii: " ") }

    @inline(__always)
    var isDigit: Bool { self &- UInt8(ascii: "0") < 10 }

    /// The value of a hexadecimal digit; nil if it is none.
    var hexValue: UInt8? {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): self - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): self - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): self - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}

extension UnsafeRawBufferPointer {
    /// A part of the bytes, which counts from zero again.
    @inline(__always)
    func part(_ range: Range<Int>) -> UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: self[range]) }

    /// The place of a byte at or behind `start`; nil if there is none.
    @inline(__always)
    func index(of byte: UInt8, from start: Int) -> Int? {
        guard start < count, let base = baseAddress, let found = memchr(base + start, Int32(byte), count - start)
        else { return nil }
        return UnsafeRawPointer(found) - base
    }

    /// The place of a few bytes at or behind `start`; nil if they are not there.
    func index(of bytes: StaticString, from start: Int) -> Int? {
        var index = start
        while let found = self.index(of: bytes.utf8Start[0], from: index) {
            if hasBytes(bytes, at: found) { return found }
            index = found + 1
        }
        return nil
    }

    @inline(__always)
    func hasBytes(_ bytes: StaticString, at start: Int) -> Bool {
        guard start + bytes.utf8CodeUnitCount <= count else { return false }
        return (0..<bytes.utf8CodeUnitCount).allSatisfy { self[start + $0] == bytes.utf8Start[$0] }
    }

    /// The start of the line behind the one that `start` is in.
    @inline(__always)
    func lineEnd(from start: Int) -> Int { index(of: UInt8(ascii: "\n"), from: start).map { $0 + 1 } ?? count }

    /// Compares with bytes in lower case.
    func equalsCaseless(_ lower: [UInt8]) -> Bool {
        guard count == lower.count else { return false }
        return indices.allSatisfy { self[$0].lowercased == lower[$0] }
    }

    func startsCaseless(with lower: StaticString) -> Bool {
        guard count >= lower.utf8CodeUnitCount else { return false }
        return (0..<lower.utf8CodeUnitCount).allSatisfy { self[$0].lowercased == lower.utf8Start[$0] }
    }

    /// The bytes without white space around them.
    var trimmed: UnsafeRawBufferPointer {
        var (start, end) = (0, count)
        while start < end, self[start].isSpace { start += 1 }
        while end > start, self[end - 1].isSpace { end -= 1 }
        return part(start..<end)
    }
}
