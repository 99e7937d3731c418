import Foundation
import Signals
import Sinks
import TestSupport
import Testing

/// What the writer is built on, measured once and asked of the server at hand again.
@Suite(.enabled(if: InfluxServer.isInstalled, "influxd is not installed"))
struct LineProtocolVectorTests {
    private struct Vectors: Decodable {
        let cases: [Vector]
    }

    private struct Vector: Decodable {
        let `case`: String
        let hexadecimal: String?
        let status: Int
        let readback: [InfluxSeries]

        private enum CodingKeys: String, CodingKey {
            case `case`
            case hexadecimal = "line_hex"
            case status
            case readback
        }

        var bytes: [UInt8]? {
            guard let hexadecimal else { return nil }
            return stride(from: 0, to: hexadecimal.count, by: 2).compactMap { offset in
                let start = hexadecimal.index(hexadecimal.startIndex, offsetBy: offset)
                return UInt8(hexadecimal[start..<hexadecimal.index(start, offsetBy: 2)], radix: 16)
            }
        }
    }

    private static func vectors() throws -> [Vector] {
        let url = SharedData.url("data/influxdb/lineprotocol_vectors.json")
        return try JSONDecoder().decode(Vectors.self, from: Data(contentsOf: url)).cases
    }

    @Test(.enabled(if: SharedData.isPresent, "the recorded data is not beside this checkout"))
    func `The server still takes, refuses and reads back what was measured`() async throws {
        let server = try await InfluxServer.started()
        for (number, vector) in try Self.vectors().enumerated() {
            guard let bytes = vector.bytes else { continue }
            try await server.run("CREATE DATABASE v\(number)")
            let status = try await server.put(bytes, database: "v\(number)").status
            #expect(status == vector.status, "\(vector.case)")
            let readback = try await server.run("SELECT * FROM /.*/ GROUP BY *", database: "v\(number)")
            #expect(readback[0] == vector.readback, "\(vector.case)")
        }
    }

    @Test(.enabled(if: SharedData.isPresent, "the recorded data is not beside this checkout"))
    func `Points that were read back are written so that they read back the same`() async throws {
        let server = try await InfluxServer.started()
        var compared = 0
        for (number, vector) in try Self.vectors().enumerated() where vector.bytes != nil {
            let points = vector.readback.flatMap(Self.points)
            guard !points.isEmpty else { continue }
            var lines = LineProtocol()
            for point in points { lines.append(point) }
            try await server.run("CREATE DATABASE w\(number)")
            let answer = try await server.put(lines.bytes, database: "w\(number)")
            #expect(answer.status == 204, "\(vector.case): \(answer.body)")
            let readback = try await server.run("SELECT * FROM /.*/ GROUP BY *", database: "w\(number)")
            #expect(readback[0] == vector.readback.map(Self.repaired), "\(vector.case)")
            compared += 1
        }
        #expect(compared >= 20)
    }

    /// The points of a series.
    private static func points(of series: InfluxSeries) -> [Point] {
        series.rows.compactMap { row in
            guard case .integer(let time) = row[0] else { return nil }
            let fields: [(key: String, value: Point.Field)] = zip(series.columns, row).dropFirst().compactMap {
                column,
                value in
                switch value {
                case .null: nil
                case .boolean(let flag): (column, .boolean(flag))
                case .integer(let number): (column, .integer(number))
                case .float(let number): (column, .float(number))
                case .string(let text): (column, .string(text))
                }
            }
            let tags = series.tags.map { (key: $0.key, value: $0.value) }
            return Point(measurement: series.name, tags: tags, fields: fields, timestamp: time)
        }
    }

    /// The series with its tags as the writer repairs them.
    private static func repaired(_ series: InfluxSeries) -> InfluxSeries {
        let tags = series.tags.compactMapValues(RepairRule.tag)
        return InfluxSeries(name: series.name, tags: tags, columns: series.columns, rows: series.rows)
    }
}
