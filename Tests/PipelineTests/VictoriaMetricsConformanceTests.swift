import Pipeline
import Signals
import Sinks
import Store
import TestSupport
import Testing

/// VictoriaMetrics as a kind of sink, against a real server.
@Suite(
    .enabled(if: VictoriaMetricsServer.isInstalled, "\(VictoriaMetricsServer.absence)"),
    .timeLimit(.minutes(2))
)
struct VictoriaMetricsConformanceTests {
    typealias Conformance = SinkConformance<VictoriaMetricsSubject>

    @Test func `Whatever it answers, in the end all is there once`() async throws {
        try await Conformance(posts: 60).answers()
    }

    @Test func `Cut off at any request and started again it has all once`() async throws {
        try await Conformance(posts: 40).restarts()
    }

    @Test func `It gets a long backlog`() async throws {
        try await Conformance(posts: 40_000).backlog()
    }

    @Test func `What was told and forgotten stays there, and is said to`() async throws {
        let conformance = try await Conformance(posts: 40)
        try await conformance.backlog()
        let (store, subject) = (conformance.bench.store, conformance.subject)
        let before = try await subject.told().sorted()
        try await forget(try #require(before.first), store)
        try await conformance.backlogIsEmpty()
        #expect(try await subject.told().sorted() == before)
        #expect(try await store.sinks().map(\.removal) == [.none])
    }

    @Test func `Credentials are in no output`() async throws {
        try await Conformance(posts: 5).secrets()
    }
}

struct VictoriaMetricsSubject: SinkSubject {
    static let faults = ["silence", "413", "429", "500", "503", "401", "404", "302", "200", "echo", "418"]
    static let secrets = ["s3cr+t"]

    let server: VictoriaMetricsServer
    let isLarge: Bool

    init(isLarge: Bool) async throws {
        self.isLarge = isLarge
        server = try await VictoriaMetricsServer.started()
    }

    func sink(faults: [String], hook: @escaping @Sendable (Int) async throws -> Void) throws -> any Sink {
        let address = try #require(ServerAddress(server.url))
        let target = VictoriaMetricsTarget(
            server: address,
            credentials: .token(scheme: "Bearer", token: { "s3cr+t" })
        )
        var configuration = PointSink.Configuration()
        if !isLarge { configuration.points = 12 }
        return PointSink(target: target, http: FaultyWriter(faults, hook), configuration: configuration)
    }

    func told() async throws -> [String] {
        let server = server
        let series = try await Blocking.run { try server.series("posts_tweetid") }
        return series.flatMap { series in series.values.map { "\(series.metric["source"] ?? ""):\(Int64($0))" } }
    }
}
