import Glibc
package import Signals

/// The header `Retry-After`: seconds, or a date in one of HTTP's three forms (RFC 9110, 5.6.7 and 10.2.3).
package enum RetryAfter {
    /// Returns the wait that a value asks for; nil if it cannot be read, or is a date that has passed.
    package static func wait(_ value: String, now: Timestamp) -> Duration? {
        let text = value.drop { $0 == " " || $0 == "\t" }
        if !text.isEmpty, text.allSatisfy({ ("0"..."9").contains($0) }) {
            return Int64(text).map { .seconds($0) }
        }
        guard let date = date(String(text)), date > now else { return nil }
        return .milliseconds(date.milliseconds - now.milliseconds)
    }

    private static let months = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ]

    /// Reads `Sun, 06 Nov 1994 08:49:37 GMT`, `Sunday, 06-Nov-94 08:49:37 GMT` or `Sun Nov  6 08:49:37 1994`.
    static func date(_ text: String) -> Timestamp? {
        var words = text.lowercased().split { " ,-:".contains($0) }.map(String.init)
        guard words.count > 3 else { return nil }
        if months.contains(words[1]) {
            // The last form has the month first and the year behind.
            words = [words[0], words[2], words[1], words.removeLast()] + words[3...] + ["gmt"]
        }
        guard words.count == 8, words[7] == "gmt", let month = months.firstIndex(of: words[2]) else { return nil }
        let numbers = [1, 3, 4, 5, 6].compactMap { Int32(words[$0]) }
        guard numbers.count == 5, (1...31).contains(numbers[0]), (0...23).contains(numbers[2]),
            (0...59).contains(numbers[3]), (0...60).contains(numbers[4])
        else { return nil }
        var parts = tm()
        (parts.tm_mday, parts.tm_mon, parts.tm_year) = (numbers[0], Int32(month), year(numbers[1]) - 1900)
        (parts.tm_hour, parts.tm_min, parts.tm_sec) = (numbers[2], numbers[3], numbers[4])
        return Timestamp(seconds: Int64(timegm(&parts)))
    }

    /// Two digits are a year from 1970 on.
    private static func year(_ number: Int32) -> Int32 {
        switch number {
        case 0..<70: number + 2000
        case 70..<100: number + 1900
        default: number
        }
    }
}
