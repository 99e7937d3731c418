import Signals
import Sinks
import TestSupport

/// A sink between an outbox in memory and a scripted server.
struct SinkBench {
    /// The outcome of a round of sending.
    enum Outcome: Equatable {
        /// Nothing is left in the outbox.
        case drained
        case later(String, atLeast: Duration? = nil)
        case held(String)
    }

    let outbox: MemoryOutbox
    let server: ScriptedServer
    let sink: PointSink

    /// Credentials are `user:password@`, as in a URL.
    init(
        _ entries: [OutboxEntry],
        _ server: ScriptedServer,
        removals: [OutboxRemoval] = [],
        figures: [RelevanceFigure] = [],
        credentials: String = "",
        configure: (inout PointSink.Configuration) -> Void = { _ in }
    ) throws {
        var configuration = PointSink.Configuration()
        configure(&configuration)
        outbox = MemoryOutbox(entries, removals: removals, figures: figures)
        self.server = server
        let target = try InfluxTarget(url: "http://\(credentials)127.0.0.1:\(server.port)", database: "twitter")
        sink = PointSink(target: target, http: WebWriter(SharedWeb.web), configuration: configuration)
    }

    func drain() async -> Outcome { await Self.drain(outbox, into: sink) }

    /// Has pages delivered until nothing is left or the sink takes no more.
    static func drain(_ outbox: MemoryOutbox, into sink: some Sink) async -> Outcome {
        while true {
            let page = await outbox.page(limit: sink.pageLimit)
            guard !page.items.isEmpty else { return .drained }
            let delivery = await sink.deliver(page, ReaderMemory())
            switch delivery {
            case .dealt(let count, let refused, _):
                await outbox.advance(
                    page,
                    through: count,
                    refused.map {
                        ($0.item, .init(reason: $0.cause.theirs ?? $0.cause.ours, payload: $0.payload))
                    }
                )
            case .later(let cause, let atLeast): return .later(cause.expanded, atLeast: atLeast)
            case .held(let cause): return .held(cause.expanded)
            case .smaller: return .held("smaller")
            }
        }
    }

    /// Posts of a request in their order, by their id.
    static func ids(_ request: RecordedRequest) -> [String] {
        request.lines.filter { $0.hasPrefix("posts,") }.compactMap { line in
            line.firstMatch(of: /id="file:post([0-9]+)"/).map { String($0.1) }
        }
    }
}
