import ArgumentParser
import Assembly
import CResources
import Feeds
import Foundation
import Pipeline
import Relevance
import Signals
import Store

struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Replay the bundled sample through the whole loop and show what it found.",
        discussion: "The sample is a day of invented posts. The store is made anew each time."
    )

    private static let defaultPath = "earshot-demo.db"

    @Option(name: .customLong("store"), help: "Where to put the demo's store, which must not be there yet.")
    var path = DemoCommand.defaultPath

    func run() async throws {
        try removeOldStore()
        let store = try Store.open(path, purpose: "earshot demo")
        let rules = try JudgingRules(
            topics: DemoSample.topics,
            friendlies: AuthorSet(["ada_builds", "mira.ops", "opsgardener"])
        )
        let configuration = Replay.Configuration(sources: [.memory(bytes: DemoSample.posts, name: "the bundled sample")]
        )
        let result = try await Replay(configuration, rules: rules, store: store).run()
        for line in try await DemoReport(store: store, summary: result.summary).lines() {
            try StandardOutput.print(line)
        }
    }

    /// The demo makes its own store anew; any other that is there is somebody's, and stays.
    private func removeOldStore() throws {
        guard FileManager.default.fileExists(atPath: path) else { return }
        guard path == Self.defaultPath else {
            throw Failure(
                description: "\(path) is there already and was not touched. Name another file, or leave --store out."
            )
        }
        _ = try Store.open(path, purpose: "earshot demo")
        for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) }
    }
}

/// The bundled sample.
enum DemoSample {
    static var posts: [UInt8] { bytes(earshot_demo_posts) }

    static var topics: [Topic] {
        String(decoding: bytes(earshot_demo_topics), as: UTF8.self).split(separator: "\n").map {
            Topic(name: String($0))
        }
    }

    private static func bytes(_ resource: earshot_resource) -> [UInt8] {
        Array(UnsafeRawBufferPointer(start: resource.bytes, count: resource.length))
    }
}
