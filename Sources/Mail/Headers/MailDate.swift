import Signals

/// Reads dates as mail has them: RFC 5322, its forerunners, and those of mbox lines.
enum MailDate {
    private static let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
    /// Hours east of Greenwich; those of other names are unknown, and taken for 0 as RFC 5322 says.
    private static let zones: [String: Int] = [
        "ut": 0, "utc": 0, "gmt": 0, "z": 0, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6,
        "pst": -8, "pdt": -7,
    ]

    /// `Wed, 22 Sep 2004 02:03:40 -0700`, with or without weekday, seconds and zone.
    static func read(_ value: [UInt8]) -> Timestamp? {
        var tokens = Self.tokens(value)
        // 22-Sep-2004
        if let joined = tokens.firstIndex(where: { $0.split(separator: "-").count == 3 && $0.contains { $0.isLetter } })
        {
            tokens.replaceSubrange(joined...joined, with: tokens[joined].split(separator: "-").map(String.init))
        }
        guard let place = tokens.firstIndex(where: { month($0) != nil }), let month = month(tokens[place]) else {
            return nil
        }
        // A number before the month is the day; else the day follows it, as in `Wed Sep 22 05:05:28 2004`.
        if place > 0, let day = number(tokens[place - 1]) {
            return moment(day: day, month: month, rest: Array(tokens[(place + 1)...]))
        }
        guard place + 1 < tokens.count, let day = number(tokens[place + 1]) else { return nil }
        return moment(day: day, month: month, rest: Array(tokens[(place + 2)...]))
    }

    /// The words of a date, in lower case; a zone that sticks to the time is one of its own.
    private static func tokens(_ value: [UInt8]) -> [String] {
        var text: [UInt8] = []
        var hasColon = false
        for byte in value.prefix(200) {
            if byte.isSpace || byte == UInt8(ascii: ",") { hasColon = false }
            if byte == UInt8(ascii: ":") { hasColon = true }
            if hasColon, byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") { text.append(UInt8(ascii: " ")) }
            text.append(byte == UInt8(ascii: ",") ? UInt8(ascii: " ") : byte.lowercased)
        }
        return text.split(whereSeparator: \.isSpace).map { String(decoding: $0, as: UTF8.self) }
    }

    /// `rest`: year, time and zone, in the order of whoever wrote them.
    private static func moment(day: Int, month: Int, rest: [String]) -> Timestamp? {
        var (year, clock, zone): (Int?, Int?, Int?) = (nil, nil, nil)
        for token in rest {
            if clock == nil, let seconds = Self.clock(token) {
                clock = seconds
            } else if year == nil, let value = number(token) {
                year = value < 69 ? 2000 + value : value < 100 ? 1900 + value : value
            } else if zone == nil, let seconds = Self.zone(token) {
                zone = seconds
            }
        }
        guard let year, (1679..<2261).contains(year), (1...31).contains(day), let clock else { return nil }
        let date = "\(digits(year, 4))-\(digits(month, 2))-\(digits(day, 2))"
        guard let midnight = Timestamp(iso8601: date) else { return nil }
        return Timestamp(milliseconds: midnight.milliseconds + Int64(clock - (zone ?? 0)) * 1000)
    }

    private static func month(_ token: String) -> Int? {
        guard token.utf8.count >= 3, token.utf8.first.map({ !$0.isDigit }) == true else { return nil }
        return months.firstIndex { token.hasPrefix($0) }.map { $0 + 1 }
    }

    private static func number(_ token: String) -> Int? {
        guard token.utf8.allSatisfy(\.isDigit) else { return nil }
        return token.utf8.count <= 4 ? Int(token) : nil
    }

    /// `02:03:40` or `02:03` in seconds.
    private static func clock(_ token: String) -> Int? {
        let parts = token.split(separator: ":").map { Int($0) }
        guard (2...3).contains(parts.count), let hours = parts[0], let minutes = parts[1],
            let seconds = parts.count == 3 ? parts[2] : 0, (0..<24).contains(hours), (0..<60).contains(minutes),
            (0...60).contains(seconds)
        else { return nil }
        return hours * 3600 + minutes * 60 + seconds
    }

    /// `+0200`, `-0700` or a name, in seconds.
    private static func zone(_ token: String) -> Int? {
        if let hours = zones[token] { return hours * 3600 }
        guard let sign = token.first, sign == "+" || sign == "-", token.utf8.count == 5,
            let value = Int(token.dropFirst())
        else { return nil }
        let seconds = (value / 100 * 60 + value % 100) * 60
        return sign == "-" ? -seconds : seconds
    }

    private static func digits(_ value: Int, _ width: Int) -> String {
        let text = String(value)
        return String(repeating: "0", count: max(0, width - text.count)) + text
    }
}
