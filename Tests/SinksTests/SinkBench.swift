import Signals
import Sinks
import TestSupport

/// A sink between an outbox in memory and a scripted server.
struct SinkBench {
    let outbox: MemoryOutbox
    let server: ScriptedServer
    let sink: InfluxSink

    /// Credentials are `user:password@`, as in a URL.
    init(
        _ entries: [OutboxEntry],
        _ server: ScriptedServer,
        forgotten: [PointDeletion] = [],
        figures: [RelevanceFigure] = [],
        credentials: String = "",
        configure: (inout InfluxSink.Configuration) -> Void = { _ in }
    ) throws {
        var configuration = InfluxSink.Configuration()
        configure(&configuration)
        outbox = MemoryOutbox(entries, forgotten: forgotten, figures: figures)
        self.server = server
        let target = try InfluxTarget(url: "http://\(credentials)127.0.0.1:\(server.port)", database: "twitter")
        sink = InfluxSink(
            target: target,
            outbox: outbox,
            http: WebWriter(SharedWeb.web),
            configuration: configuration,
            jitter: { 0.5 }
        )
    }

    /// One round with a fresh memory of failures.
    func drain() async throws -> InfluxSink.Outcome {
        var delivery = InfluxDelivery()
        return try await sink.drain(&delivery)
    }

    /// Posts of a request in their order, by their id.
    static func ids(_ request: RecordedRequest) -> [String] {
        request.lines.filter { $0.hasPrefix("posts,") }.compactMap { line in
            line.firstMatch(of: /id="file:post([0-9]+)"/).map { String($0.1) }
        }
    }
}
