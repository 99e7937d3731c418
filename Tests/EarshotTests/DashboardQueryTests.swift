import Foundation
import TestSupport
import Testing

/// Every query of both dashboards, asked of a real server that a replay has told.
@Suite(.enabled(if: InfluxServer.isInstalled, "influxd is not installed"), .timeLimit(.minutes(1)))
struct DashboardQueryTests {
    @Test(arguments: PrintedDashboard.names)
    func `every panel shows what was kept`(name: String) async throws {
        let server = try await InfluxServer.started()
        let store = try await Blocking.run { try SampleStore(options: ["--influx", server.url]) }
        #expect(store.replay.exitCode == 0)
        let sums = try store.run(["query", "--every", "1h", "--json"]).objects()
        let posts = sums.map { ($0, "\($0["keyword"] as? String ?? "") \($0["time"] as? String ?? "")") }
        func means(_ key: String) -> [String: Double] {
            Dictionary(posts.compactMap { row, cell in (row[key] as? Double).map { (cell, $0) } }, uniquingKeysWith: +)
        }
        let expected: [String: [String: Double]] = [
            "Posts over time by keyword": [
                "api 2017-08-29T13:00:00Z": 1, "api 2017-08-29T14:30:00Z": 1, "api 2017-08-30T00:00:00Z": 1,
                "swift 2017-08-29T13:00:00Z": 2,
            ],
            "Sentiment by keyword": means("sentiment"),
            "Relevance by keyword": means("relevance"),
            "Share of volatile posts by keyword": [
                "api 2017-08-29T13:00:00Z": 0, "api 2017-08-29T14:00:00Z": 0, "api 2017-08-30T00:00:00Z": 1,
                "swift 2017-08-29T13:00:00Z": 0,
            ],
            "Posts over time by source": [
                "x 2017-08-29T13:00:00Z": 2, "mastodon 2017-08-29T14:00:00Z": 1, "x 2017-08-30T00:00:00Z": 1,
            ],
            "Posts over time": [
                " 2017-08-29T13:00:00Z": 2, " 2017-08-29T14:00:00Z": 1, " 2017-08-30T00:00:00Z": 1,
            ],
            "Posts": [" all": 4],
            // Nothing was decided: no value, and none that is zero.
            "How well relevance is learned": [:],
        ]
        // The German post has no sentiment, and its bucket no mean.
        #expect(expected["Sentiment by keyword"]?["api 2017-08-29T14:00:00Z"] == nil)
        #expect(expected["Sentiment by keyword"]?.count == 3)
        for panel in try PrintedDashboard(name).panels {
            let drawn = try await Self.values(of: panel.query, in: server)
            let wanted = try #require(expected[panel.title], "\(panel.title)")
            #expect(Set(drawn.keys) == Set(wanted.keys), "\(panel.title)")
            for (cell, value) in wanted {
                #expect(abs((drawn[cell] ?? .nan) - value) <= 0.0001, "\(panel.title) \(cell)")
            }
        }
    }

    @Test(arguments: PrintedDashboard.names)
    func `the panel of what was learned shows the figures of the store`(name: String) async throws {
        let server = try await InfluxServer.started()
        let store = try await Blocking.run { try SampleStore() }
        // Fifteen people decide the four posts that were kept, all alike.
        let lines = (0..<15).flatMap { person in
            ["1", "2", "3", "4"].enumerated().map { index, id in
                let decision = index % 2 == 0 ? "accept" : "reject"
                let at = "2017-08-30T10:\(10 + person):0\(index)Z"
                return #"{"id":"\#(id)","decision":"\#(decision)","by":"p\#(person)","at":"\#(at)"}"#
            }
        }
        let input = lines.joined(separator: "\n")
        let decided = try await Blocking.run { try store.run(["decide", "--file", "-"], input: input) }
        #expect(decided.lines.first == "recorded   60")
        let told = try await Blocking.run {
            try store.run([
                "replay", store.folder.path("posts.ndjson"), "--topics", "swift,api", "--influx", server.url,
            ])
        }
        #expect(told.exitCode == 0)
        let figure = try #require(try store.run(["evaluate", "relevance", "--series", "--json"]).objects().first)
        let panel = try #require(
            try PrintedDashboard(name).panels.first { $0.title == "How well relevance is learned" }
        )
        let series = try #require(try await server.run(panel.query)[0].first)
        #expect(series.rows.count == 1)
        for column in ["auc", "accuracy", "calibration_error"] {
            #expect(series.values(column).first?.number == figure[column] as? Double, "\(column)")
        }
    }

    /// Values by keyword or source, and time.
    ///
    /// Buckets in which nothing was counted are left out.
    private static func values(of query: String, in server: InfluxServer) async throws -> [String: Double] {
        let isMeanOrShare = !query.hasPrefix("SELECT count(")
        let isOneNumber = !query.contains("GROUP BY")
        var values: [String: Double] = [:]
        for series in try await server.run(query)[0] {
            for row in series.rows {
                guard case .integer(let time) = row[0], let value = row[1].number, isMeanOrShare || value > 0 else {
                    continue
                }
                let start = Date(timeIntervalSince1970: Double(time) / 1e9).formatted(.iso8601)
                values["\(series.tags.values.first ?? "") \(isOneNumber ? "all" : start)"] = value
            }
        }
        return values
    }
}
