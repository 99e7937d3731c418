import Language
import Signals
import Sinks
import TestSupport
import Testing

/// Hostile text in every place of a point, written to a real server and read back.
@Suite(.enabled(if: InfluxServer.isInstalled, "influxd is not installed"))
struct LineProtocolRoundTripTests {
    private static let count = 2000
    /// Points of one measurement, where every column or tag of it is read back with each of them.
    private static let group = 20

    private func texts(seed: UInt64, longest: Int) -> [String] {
        var hostile = HostileText(random: SplitMix(state: seed))
        return ["", "time", "#", #"\"#, "🎉"] + (5..<Self.count).map { _ in hostile.next(longest: longest) }
    }

    /// Writes points in batches, each of which has to be taken whole, into a database `d`.
    private func written(_ points: [Point]) async throws -> InfluxServer {
        let server = try await InfluxServer.started(databases: "d")
        for start in stride(from: 0, to: points.count, by: 500) {
            var lines = LineProtocol()
            for point in points[start..<min(start + 500, points.count)] { lines.append(point) }
            let answer = try await server.put(lines.bytes, database: "d")
            let reasons = answer.body.split(separator: "': ").dropFirst().map { $0.prefix(60) }
            #expect(answer.status == 204, "\(reasons) \(answer.body.suffix(100))")
        }
        return server
    }

    private func point(
        _ number: Int,
        _ measurement: String = "m",
        tags: [(key: String, value: String)] = [],
        fields: [(key: String, value: Point.Field)]? = nil
    ) -> Point {
        let fields = fields ?? [("n", .integer(Int64(number)))]
        return Point(measurement: measurement, tags: tags, fields: fields, timestamp: Int64(number))
    }

    /// A query a group of points.
    private func queries(_ query: (Int) -> String) -> [String] {
        (0..<Self.count / Self.group).map(query)
    }

    private func number(_ value: InfluxSeries.Value?) -> Int? {
        value?.number.map { Int($0) }
    }

    @Test func `Every text is read back unchanged from a string field`() async throws {
        let texts = texts(seed: 1, longest: 70_000)
        let server = try await written(texts.enumerated().map { point($0, fields: [("s", .string($1))]) })
        let values = try await server.run("SELECT s FROM m", database: "d")[0].first?.values("s") ?? []
        #expect(values.count == texts.count)
        let wrong = zip(values, texts).filter { value, text in
            guard case .string(let read) = value else { return true }
            // Byte by byte: strings that merely look the same are equal in Swift.
            return !read.utf8.elementsEqual(text.utf8)
        }
        #expect(wrong.isEmpty, "\(wrong.first.debugDescription.prefix(500))")
    }

    @Test func `Every text is a tag value, unchanged or repaired by the rule`() async throws {
        let texts = texts(seed: 2, longest: 5000)
        let server = try await written(texts.enumerated().map { point($0, tags: [("t", $1)]) })
        var found: [Int: String?] = [:]
        for series in try await server.run("SELECT n FROM m GROUP BY t", database: "d")[0] {
            for row in series.rows { found[number(row[1]) ?? -1] = series.tags["t"] }
        }
        #expect(found.count == texts.count)
        let wrong = texts.enumerated().filter { found[$0] != .some(RepairRule.tag($1)) }
        #expect(wrong.isEmpty, "\(wrong.count): \(wrong.first.debugDescription.prefix(500))")
    }

    @Test func `Every text is a tag key, unchanged or repaired by the rule`() async throws {
        let texts = texts(seed: 3, longest: 2000)
        let server = try await written(texts.enumerated().map { point($0, "g\($0 / Self.group)", tags: [($1, "v")]) })
        var found: [Int: String?] = [:]
        for result in try await server.run(queries { "SELECT n FROM g\($0) GROUP BY *" }, database: "d") {
            for series in result {
                for row in series.rows { found[number(row[1]) ?? -1] = series.tags.keys.first }
            }
        }
        #expect(found.count == texts.count)
        let wrong = texts.enumerated().filter { number, text in
            let key = RepairRule.tag(text)
            return found[number] != .some(key == "time" ? nil : key)
        }
        #expect(wrong.isEmpty, "\(wrong.count): \(wrong.first.debugDescription.prefix(500))")
    }

    @Test func `Every text is a field key, unchanged or repaired by the rule`() async throws {
        let texts = texts(seed: 4, longest: 2000)
        let points = texts.enumerated().map { number, text in
            let fields = [(key: text, value: Point.Field.integer(Int64(number))), ("n", .integer(0))]
            return point(number, "g\(number / Self.group)", fields: fields)
        }
        let server = try await written(points)
        var found: [Int: String] = [:]
        for series in try await server.run(queries { "SELECT * FROM g\($0)" }, database: "d").compactMap(\.first) {
            for row in series.rows {
                let time = number(row[0]) ?? -1
                for (column, value) in zip(series.columns, row).dropFirst() where number(value) == time && column != "n"
                {
                    found[time] = column
                }
            }
        }
        let wrong = texts.enumerated().dropFirst().filter { number, text in
            let key = RepairRule.fieldKey(text)
            return found[number] != (key == "time" ? nil : key)
        }
        #expect(wrong.isEmpty, "\(wrong.count): \(wrong.first.debugDescription.prefix(500))")
    }

    @Test func `Every text is a measurement, unchanged or repaired by the rule`() async throws {
        let texts = texts(seed: 5, longest: 2000)
        let server = try await written(texts.enumerated().map { point($0, $1) })
        var found: [Int: String] = [:]
        for series in try await server.run("SELECT n FROM /.*/", database: "d")[0] {
            for row in series.rows { found[number(row[1]) ?? -1] = series.name }
        }
        let wrong = texts.enumerated().filter { found[$0] != RepairRule.measurement($1) }
        #expect(wrong.isEmpty, "\(wrong.count): \(wrong.first.debugDescription.prefix(500))")
    }

    @Test func `Points with such texts in every place at once are all taken`() async throws {
        var hostile = HostileText(random: SplitMix(state: 6))
        func texts(_ count: Int) -> [String] { (0..<count).map { _ in hostile.next(longest: 500) } }
        let points = (0..<Self.count).map { number in
            let tags = zip(texts(4), texts(4)).map { (key: $0, value: $1) }
            let fields = zip(texts(4), texts(4)).map { (key: $0, value: Point.Field.string($1)) }
            return point(number, "p" + texts(1)[0], tags: tags, fields: fields + [("number", .integer(Int64(number)))])
        }
        let server = try await written(points)
        let read = try await server.run("SELECT number FROM /.*/", database: "d")[0]
        #expect(Set(read.flatMap { $0.rows.compactMap { number($0[1]) } }) == Set(0..<Self.count))
    }
}
