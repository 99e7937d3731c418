import Feeds
import Foundation
import Language
import Logging
import Pipeline
import Signals
import Store
import Synchronization
import TestSupport

/// A store, a folder and clocks that stand still until they are moved.
final class FeedBench: Sendable {
    let folder: TemporaryFolder
    let store: Store
    let rules: JudgingRules
    let log = CollectedLog()
    private let judging: Mutex<(rules: JudgingRules, generation: Int)>
    private let clocks = Mutex((wall: Timestamp(seconds: 1_500_000_000), uptime: Duration.zero))

    init(topics: [String] = ["devops"], folder: TemporaryFolder? = nil) async throws {
        self.folder = try folder ?? TemporaryFolder()
        rules = try JudgingRules(topics: topics.map(Topic.init))
        store = try Store.open(self.folder.path("earshot.db"), purpose: "a test")
        judging = Mutex((rules, 0))
        try await use(rules)
    }

    /// Makes the store ready for rules, as hearing does before it changes that of the feeds.
    func use(_ rules: JudgingRules) async throws {
        let made = try await store.prepare(topics: rules.matcher.topics, revision: rules.model.revision) { _ in nil }
        judging.withLock { $0 = (rules, made.generation) }
    }

    var context: FeedContext {
        FeedContext(
            places: StorePlaces(store, account: FeedAccount(name: "a test")),
            uptime: { self.clocks.withLock { $0.uptime } },
            now: { self.clocks.withLock { $0.wall } },
            log: log.logger
        )
    }

    func advance(_ duration: Duration) {
        clocks.withLock { $0.uptime += duration }
    }

    /// Sets the wall clock, which may go anywhere.
    func setWall(_ time: Timestamp) {
        clocks.withLock { $0.wall = time }
    }

    func fileFeed(_ name: String = "posts", blockLines: Int = BlockReader.blockLines) -> FileFollower {
        FileFollower(path: folder.path(name), options: LineOptions(), context: context, blockLines: blockLines)
    }

    func folderFeed(_ name: String = "in", blockLines: Int = BlockReader.blockLines) -> FolderFollower {
        FolderFollower(path: folder.path(name), options: LineOptions(), context: context, blockLines: blockLines)
    }

    /// Writes posts of these numbers behind what a file holds.
    func write(_ ids: some Sequence<Int>, to name: String = "posts") throws {
        let text = ids.map { ReplayFixture.post($0) + "\n" }.joined()
        if FileManager.default.fileExists(atPath: folder.path(name)) {
            try folder.append(name, text)
        } else {
            _ = try folder.write(name, text)
        }
    }

    /// Asks a feed until it has nothing more for now, and keeps what it gives; returns how many lines that were.
    @discardableResult
    func hear(_ feed: some Follower) async throws -> Int {
        var silent = 0
        var heard = 0
        // Opening, leaving and going over to the next file are rounds without a packet.
        while silent < 8 {
            guard let packet = try await feed.next() else {
                silent += 1
                continue
            }
            silent = 0
            heard += try await keep(packet).heard
        }
        return heard
    }

    /// Judges a packet and keeps what came of it.
    @discardableResult
    func keep(_ packet: Packet) async throws -> Batch {
        let batch = judge(packet)
        _ = try await store.keep(batch)
        return batch
    }

    func judge(_ packet: Packet) -> Batch {
        let (rules, generation) = judging.withLock { $0 }
        let builder = BatchBuilder(rules: rules, generation: generation) { self.clocks.withLock { $0.wall } }
        builder.add(packet)
        return builder.take()
    }

    /// The ids kept, in the order in which they were heard.
    func ids() async throws -> [Int] {
        try await store.signals(limit: 1_000_000).compactMap { Int($0.signal.id.native) }
    }

    func deadLetters() async throws -> [DeadLetter] {
        try await store.deadLetters(limit: 1000).map(\.letter)
    }
}

/// What was logged.
final class CollectedLog: Sendable {
    private let lines = Mutex<[String]>([])

    /// A line each: the message and its facts.
    var all: [String] { lines.withLock { $0 } }

    func has(_ message: String) -> Bool { all.contains { $0.hasPrefix(message) } }

    var logger: Logger {
        var logger = Logger(label: "test") { _ in Handler(log: self) }
        logger.logLevel = .debug
        return logger
    }

    private struct Handler: LogHandler {
        let log: CollectedLog
        var logLevel = Logger.Level.debug
        var metadata: Logger.Metadata = [:]

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            let facts = (event.metadata ?? [:]).sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }.joined()
            log.lines.withLock { $0.append("\(event.message)\(facts)") }
        }
    }
}
