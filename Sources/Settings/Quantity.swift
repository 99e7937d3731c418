/// Amounts with their units, as people write them.
package enum Quantity {
    /// `90d`, `36h`, `15m`, `30s`, `2w`; nil where it is no length of time above zero.
    package static func duration(_ text: String) -> Duration? {
        let units: [String: Int64] = ["s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800]
        guard let (number, unit) = split(text), let seconds = units[unit] else { return nil }
        let total = number * Double(seconds)
        return total >= 1 && total < 1e11 ? .milliseconds(Int64(total * 1000)) : nil
    }

    /// `500MB`, `2GB`, `1.5TB`, also with `KiB`, `MiB`, `GiB`, `TiB`; nil where it is no number of bytes above zero.
    package static func bytes(_ text: String) -> Int64? {
        let units: [String: Double] = [
            "b": 1, "kb": 1e3, "mb": 1e6, "gb": 1e9, "tb": 1e12, "kib": 1024, "mib": 1_048_576,
            "gib": 1_073_741_824, "tib": 1_099_511_627_776,
        ]
        guard let (number, unit) = split(text), let size = units[unit.lowercased()] else { return nil }
        let total = number * size
        return total >= 1 && total < 1e18 ? Int64(total) : nil
    }

    private static func split(_ text: String) -> (number: Double, unit: String)? {
        let digits = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        guard let number = Double(digits) else { return nil }
        return (number, text.dropFirst(digits.count).filter { $0 != " " })
    }
}
