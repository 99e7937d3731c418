import Signals

extension Timestamp {
    private static let hour: Int64 = 3_600_000
    private static let day: Int64 = 24 * hour

    /// 0 to 23, in UTC.
    var hourOfDay: Int {
        Int((milliseconds - floored(to: Self.day).milliseconds) / Self.hour)
    }

    /// 0 for Monday to 6 for Sunday, in UTC.
    var weekday: Int {
        let days = floored(to: Self.day).milliseconds / Self.day
        // 1970 began on a Thursday.
        return Int(((days + 3) % 7 + 7) % 7)
    }
}
