import Signals
import Sinks
import TestSupport
import Testing

/// The figures of learned relevance on their way to a server.
@Suite struct InfluxSinkFiguresTests {
    @Test func `A figure is a point of numbers, and what is unknown is left out`() {
        var lines = LineProtocol()
        lines.append(FigurePoints.point(of: .made(7)))
        lines.append(FigurePoints.point(of: .made(8, auc: nil)))
        #expect(
            String(decoding: lines.bytes, as: UTF8.self) == """
                relevance decisions=100i,accepted=40i,auc=0.91,accuracy=0.875,calibration_error=0.0312 1504012114000000007
                relevance decisions=100i,accepted=40i,accuracy=0.875,calibration_error=0.0312 1504012115000000008

                """
        )
    }

    @Test(arguments: [(Int64.max, Int64(3)), (.min, 3), (253_402_300_799_999, 999_999_999)])
    func `Whenever it was decided, the point has an instant`(milliseconds: Int64, number: Int64) {
        let figure = RelevanceFigure(
            number: number,
            at: Timestamp(milliseconds: milliseconds),
            log: 1,
            decisions: 0,
            accepted: 0,
            auc: nil,
            accuracy: nil,
            calibrationError: nil
        )
        #expect(figure.instant % 1_000_000 != 0)
        #expect((figure.instant > 0) == (milliseconds > 0))
    }

    @Test func `They come after all signals, in writes of a bounded size, and once`() async throws {
        let server = try ScriptedServer { _ in .written }
        let bench = try SinkBench(
            (1...3 as ClosedRange<Int64>).map { OutboxEntry.made($0) },
            server,
            figures: (1...12 as ClosedRange<Int64>).map { .made($0) }
        ) { $0.points = 5 }
        #expect(await bench.drain() == .drained)
        let writes = server.requests.map { $0.lines.filter { $0.hasPrefix("relevance ") }.count }
        #expect(writes.filter { $0 > 0 } == [5, 5, 2])
        #expect(writes.first == 0)
        #expect(await bench.outbox.figure == 12)
        #expect(await bench.outbox.cursor == 3)
        #expect(await bench.drain() == .drained)
        #expect(server.requests.count == writes.count)
    }

    @Test func `One that is refused is a dead letter, and all others are written`() async throws {
        let server = try ScriptedServer { request in
            let bad = request.lines.filter { $0.contains("auc=0.5,") }.count
            return bad == 0 ? .written : .refused("partial write: field type conflict dropped=\(bad)")
        }
        let figures = (1...8 as ClosedRange<Int64>).map { RelevanceFigure.made($0, auc: Score($0 == 5 ? 0.5 : 0.9)) }
        let bench = try SinkBench([], server, figures: figures)
        #expect(await bench.drain() == .drained)
        #expect(await bench.outbox.refused == [5])
        #expect(await bench.outbox.payloads.allSatisfy { $0.hasPrefix("relevance decisions=") })
        #expect(await bench.outbox.figure == 8)
    }

    @Test func `A server that is busy keeps them in the outbox`() async throws {
        let server = try ScriptedServer { _ in .status(503, body: "busy") }
        let bench = try SinkBench([], server, figures: [.made(1)])
        guard case .later = await bench.drain() else {
            Issue.record("the server took nothing")
            return
        }
        #expect(await bench.outbox.figure == 0)
    }
}
