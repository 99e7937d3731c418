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
        return self.service([SinkEntry(sink)], bench, ended, health) { [limits] sink in
            SinkRunner(sink: sink, store: bench.store, drainTimeout: drainTimeout, limits: limits, jitter: { 0.01 })
        }
    }

    private func service(
        _ sinks: [SinkEntry],
        _ bench: FeedBench,
        _ ended: Latch,
        _ health: Health = Health(),
        runner: (@Sendable (any Sink) -> SinkRunner)? = nil
    ) -> SinkService {
        SinkService(
            sinks,
            store: bench.store,
            ended: ended,
            health: health,
            log: bench.log.logger,
            runner: runner ?? { SinkRunner(sink: $0, store: bench.store, drainTimeout: .seconds(20)) }
        )
    }

    /// Runs it as a service while `body` does, and then shuts down.
    private func run(_ service: SinkService, _ body: () async throws -> Void) async throws {
        let group = ServiceGroup(services: [service], logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        async let running: Void = group.run()
        try await body()
        await group.triggerGracefulShutdown()
        try await running
    }

    @Test func `A description of a sink holds no credentials`() throws {
        let target = try InfluxTarget(url: "http://h", database: "twitter", username: "ear", password: "s3cret")
        let entry = SinkEntry(PointSink(target: target, http: WebWriter(SharedWeb.web)))
        #expect("\(entry)" == "sink influxdb:http://h/twitter")
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

    // MARK: Other sinks while it runs

    /// A sink that holds its first page until it is let go.
    private func held(_ gate: Latch, pageLimit: Int = 2) -> ScriptedSink {
        ScriptedSink(pageLimit: pageLimit) { page, _ in
            try? await Eventually.comes("the gate") { gate.isOpen }
            return .dealt(through: page.items.count)
        }
    }

    @Test func `A changed sink finishes the page in hand, and its successor goes on behind that`() async throws {
        let bench = try await FeedBench()
        try bench.write(1...9)
        try await bench.hear(bench.fileFeed())
        let (ended, gate) = (Latch(), Latch())
        let (old, new) = (held(gate), ScriptedSink())
        let service = service([SinkEntry(old, settings: 1)], bench, ended)
        try await run(service) {
            try await Eventually.comes("the first page") { old.pages.count == 1 }
            service.adopt([SinkEntry(new, settings: 2)])
            // The same once more changes nothing.
            service.adopt([SinkEntry(ScriptedSink(), settings: 2)])
            try await Task.sleep(for: .milliseconds(50))
            #expect(new.pages.isEmpty, "two of one cursor would tell the same")
            gate.open()
            try await Eventually.comes("the rest") { try await bench.store.backlog(of: "scripted") == 0 }
            ended.open()
        }
        #expect(old.ids == [["1", "2"]])
        #expect(bench.log.has("a sink was stopped"))
        #expect(try await bench.store.sinks().map(\.pins) == [true])
    }

    @Test func `A sink that was left out keeps its place, is at fault no more, and holds nothing back`() async throws {
        let bench = try await FeedBench()
        try bench.write(1...9)
        try await bench.hear(bench.fileFeed())
        let (ended, gate, health) = (Latch(), Latch(), Health())
        let (gone, down, stays) = (
            held(gate), ScriptedSink("down") { _, _ in .held(Cause(.credentials, "refused")) }, ScriptedSink("stays")
        )
        let service = service([SinkEntry(gone), SinkEntry(down), SinkEntry(stays)], bench, ended, health)
        try await run(service) {
            try await Eventually.comes("a page and a fault") { gone.pages.count == 1 && !health.faults.isEmpty }
            service.adopt([SinkEntry(stays)])
            gate.open()
            try await Eventually.comes("two ends") {
                bench.log.all.count { $0.hasPrefix("a sink was stopped") } == 2 && health.faults.isEmpty
            }
            try await Eventually.comes("nothing held back") {
                try await bench.store.sinks().map { "\($0.identity) \($0.pins)" }
                    == ["down false", "scripted false", "stays true"]
            }
            try bench.write(10...10)
            try await bench.hear(bench.fileFeed())
            try await Eventually.comes("the tenth") { stays.ids.last == ["10"] }
            // Back again, it goes on.
            service.adopt([SinkEntry(stays), SinkEntry(gone)])
            try await Eventually.comes("the rest") { try await bench.store.backlog(of: "scripted") == 0 }
            ended.open()
        }
        #expect(gone.ids.flatMap(\.self) == (1...10).map { "\($0)" })
    }
}
