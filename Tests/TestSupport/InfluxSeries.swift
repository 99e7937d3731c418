import Foundation

/// What a query reads back of one series.
package struct InfluxSeries: Hashable, Sendable {
    package enum Value: Hashable, Sendable {
        case null
        case boolean(Bool)
        case integer(Int64)
        case float(Double)
        case string(String)
    }

    package let name: String
    /// Tags that have a value.
    package let tags: [String: String]
    package let columns: [String]
    package let rows: [[Value]]

    package init(name: String, tags: [String: String], columns: [String], rows: [[Value]]) {
        self.name = name
        self.tags = tags
        self.columns = columns
        self.rows = rows
    }

    /// A column's values, null ones left out.
    package func values(_ column: String) -> [Value] {
        guard let index = columns.firstIndex(of: column) else { return [] }
        return rows.map { $0[index] }.filter { $0 != .null }
    }
}

extension InfluxSeries.Value: Decodable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let flag = try? container.decode(Bool.self) {
            self = .boolean(flag)
        } else if let number = try? container.decode(Int64.self) {
            self = .integer(number)
        } else if let number = try? container.decode(Double.self) {
            self = .float(number)
        } else {
            self = .string(try container.decode(String.self))
        }
    }

    /// The number, of either type: JSON writes a whole float as an integer.
    package var number: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .float(let value): value
        case .null, .boolean, .string: nil
        }
    }
}

extension InfluxSeries: Decodable {
    private enum Key: String, CodingKey {
        case name
        case measurement
        case tags
        case columns
        case values
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        name =
            try container.decodeIfPresent(String.self, forKey: .name)
            ?? container.decode(String.self, forKey: .measurement)
        let tags = try container.decodeIfPresent([String: String].self, forKey: .tags) ?? [:]
        self.tags = tags.filter { !$0.value.isEmpty }
        columns = try container.decode([String].self, forKey: .columns)
        rows = try container.decodeIfPresent([[Value]].self, forKey: .values) ?? []
    }
}

/// An answer of `/query`.
struct InfluxResults: Decodable {
    struct Statement: Decodable {
        let series: [InfluxSeries]?
        let error: String?
    }

    let results: [Statement]?
    let error: String?
}

/// A query that was refused.
package struct InfluxQueryError: Error, Hashable, CustomStringConvertible {
    package let description: String
}
