/// A moment in Unix time, to the millisecond.
///
/// Written as ISO 8601 in UTC.
package struct Timestamp: Hashable, Comparable, Sendable {
    /// Milliseconds since 1970-01-01T00:00:00Z, leap seconds not counted.
    package let milliseconds: Int64

    package init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    package init(seconds: Int64) {
        self.milliseconds = seconds * 1000
    }

    package static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.milliseconds < right.milliseconds
    }

    /// The moment rounded down to a multiple of `step` milliseconds since 1970.
    package func floored(to step: Int64) -> Timestamp {
        let rest = milliseconds % step
        return Timestamp(milliseconds: milliseconds - (rest < 0 ? rest + step : rest))
    }
}

// MARK: - Reading

extension Timestamp {
    /// The years a timestamp may have: what fits an InfluxDB nanosecond timestamp, whole years.
    private static let years = 1678..<2262
    /// The first moment of those years, and the first after them, in milliseconds.
    private static let moments: Range<Int64> = -9_214_560_000_000..<9_214_646_400_000

    /// nil outside of `years`: the offset of a zone can lead out of them.
    private init?(inYears milliseconds: Int64) {
        guard Self.moments.contains(milliseconds) else { return nil }
        self.init(milliseconds: milliseconds)
    }

    /// Reads `2017-08-29T13:08:27Z`, with `.123` or finer (cut to milliseconds) and `±hh:mm` instead of `Z` allowed, or
    /// the date alone.
    ///
    /// A space may stand in place of the `T`. Returns nil for anything else.
    package init?(iso8601 text: String) {
        var text = text
        let parsed = text.withUTF8 { Timestamp(iso8601: UnsafeRawBufferPointer($0)) }
        guard let parsed else { return nil }
        self = parsed
    }

    /// Reads the same from UTF-8 bytes.
    package init?(iso8601 bytes: UnsafeRawBufferPointer) {
        var scanner = DigitScanner(bytes)
        guard let year = scanner.number(4), scanner.skip("-"), let month = scanner.number(2), scanner.skip("-"),
            let day = scanner.number(2), let days = Self.days(year: year, month: month, day: day)
        else { return nil }
        if scanner.isAtEnd {
            self.init(milliseconds: days * 86_400_000)
            return
        }
        guard scanner.skip("T") || scanner.skip("t") || scanner.skip(" "), let clock = scanner.clock() else {
            return nil
        }
        let fraction = scanner.milliseconds()
        guard let fraction, let offset = scanner.zone(), scanner.isAtEnd else { return nil }
        self.init(inYears: (days * 86_400 + clock - offset) * 1000 + fraction)
    }

    /// Reads a Ruby date, `Wed Apr 06 19:13:37 +0000 2011`, the form of the X API v1.1.
    package init?(rubyDate bytes: UnsafeRawBufferPointer) {
        var scanner = DigitScanner(bytes)
        guard scanner.word(3) != nil, scanner.skip(" "), let name = scanner.word(3), scanner.skip(" "),
            let month = Self.month(name), let day = scanner.number(2), scanner.skip(" "),
            let clock = scanner.clock(), scanner.skip(" "), let offset = scanner.zone(), scanner.skip(" "),
            let year = scanner.number(4), scanner.isAtEnd, let days = Self.days(year: year, month: month, day: day)
        else { return nil }
        self.init(inYears: (days * 86_400 + clock - offset) * 1000)
    }

    private static func month(_ name: UInt32) -> Int64? {
        let names = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let index = names.firstIndex { $0.utf8.reduce(UInt32(0)) { $0 << 8 | UInt32($1) } == name }
        return index.map { Int64($0 + 1) }
    }

    /// Days from 1970-01-01 to a date of the Gregorian calendar; nil when there is no such date.
    private static func days(year: Int64, month: Int64, day: Int64) -> Int64? {
        guard years.contains(Int(year)), (1...12).contains(month), day >= 1 else { return nil }
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let length: Int64 = month == 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].contains(month) ? 30 : 31
        guard day <= length else { return nil }
        // The year is counted from March, so that the leap day is its last.
        let shifted = month > 2 ? year : year - 1
        let monthFromMarch = (month + 9) % 12
        let dayOfYear = (153 * monthFromMarch + 2) / 5 + day - 1
        return 365 * shifted + shifted / 4 - shifted / 100 + shifted / 400 + dayOfYear - 719_468
    }
}

/// Reads fixed-width numbers out of bytes.
private struct DigitScanner {
    private let bytes: UnsafeRawBufferPointer
    private var offset = 0

    init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
    }

    var isAtEnd: Bool { offset == bytes.count }

    @inline(__always)
    mutating func number(_ width: Int) -> Int64? {
        guard offset + width <= bytes.count else { return nil }
        var value: Int64 = 0
        for index in offset..<offset + width {
            let digit = bytes[index] &- UInt8(ascii: "0")
            guard digit <= 9 else { return nil }
            value = value * 10 + Int64(digit)
        }
        offset += width
        return value
    }

    @inline(__always)
    mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard offset < bytes.count, bytes[offset] == UInt8(ascii: character) else { return false }
        offset += 1
        return true
    }

    mutating func word(_ width: Int) -> UInt32? {
        guard offset + width <= bytes.count else { return nil }
        defer { offset += width }
        return bytes[offset..<offset + width].reduce(0) { $0 << 8 | UInt32($1) }
    }

    /// `hh:mm:ss` (or `hh:mm`) in seconds.
    ///
    /// A leap second counts as the second after it.
    mutating func clock() -> Int64? {
        guard let hours = number(2), hours <= 23, skip(":"), let minutes = number(2), minutes <= 59 else { return nil }
        guard skip(":") else { return hours * 3600 + minutes * 60 }
        guard let seconds = number(2), seconds <= 60 else { return nil }
        return hours * 3600 + minutes * 60 + seconds
    }

    /// An optional fraction of a second, cut to milliseconds; nil when a point has no digits after it.
    mutating func milliseconds() -> Int64? {
        guard skip(".") || skip(",") else { return 0 }
        var value: Int64 = 0
        var digits = 0
        while let digit = number(1) {
            if digits < 3 { value = value * 10 + digit }
            digits += 1
        }
        guard digits > 0 else { return nil }
        for _ in min(digits, 3)..<3 { value *= 10 }
        return value
    }

    /// `Z`, `+hh:mm` or `+hhmm` in seconds east of UTC.
    mutating func zone() -> Int64? {
        if skip("Z") || skip("z") { return 0 }
        let sign: Int64
        if skip("+") { sign = 1 } else if skip("-") { sign = -1 } else { return nil }
        guard let hours = number(2), hours <= 23 else { return nil }
        _ = skip(":")
        guard let minutes = number(2), minutes <= 59 else { return nil }
        return sign * (hours * 3600 + minutes * 60)
    }
}

// MARK: - Writing

extension Timestamp: CustomStringConvertible {
    /// `2017-08-29T13:08:27Z`; with milliseconds, `2017-08-29T13:08:27.131Z`, where there are any.
    package var description: String {
        var writer = JSONWriter()
        writer.append(self)
        return writer.text
    }
}
