import Language
import Signals
import Sinks
import TestSupport
import Testing

/// Numbers and times at their limits, written to a real server and read back.
@Suite(.enabled(if: InfluxServer.isInstalled, "influxd is not installed"))
struct LineProtocolLimitTests {
    private func readBack(_ values: [Point.Field]) async throws -> [InfluxSeries.Value] {
        let server = try await InfluxServer.started(databases: "d")
        var lines = LineProtocol()
        for (number, value) in values.enumerated() {
            lines.append(Point(measurement: "m", tags: [], fields: [("v", value)], timestamp: Int64(number)))
        }
        let answer = try await server.put(lines.bytes, database: "d")
        #expect(answer.status == 204, "\(answer.body)")
        return try await server.run("SELECT v FROM m", database: "d")[0].first?.values("v") ?? []
    }

    @Test func `Integers of all 64 bits are read back`() async throws {
        var random = SplitMix(state: 6)
        let numbers: [Int64] =
            [.min, .min + 1, -1, 0, 1, .max - 1, .max] + (0..<500).map { _ in Int64(bitPattern: random.next()) }
        #expect(try await readBack(numbers.map { .integer($0) }) == numbers.map { .integer($0) })
    }

    @Test func `Floats of every size are read back to the last bit`() async throws {
        var random = SplitMix(state: 7)
        let special: [Double] = [
            0, -0.0, 1, -1, 0.1, 1e5, 1e21, 1e-7, .leastNonzeroMagnitude, .leastNormalMagnitude,
            .greatestFiniteMagnitude,
            -.greatestFiniteMagnitude, .pi, 0.1 + 0.2,
        ]
        let drawn = (0..<500).map { _ in Double(bitPattern: random.next()) }.filter(\.isFinite)
        let numbers = special + drawn
        let values = try await readBack(numbers.map { .float($0) })
        #expect(values.map(\.number) == numbers)
    }

    @Test func `Floats that are no numbers do not spoil the points beside them`() async throws {
        let values: [Point.Field] = [.float(1), .float(.nan), .float(.infinity), .float(-.infinity), .float(2)]
        #expect(try await readBack(values).map(\.number) == [1, 2])
    }

    @Test func `Booleans are booleans`() async throws {
        #expect(try await readBack([.boolean(true), .boolean(false)]) == [.boolean(true), .boolean(false)])
    }

    @Test func `Times at the limits are taken, and those beyond are the nearest that are`() async throws {
        let server = try await InfluxServer.started(databases: "d")
        let times: [Int64] = [.min, .min + 2, .min + 3, 0, .max - 2, .max - 1, .max]
        var lines = LineProtocol()
        for (number, time) in times.enumerated() {
            let tags = [(key: "t", value: String(number))]
            lines.append(Point(measurement: "m", tags: tags, fields: [("v", .integer(1))], timestamp: time))
        }
        let answer = try await server.put(lines.bytes, database: "d")
        #expect(answer.status == 204, "\(answer.body)")
        let query = "SELECT v FROM m WHERE time >= -9223372036854775806 AND time <= 9223372036854775806 GROUP BY t"
        let series = try await server.run(query, database: "d")[0]
        var found: [String: InfluxSeries.Value] = [:]
        for one in series { found[one.tags["t"] ?? ""] = one.rows[0][0] }
        for (number, time) in times.enumerated() {
            #expect(found[String(number)] == .integer(min(max(time, .min + 2), .max - 1)))
        }
    }
}
