import Signals
import Sinks
import TestSupport
import Testing

/// InfluxDB 2 as a kind of sink, against a server that answers as one was seen to.
@Suite(.timeLimit(.minutes(2)))
struct InfluxBucketConformanceTests {
    typealias Conformance = SinkConformance<InfluxBucketSubject>

    @Test func `Whatever it answers, in the end all is there once`() async throws {
        try await Conformance(posts: 60).answers()
    }

    @Test func `Cut off at any request and started again it has all once`() async throws {
        try await Conformance(posts: 40).restarts()
    }

    @Test func `It gets a long backlog`() async throws {
        try await Conformance(posts: 20_000).backlog()
    }

    @Test func `Nothing that was forgotten is there in the end`() async throws {
        try await Conformance(posts: 40).removals()
    }

    @Test func `The token is in no output`() async throws {
        try await Conformance(posts: 5).secrets()
    }
}

struct InfluxBucketSubject: SinkSubject {
    static let faults = ["silence", "413", "429", "500", "503", "401", "404", "302", "200", "echo", "418"]
    static let secrets = ["s3cr+t"]

    let server: InfluxBucketServer
    let isLarge: Bool

    init(isLarge: Bool) async throws {
        self.isLarge = isLarge
        server = try InfluxBucketServer()
    }

    func sink(faults: [String], hook: @escaping @Sendable (Int) async throws -> Void) throws -> any Sink {
        let address = try #require(ServerAddress(server.url))
        let target = InfluxBucket(server: address, organisation: "home", bucket: "earshot") { "s3cr+t" }
        var configuration = PointSink.Configuration()
        if !isLarge { configuration.points = 12 }
        return PointSink(target: target, http: FaultyWriter(faults, hook), configuration: configuration)
    }

    func told() async throws -> [String] {
        server.lines("posts").compactMap { line in
            line.firstMatch(of: /id="([^"]+)"/).map { String($0.1) }
        }
    }
}
