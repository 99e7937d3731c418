import Foundation
import Pipeline
import Sinks
import TestSupport
import Testing

/// InfluxDB as a kind of sink, against a real server.
@Suite(.enabled(if: InfluxServer.isInstalled, "influxd is not installed"), .timeLimit(.minutes(2)))
struct InfluxConformanceTests {
    typealias Conformance = SinkConformance<InfluxSubject>

    @Test func `Whatever it answers, in the end all is there once`() async throws {
        try await Conformance(posts: 60).answers()
    }

    @Test func `Cut off at any request and started again it has all once`() async throws {
        try await Conformance(posts: 40).restarts()
    }

    @Test func `It gets a long backlog`() async throws {
        try await Conformance(posts: 40_000).backlog()
    }

    @Test func `Nothing that was forgotten is there in the end`() async throws {
        try await Conformance(posts: 40).removals()
    }

    @Test func `Credentials are in no output`() async throws {
        try await Conformance(posts: 5).secrets()
    }
}

struct InfluxSubject: SinkSubject {
    static let faults = ["silence", "413", "429", "500", "503", "401", "404", "302", "200", "echo", "418"]
    static let secrets = ["s3cr+t", Data("ear:s3cr+t".utf8).base64EncodedString()]

    let server: InfluxServer
    let isLarge: Bool

    init(isLarge: Bool) async throws {
        self.isLarge = isLarge
        server = try await InfluxServer.started(databases: "twitter")
    }

    func sink(faults: [String], hook: @escaping @Sendable (Int) async throws -> Void) throws -> any Sink {
        let target = try InfluxTarget(url: server.url, database: "twitter", username: "ear", password: "s3cr+t")
        var configuration = PointSink.Configuration()
        if !isLarge { configuration.points = 12 }
        return PointSink(target: target, http: FaultyWriter(faults, hook), configuration: configuration)
    }

    func told() async throws -> [String] {
        let series = try await server.run("SELECT id, tweetid FROM posts", database: "twitter")[0]
        return (series.first?.values("id") ?? []).compactMap { if case .string(let id) = $0 { id } else { nil } }
    }
}
