/// Writes JSON into a byte buffer, without Foundation and without an object per value.
///
/// Everything heard is hostile text: besides what JSON demands, C1 controls, U+2028 and U+2029 are escaped, and bytes
/// that are not UTF-8 become U+FFFD, so that a line of output is always one line and always UTF-8.
package struct JSONWriter: ~Copyable {
    private var storage: UnsafeMutablePointer<UInt8>
    private var capacity: Int
    /// Bytes written so far.
    package private(set) var count = 0

    package init() {
        capacity = 256
        storage = .allocate(capacity: capacity)
    }

    deinit {
        storage.deallocate()
    }

    /// What was written so far, copied.
    package var bytes: [UInt8] { Array(UnsafeBufferPointer(start: storage, count: count)) }

    /// What was written so far, where it lies.
    package func withBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        try body(UnsafeRawBufferPointer(start: storage, count: count))
    }

    /// What was written so far as text.
    package var text: String { String(decoding: UnsafeBufferPointer(start: storage, count: count), as: UTF8.self) }

    /// Empties the buffer and keeps its memory.
    package mutating func reset() {
        count = 0
    }

    @inline(__always)
    private mutating func makeRoom(for length: Int) {
        if count &+ length > capacity { grow(to: count + length) }
    }

    private mutating func grow(to needed: Int) {
        let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: max(needed, capacity * 2))
        larger.update(from: storage, count: count)
        storage.deallocate()
        storage = larger
        capacity = max(needed, capacity * 2)
    }

    @inline(__always)
    private mutating func put(_ byte: UInt8) {
        makeRoom(for: 1)
        storage[count] = byte
        count &+= 1
    }

    @inline(__always)
    private mutating func put(_ bytes: UnsafePointer<UInt8>, _ length: Int) {
        makeRoom(for: length)
        let (source, target) = (UnsafeRawPointer(bytes), UnsafeMutableRawPointer(storage + count))
        count &+= length
        guard length >= 8 else {
            if length >= 4 {
                target.storeBytes(of: source.loadUnaligned(as: UInt32.self), as: UInt32.self)
                let last = source.loadUnaligned(fromByteOffset: length &- 4, as: UInt32.self)
                return target.storeBytes(of: last, toByteOffset: length &- 4, as: UInt32.self)
            }
            for offset in 0..<length { target.storeBytes(of: bytes[offset], toByteOffset: offset, as: UInt8.self) }
            return
        }
        guard length <= 64 else { return target.copyMemory(from: source, byteCount: length) }
        // Short pieces are most; a call would cost more than these words.
        var offset = 0
        while offset &+ 8 <= length {
            Self.copyWord(source, target, offset)
            offset &+= 8
        }
        Self.copyWord(source, target, length &- 8)
    }

    @inline(__always)
    private static func copyWord(_ source: UnsafeRawPointer, _ target: UnsafeMutableRawPointer, _ offset: Int) {
        target.storeBytes(
            of: source.loadUnaligned(fromByteOffset: offset, as: UInt64.self),
            toByteOffset: offset,
            as: UInt64.self
        )
    }

    /// Copies `text` as it is: punctuation and keys.
    @inline(__always)
    package mutating func raw(_ text: StaticString) {
        put(text.utf8Start, text.utf8CodeUnitCount)
    }

    /// Copies ASCII text that needs no escape, such as hexadecimal digits.
    package mutating func appendASCII(_ text: String) {
        for byte in text.utf8 { put(byte) }
    }

    package mutating func newline() {
        put(UInt8(ascii: "\n"))
    }

    /// A quoted, escaped string.
    package mutating func append(_ text: String) {
        let isDone: Void? = text.utf8.withContiguousStorageIfAvailable { append(utf8: UnsafeRawBufferPointer($0)) }
        guard isDone == nil else { return }
        var text = text
        text.withUTF8 { append(utf8: UnsafeRawBufferPointer($0)) }
    }

    /// A string, or null.
    package mutating func append(_ text: String?) {
        guard let text else { return raw("null") }
        append(text)
    }

    package mutating func append(_ flag: Bool) {
        if flag { raw("true") } else { raw("false") }
    }

    /// A whole number, or null.
    package mutating func append(_ number: Int?) {
        guard let number else { return raw("null") }
        append(number)
    }

    package mutating func append(_ number: Int) {
        append(Int64(number))
    }

    package mutating func append(_ number: Int64) {
        if number < 0 { put(UInt8(ascii: "-")) }
        appendDigits(number.magnitude, width: 1)
    }

    /// A number of ten-thousandths, as a decimal without trailing zeros: 6200 becomes `0.62`.
    package mutating func append(_ score: Score) {
        if score.tenThousandths < 0 { put(UInt8(ascii: "-")) }
        let magnitude = score.tenThousandths.magnitude
        let whole = magnitude / 10_000
        if whole < 10 { put(UInt8(ascii: "0") &+ UInt8(whole)) } else { appendDigits(UInt64(whole), width: 1) }
        let fraction = magnitude % 10_000
        guard fraction > 0 else { return }
        makeRoom(for: 5)
        let (high, low) = (fraction / 100, fraction % 100)
        storage[count] = UInt8(ascii: ".")
        putTwoDigits(high, at: count &+ 1)
        putTwoDigits(low, at: count &+ 3)
        count &+= low == 0 ? (high % 10 == 0 ? 2 : 3) : (low % 10 == 0 ? 4 : 5)
    }

    @inline(__always)
    private func putTwoDigits(_ value: UInt32, at index: Int) {
        storage[index] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: value / 10)
        storage[index &+ 1] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: value % 10)
    }

    /// A score, or null.
    package mutating func append(_ score: Score?) {
        guard let score else { return raw("null") }
        append(score)
    }

    /// ISO 8601 without quotes.
    package mutating func append(_ time: Timestamp) {
        let (days, inDay) = (
            floorDivide(time.milliseconds, 86_400_000),
            time.milliseconds - floorDivide(time.milliseconds, 86_400_000) * 86_400_000
        )
        let (year, month, day) = Self.civil(days)
        appendDigits(UInt64(max(0, year)), width: 4)
        raw("-")
        appendDigits(UInt64(month), width: 2)
        raw("-")
        appendDigits(UInt64(day), width: 2)
        raw("T")
        appendDigits(UInt64(inDay / 3_600_000), width: 2)
        raw(":")
        appendDigits(UInt64(inDay / 60_000 % 60), width: 2)
        raw(":")
        appendDigits(UInt64(inDay / 1000 % 60), width: 2)
        if inDay % 1000 != 0 {
            raw(".")
            appendDigits(UInt64(inDay % 1000), width: 3)
        }
        raw("Z")
    }

    /// A quoted, escaped string from bytes that ought to be UTF-8.
    package mutating func append(utf8 text: UnsafeRawBufferPointer) {
        put(UInt8(ascii: "\""))
        if let base = text.baseAddress, Self.isPlain(base, text.count) {
            put(base.assumingMemoryBound(to: UInt8.self), text.count)
        } else {
            appendChecked(text)
        }
        put(UInt8(ascii: "\""))
    }

    /// A string that has something to escape, or characters above ASCII.
    @inline(never)
    private mutating func appendChecked(_ text: UnsafeRawBufferPointer) {
        var clean = 0
        var index = 0
        while index < text.count {
            if index &+ 8 <= text.count, Self.isPlain(text.loadUnaligned(fromByteOffset: index, as: UInt64.self)) {
                index &+= 8
                continue
            }
            let byte = text[index]
            if byte >= 0x20, byte < 0x7F, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") {
                index &+= 1
                continue
            }
            let length = byte < 0x80 ? 1 : UTF8Scalar.length(text, at: index)
            if byte >= 0x80, length > 0, !UTF8Scalar.isEscaped(text, at: index) {
                index &+= length
                continue
            }
            copy(text, clean..<index)
            appendEscaped(text, at: index, length: length)
            index += max(1, length)
            clean = index
        }
        copy(text, clean..<text.count)
    }

    /// Whether all bytes are copied as they are.
    ///
    /// May deny it wrongly, never say so wrongly.
    @inline(__always)
    private static func isPlain(_ bytes: UnsafeRawPointer, _ count: Int) -> Bool {
        guard count >= 8 else { return isPlain(shortWord(bytes, count)) }
        var offset = 0
        while offset &+ 8 <= count {
            guard isPlain(bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)) else { return false }
            offset &+= 8
        }
        // The last eight, some of which were looked at.
        return isPlain(bytes.loadUnaligned(fromByteOffset: count &- 8, as: UInt64.self))
    }

    /// Up to seven bytes, some of them twice, and spaces.
    @inline(__always)
    private static func shortWord(_ bytes: UnsafeRawPointer, _ count: Int) -> UInt64 {
        func byte(_ index: Int) -> UInt64 { UInt64(bytes.load(fromByteOffset: index, as: UInt8.self)) }
        if count >= 4 {
            let last = bytes.loadUnaligned(fromByteOffset: count &- 4, as: UInt32.self)
            return UInt64(bytes.loadUnaligned(as: UInt32.self)) | UInt64(last) << 32
        }
        let spaces: UInt64 = 0x2020_2020_2020_2020
        return count == 0 ? spaces : spaces << 24 | byte(0) | byte(count / 2) << 8 | byte(count &- 1) << 16
    }

    /// Whether eight bytes are all copied as they are.
    ///
    /// May deny it wrongly, never say so wrongly (SIMD within a register).
    @inline(__always)
    private static func isPlain(_ word: UInt64) -> Bool {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let (quote, backslash, delete) = (word ^ ones &* 0x22, word ^ ones &* 0x5C, word ^ ones &* 0x7F)
        let odd = word | (word &- ones &* 0x20) | (quote &- ones) | (backslash &- ones) | (delete &- ones)
        return odd & (ones &* 0x80) == 0
    }

    @inline(__always)
    private mutating func copy(_ text: UnsafeRawBufferPointer, _ range: Range<Int>) {
        guard let base = text.baseAddress, !range.isEmpty else { return }
        put(base.assumingMemoryBound(to: UInt8.self) + range.lowerBound, range.count)
    }

    private mutating func appendEscaped(_ text: UnsafeRawBufferPointer, at index: Int, length: Int) {
        let byte = text[index]
        switch byte {
        case UInt8(ascii: "\""): raw("\\\"")
        case UInt8(ascii: "\\"): raw("\\\\")
        case UInt8(ascii: "\n"): raw("\\n")
        case UInt8(ascii: "\r"): raw("\\r")
        case UInt8(ascii: "\t"): raw("\\t")
        case 0..<0x80: appendUnicodeEscape(UInt32(byte))
        default:
            guard length > 0 else { return raw("\u{FFFD}") }
            appendUnicodeEscape(UTF8Scalar.decode(text, at: index, length: length))
        }
    }

    private mutating func appendUnicodeEscape(_ scalar: UInt32) {
        raw("\\u")
        for shift in stride(from: UInt32(12), through: 0, by: -4) {
            let digit = UInt8(truncatingIfNeeded: scalar >> shift & 0xF)
            put(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
        }
    }

    private mutating func appendDigits(_ value: UInt64, width: Int) {
        var length = 1
        var bound: UInt64 = 10
        while length < 20, value >= bound {
            length += 1
            let (next, overflow) = bound.multipliedReportingOverflow(by: 10)
            if overflow { break }
            bound = next
        }
        length = max(length, width)
        makeRoom(for: length)
        var rest = value
        for index in stride(from: count + length - 1, through: count, by: -1) {
            storage[index] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        }
        count += length
    }

    private func floorDivide(_ value: Int64, _ divisor: Int64) -> Int64 {
        let quotient = value / divisor
        return value % divisor < 0 ? quotient - 1 : quotient
    }

    /// The Gregorian date of a day counted from 1970-01-01.
    private static func civil(_ days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
    }
}
