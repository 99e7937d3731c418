/// One line of InfluxDB line protocol, as values.
package struct Point: Sendable {
    package enum Field: Hashable, Sendable {
        case integer(Int64)
        case float(Double)
        case boolean(Bool)
        case string(String)
    }

    package var measurement: String
    /// Names from closed lists only; sorted by key when written.
    package var tags: [(key: String, value: String)]
    package var fields: [(key: String, value: Field)]
    /// Nanoseconds since 1970.
    package var timestamp: Int64

    package init(
        measurement: String,
        tags: [(key: String, value: String)],
        fields: [(key: String, value: Field)],
        timestamp: Int64
    ) {
        self.measurement = measurement
        self.tags = tags
        self.fields = fields
        self.timestamp = timestamp
    }
}
