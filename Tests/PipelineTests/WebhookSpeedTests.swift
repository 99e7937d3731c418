import Foundation
import Pipeline
import Signals
import Sinks
import Store
import TestSupport
import Testing

/// The mark of the webhook: 5,000 signals a second to a receiver on the same machine, in pages of 500.
@Suite(.timeLimit(.minutes(1)))
struct WebhookSpeedTests {
    @Test func `Pages of 500 go out at 5,000 signals a second and more`() async throws {
        let bench = try InfluxBench()
        let receiver = try ScriptedServer { _ in .status(200) }
        var configuration = WebhookSink.Configuration()
        configuration.batch = 500
        let sink = WebhookSink(
            url: try #require(URL(string: "\(receiver.url)/in")),
            secret: { "s3cr+t" },
            http: WebWriter(SharedWeb.web),
            configuration: configuration,
            now: { Timestamp(seconds: 1_700_000_000) }
        )
        try await bench.store.register(sink.reader)
        let kept = try await bench.replay(InfluxBench.posts(0..<60_000), to: nil).summary.kept
        let ended = Latch()
        ended.open()
        let begin = ContinuousClock.now
        let runner = SinkRunner(sink: sink, store: bench.store, drainTimeout: .seconds(30))
        #expect(try await runner.run(until: ended) == .drained)
        let seconds = begin.duration(to: .now) / .seconds(1)
        let bytes = receiver.requests.reduce(0) { $0 + $1.sent.count }
        let rate = Double(kept) / seconds
        print("webhook: \(kept) signals in \(receiver.requests.count) bodies, \(bytes) bytes, \(Int(rate)) signals/s")
        #expect(receiver.requests.count == (kept + 499) / 500)
        #expect(rate >= 5000)
    }
}
