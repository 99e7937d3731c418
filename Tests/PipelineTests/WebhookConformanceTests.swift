import Foundation
import Signals
import Sinks
import Store
import TestSupport
import Testing

/// A webhook as a kind of sink, with a receiver that holds signals by id.
@Suite(.timeLimit(.minutes(2)))
struct WebhookConformanceTests {
    typealias Conformance = SinkConformance<WebhookSubject>

    @Test func `Whatever it answers, in the end all is there`() async throws {
        try await Conformance(posts: 60).answers()
    }

    @Test func `Cut off at any request and started again it has all`() async throws {
        try await Conformance(posts: 40).restarts()
    }

    @Test func `It gets a long backlog, each once and in the order kept`() async throws {
        let conformance = try await Conformance(posts: 20_000)
        try await conformance.backlog()
        let kept = try await conformance.bench.store.signals(limit: 1_000_000).map(\.signal.id.qualified)
        let isSame = conformance.subject.receiver.told == kept
        #expect(isSame)
        #expect(conformance.subject.receiver.keys.values.allSatisfy { $0 == 1 })
    }

    @Test func `Nothing that was forgotten is held in the end`() async throws {
        try await Conformance(posts: 40).removals()
    }

    @Test func `The secret is in no output`() async throws {
        try await Conformance(posts: 5).secrets()
    }
}

struct WebhookSubject: SinkSubject {
    static let faults = ["silence", "413", "429", "500", "503", "401", "404", "302", "410", "echo", "418"]
    static let secrets = ["s3cr+t"]

    let receiver: WebhookReceiver
    let isLarge: Bool

    init(isLarge: Bool) async throws {
        self.isLarge = isLarge
        receiver = try WebhookReceiver()
    }

    func sink(faults: [String], hook: @escaping @Sendable (Int) async throws -> Void) throws -> any Sink {
        var configuration = WebhookSink.Configuration()
        configuration.batch = isLarge ? 500 : 7
        return WebhookSink(
            url: try #require(URL(string: receiver.url)),
            secret: { "s3cr+t" },
            http: FaultyWriter(faults, hook),
            configuration: configuration,
            now: { Timestamp(seconds: 1_700_000_000) }
        )
    }

    func told() async throws -> [String] { receiver.ids }
}
