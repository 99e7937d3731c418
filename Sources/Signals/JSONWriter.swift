/// Writes JSON into a byte buffer, without Foundation and without an object per value.
///
/// Everything heard is hostile text: besides what JSON demands, C1 controls, U+2028 and U+2029 are escaped, and bytes
/// that are not UTF-8 become U+FFFD, so that a line of output is always one line and always UTF-8.
package struct JSONWriter: Sendable {
    /// What was written so far.
    package var bytes: [UInt8] = []

    package init() {}

    /// Empties the buffer and keeps its memory.
    package mutating func reset() {
        bytes.removeAll(keepingCapacity: true)
    }

    /// Copies `text` as it is: punctuation and keys.
    @inline(__always)
    package mutating func raw(_ text: StaticString) {
        bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    package mutating func newline() {
        bytes.append(UInt8(ascii: "\n"))
    }

    /// A quoted, escaped string.
    package mutating func append(_ text: String) {
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
        if number < 0 { bytes.append(UInt8(ascii: "-")) }
        appendDigits(number.magnitude, width: 1)
    }

    /// A number of ten-thousandths, as a decimal without trailing zeros: 6200 becomes `0.62`.
    package mutating func append(_ score: Score) {
        if score.tenThousandths < 0 { bytes.append(UInt8(ascii: "-")) }
        let magnitude = UInt64(score.tenThousandths.magnitude)
        appendDigits(magnitude / 10_000, width: 1)
        var fraction = magnitude % 10_000
        guard fraction > 0 else { return }
        bytes.append(UInt8(ascii: "."))
        var width = 4
        while fraction % 10 == 0 {
            fraction /= 10
            width -= 1
        }
        appendDigits(fraction, width: width)
    }

    /// A score, or null.
    package mutating func append(_ score: Score?) {
        guard let score else { return raw("null") }
        append(score)
    }

    /// ISO 8601 without quotes.
    package mutating func append(_ time: Timestamp) {
        let (days, inDay) = (floorDivide(time.milliseconds, 86_400_000), time.milliseconds - floorDivide(time.milliseconds, 86_400_000) * 86_400_000)
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
        bytes.append(UInt8(ascii: "\""))
        var clean = 0
        var index = 0
        while index < text.count {
            let byte = text[index]
            if byte >= 0x20, byte < 0x7F, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") {
                index += 1
                continue
            }
            let length = byte < 0x80 ? 1 : UTF8Scalar.length(text, at: index)
            if byte >= 0x80, length > 0, !UTF8Scalar.isEscaped(text, at: index) {
                index += length
                continue
            }
            bytes.append(contentsOf: text[clean..<index])
            appendEscaped(text, at: index, length: length)
            index += max(1, length)
            clean = index
        }
        bytes.append(contentsOf: text[clean..<text.count])
        bytes.append(UInt8(ascii: "\""))
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
            bytes.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
        }
    }

    private mutating func appendDigits(_ value: UInt64, width: Int) {
        var count = 1
        var bound: UInt64 = 10
        while count < 20, value >= bound {
            count += 1
            let (next, overflow) = bound.multipliedReportingOverflow(by: 10)
            if overflow { break }
            bound = next
        }
        count = max(count, width)
        let start = bytes.count
        for _ in 0..<count { bytes.append(UInt8(ascii: "0")) }
        var rest = value
        var index = start + count - 1
        while rest > 0 {
            bytes[index] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
            index -= 1
        }
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
