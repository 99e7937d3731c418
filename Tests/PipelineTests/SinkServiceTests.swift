import Logging
import Pipeline
import ServiceLifecycle
import Signals
import Sinks
import Store
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(1)))
struct SinkServiceTests {
    private func service(
        _ bench: FeedBench,
        _ server: ScriptedServer,
        ended: Latch,
        health: Health,
        drainTimeout: Duration = .milliseconds(50)
    ) throws -> SinkService {
        let target = try InfluxTarget(url: server.url, database: "twitter", username: "ear", password: "s3cret")
        let sink = PointSink(target: target, http: WebWriter(SharedWeb.web))
        var limits = SinkRunner.Limits()
        // However busy the machine is, a request gets its answer.
        limits.grace = .seconds(20)
        let runner = SinkRunner(
            sink: sink,
            store: bench.store,
            drainTimeout: drainTimeout,
            limits: limits,
            jitter: { 0.01 }
        )
        return SinkService(runner, ended: ended, health: health, log: bench.log.logger)
    }

    /// Runs it as a service while `body` does, and then shuts down.
    private func run(_ service: SinkService, _ body: () async throws -> Void) async throws {
        let group = ServiceGroup(services: [service], logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        async let running: Void = group.run()
        try await body()
        await group.triggerGracefulShutdown()
        try await running
    }

    @Test func `Its description holds no credentials`() async throws {
        let service = try service(try await FeedBench(), try ScriptedServer(), ended: Latch(), health: Health())
        #expect("\(service)".wholeMatch(of: /sink influxdb:http:\/\/127\.0\.0\.1:[0-9]+\/twitter/) != nil)
    }

    @Test func `It does not end by itself, which would cancel the sinks beside it`() async throws {
        let bench = try await FeedBench()
        let (ended, health) = (Latch(), Health())
        let service = try service(bench, try ScriptedServer(), ended: ended, health: health)
        try await run(service) {
            ended.open()
            try await Eventually.comes("it has all") { bench.log.has("a sink has everything") }
        }
    }

    @Test func `A sink that is down is said once, and once more when it has caught up`() async throws {
        let bench = try await FeedBench()
        try bench.write(1...10)
        try await bench.hear(bench.fileFeed())
        let server = try ScriptedServer(Array(repeating: .status(503), count: 4))
        let (ended, health) = (Latch(), Health())
        let service = try service(bench, server, ended: ended, health: health)
        try await run(service) {
            try await Eventually.comes("it has caught up") { bench.log.has("a sink has caught up") }
            ended.open()
        }
        #expect(server.requests.count == 5)
        #expect(bench.log.all.filter { $0.hasPrefix("a sink has to wait") }.count == 1)
        #expect(health.faults.isEmpty)
        #expect(!bench.log.all.joined().contains("s3cret"))
    }

    @Test func `What could not be sent at the end is said with its reason`() async throws {
        let bench = try await FeedBench()
        try bench.write(1...10)
        try await bench.hear(bench.fileFeed())
        let server = try ScriptedServer { _ in .status(503) }
        let ended = Latch()
        let service = try service(bench, server, ended: ended, health: Health())
        ended.open()
        try await run(service) {}
        let sentence = "signals wait in the outbox for the next run reason=the server is busy (503) signals=10 sink="
        #expect(bench.log.has(sentence), "\(bench.log.all)")
    }

    @Test func `What a server says is neither logged nor in health, only in the store`() async throws {
        let bench = try await FeedBench()
        try bench.write(1...3)
        try await bench.hear(bench.fileFeed())
        let server = try ScriptedServer { _ in .status(500, body: "you said: devops") }
        let (ended, health) = (Latch(), Health())
        let service = try service(bench, server, ended: ended, health: health)
        try await run(service) {
            try await Eventually.comes("it waits") { bench.log.has("a sink has to wait") }
            ended.open()
        }
        #expect(!bench.log.all.joined().contains("you said"), "\(bench.log.all)")
        #expect(health.faults.allSatisfy { !$0.cause.ours.contains("you said") })
        #expect(try await bench.store.sinks().map { $0.waiting?.theirs } == ["you said: devops"])
    }
}
