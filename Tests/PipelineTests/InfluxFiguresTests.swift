import Pipeline
import Signals
import Sinks
import Store
import TestSupport
import Testing

/// The figures of learned relevance in a real server.
@Suite(.enabled(if: InfluxServer.isInstalled, "influxd is not installed"), .timeLimit(.minutes(1)))
struct InfluxFiguresTests {
    /// The same moment for some, as where a file of decisions does not say when they were made.
    private static func figures(_ numbers: ClosedRange<Int64>) -> [RelevanceFigure] {
        numbers.map { number in
            RelevanceFigure(
                number: number,
                at: Timestamp(seconds: InfluxBench.start + number / 4),
                log: 50 * number,
                decisions: 100,
                accepted: Int(number % 100),
                auc: number == 1 ? nil : Score(tenThousandths: Int32(9_000 + number)),
                accuracy: Score(0.5),
                calibrationError: Score(tenThousandths: Int32(number))
            )
        }
    }

    /// What the server has, in the order of time.
    private func points(in server: InfluxServer) async throws -> InfluxSeries? {
        try await server.run("SELECT * FROM relevance", database: "twitter")[0].first
    }

    private func expectAll(_ figures: [RelevanceFigure], in server: InfluxServer) async throws {
        let series = try #require(try await points(in: server))
        #expect(series.columns == ["time", "accepted", "accuracy", "auc", "calibration_error", "decisions"])
        #expect(series.rows.count == figures.count)
        #expect(series.values("time") == figures.map { .integer($0.instant) })
        #expect(series.values("accepted") == figures.map { .integer(Int64($0.accepted)) })
        #expect(series.values("auc").map(\.number) == figures.compactMap { $0.auc?.value })
        #expect(series.values("calibration_error").map(\.number) == figures.map { $0.calibrationError?.value })
    }

    @Test func `They arrive once, the unknown left out, and only new ones the next time`() async throws {
        let server = try await InfluxServer.started()
        let bench = try InfluxBench()
        let figures = Self.figures(1...9)
        try await bench.store.keep(Array(figures.prefix(6)))
        #expect(try await bench.replay([], to: bench.target(server)).ending == .drained)
        try await expectAll(Array(figures.prefix(6)), in: server)
        try await bench.store.keep(figures)
        #expect(try await bench.replay([], to: bench.target(server)).ending == .drained)
        try await expectAll(figures, in: server)
        #expect(try await bench.store.sinks().map(\.backlog) == [0])
    }

    @Test func `A server killed and started again during the sending loses and doubles none`() async throws {
        let server = try await InfluxServer.started(databases: "twitter")
        let bench = try InfluxBench()
        let figures = Self.figures(1...600)
        try await bench.store.keep(figures)
        let http = FlakyServerWriter(server, deaths: [2, 5, 8])
        let result = try await bench.replay(InfluxBench.posts(0..<50), to: bench.target(server), http: http) {
            $0.points = 60
        }
        #expect(result.ending == .drained)
        #expect(http.count > 8, "all deaths were met")
        try await expectAll(figures, in: server)
        #expect(try await InfluxBench.points("posts", in: server) == result.summary.kept)
        #expect(try await bench.store.deadLetterCount() == 0)
    }

    @Test func `A cursor that was lost sends them again, and there are no more`() async throws {
        let server = try await InfluxServer.started()
        let bench = try InfluxBench()
        let figures = Self.figures(1...30)
        try await bench.store.keep(figures)
        let target = try bench.target(server)
        #expect(try await bench.replay([], to: target).ending == .drained)
        let sink = target.name
        func page() async throws -> OutboxPage? {
            try await bench.store.page(for: sink, [.figures], limit: 1, now: .now)?.page
        }
        let end = try #require(try await page()).end
        #expect(end[.figures] == 30)
        var earlier = end
        earlier[.figures] = 11
        try await bench.store.advance(sink, from: end, to: earlier, at: .now)
        #expect(try await bench.replay([], to: target).ending == .drained)
        try await expectAll(figures, in: server)
    }

    @Test func `Where the measurement is somebody else's, they are dead letters, and signals arrive`() async throws {
        let server = try await InfluxServer.started(databases: "twitter")
        let line = "relevance auc=\"mine\" \(InfluxBench.start)000000000\n"
        #expect(try await server.put(Array(line.utf8), database: "twitter").status == 204)
        let bench = try InfluxBench()
        try await bench.store.keep(Self.figures(2...3))
        let result = try await bench.replay(InfluxBench.posts(0..<50), to: bench.target(server))
        #expect(result.ending == .drained)
        #expect(try await InfluxBench.points("posts", in: server) == result.summary.kept)
        let letters = try await bench.store.deadLetters(limit: 9)
        let name = try bench.target(server).name
        #expect(letters.map(\.letter.origin) == [.figure(sink: name, number: 2), .figure(sink: name, number: 3)])
        #expect(letters.allSatisfy { $0.letter.reason.contains("field type conflict") })
    }
}
