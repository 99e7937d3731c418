import Foundation
import Logging
import Pipeline
import ServiceLifecycle
import Sinks
import Store
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(1)))
struct TellingTests {
    private func telling(
        _ bench: FeedBench,
        _ server: ScriptedServer,
        ended: Latch,
        health: Health
    ) throws -> Telling {
        let target = try InfluxTarget(url: server.url, database: "twitter", username: "ear", password: "s3cret")
        let sink = InfluxSink(target: target, outbox: bench.store, http: WebWriter(SharedWeb.web), jitter: { 0.01 })
        let teller = Teller(sink: sink, store: bench.store, drainTimeout: .milliseconds(50))
        return Telling(teller, ended: ended, health: health, log: bench.log.logger)
    }

    /// Runs it as a service while `body` does, and then shuts down.
    private func run(_ telling: Telling, _ body: () async throws -> Void) async throws {
        let group = ServiceGroup(services: [telling], logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        async let running: Void = group.run()
        try await body()
        await group.triggerGracefulShutdown()
        try await running
    }

    @Test func `What it is called by holds no credentials`() async throws {
        let telling = try telling(try await FeedBench(), try ScriptedServer(), ended: Latch(), health: Health())
        #expect("\(telling)".wholeMatch(of: /telling influxdb:http:\/\/127\.0\.0\.1:[0-9]+\/twitter/) != nil)
    }

    @Test func `It does not end by itself, which would cancel the sinks beside it`() async throws {
        let bench = try await FeedBench()
        let (ended, health) = (Latch(), Health())
        let telling = try telling(bench, try ScriptedServer(), ended: ended, health: health)
        try await run(telling) {
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
        let telling = try telling(bench, server, ended: ended, health: health)
        try await run(telling) {
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
        let telling = try telling(bench, server, ended: ended, health: Health())
        ended.open()
        try await run(telling) {}
        let sentence = "signals wait in the outbox for the next run reason=the server is busy (503) signals=10 sink="
        #expect(bench.log.has(sentence), "\(bench.log.all)")
    }
}
