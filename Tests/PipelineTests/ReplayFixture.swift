import Feeds
import Foundation
import Pipeline
import Signals
import Store
import TestSupport

/// A store in a folder of its own, and replays into it.
struct ReplayFixture {
    let folder: TemporaryFolder
    var path: String { folder.path("store.db") }

    init() throws {
        folder = try TemporaryFolder()
    }

    /// Replays sources as `earshot replay` does and closes the store.
    @discardableResult
    func replay(
        _ sources: [StreamSource],
        topics: [String] = ["devops"],
        keepsAll: Bool = false,
        configure: (inout Replay.Configuration) -> Void = { _ in }
    ) async throws -> Replay.Summary {
        let store = try Store.open(path, purpose: "a test")
        let rules = try JudgingRules(topics: topics.map(Topic.init), keepsAll: keepsAll)
        var configuration = Replay.Configuration(sources: sources)
        configure(&configuration)
        return try await Replay(configuration, rules: rules, store: store).run().summary
    }

    /// Replays a text, as a file would be.
    @discardableResult
    func replay(
        text: String,
        topics: [String] = ["devops"],
        keepsAll: Bool = false,
        configure: (inout Replay.Configuration) -> Void = { _ in }
    ) async throws -> Replay.Summary {
        try await replay(
            [.memory(bytes: Array(text.utf8), name: "posts")],
            topics: topics,
            keepsAll: keepsAll,
            configure: configure
        )
    }

    func signals() async throws -> [KeptSignal] {
        try await Store.read(path).signals(limit: 1_000_000)
    }

    func ids() async throws -> [String] {
        try await signals().map(\.signal.id.native)
    }

    /// A post of the neutral format.
    static func post(_ id: Int, _ text: String = "devops", at seconds: Int64 = 1_500_000_000) -> String {
        #"{"id":"\#(id)","time":"\#(Timestamp(seconds: seconds + Int64(id)))","text":"\#(text)"}"#
    }
}

extension Replay.Summary {
    /// Without the time it took: heard, kept, duplicates, unmatched, dead, resumed.
    var counts: [Int] { [heard, kept, duplicates, unmatched, dead, Int(resumed)] }
}
