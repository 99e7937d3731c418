import Foundation
import GRDB
import Language
import Pipeline
import Signals
import Store
import Synchronization
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(1)))
struct ConfigurationReloaderTests {
    private struct Wrong: Error {}

    /// A topic a line, read as often as it is asked for.
    private func reloading(
        _ bench: FeedBench,
        _ live: LiveHearing,
        needsRestart: [String] = [],
        wait: @escaping @Sendable () async -> Void = {}
    ) -> ConfigurationReloader {
        let path = bench.folder.path("topics")
        let sinks = SinkService(
            [],
            store: bench.store,
            ended: Latch(),
            health: live.health,
            log: bench.log.logger
        ) { SinkRunner(sink: $0, store: bench.store, drainTimeout: .zero) }
        return ConfigurationReloader(
            files: [path],
            hearing: live.hearing,
            sinks: sinks,
            health: live.health,
            log: bench.log.logger,
            load: {
                let text = try String(contentsOfFile: path, encoding: .utf8)
                await wait()
                guard !text.contains("wrong") else { throw Wrong() }
                let topics = text.split(separator: "\n").map { Topic(name: String($0)) }
                return ConfigurationReloader.Settings(
                    rules: try JudgingRules(topics: topics),
                    feeds: live.entries,
                    sinks: [],
                    needsRestart: needsRestart
                )
            },
            describe: { _ in "the file is wrong" }
        )
    }

    private func names(_ live: LiveHearing) -> [String] { live.hearing.rules.matcher.topics.map(\.name) }

    @Test func `Changed files count when they have held the same for two looks`() async throws {
        let bench = try await FeedBench()
        _ = try bench.folder.write("topics", "devops\n")
        let live = LiveHearing(bench)
        let reloading = reloading(bench, live)
        try await live.run {
            await reloading.look()
            #expect(!bench.log.has("the configuration was read"))
            _ = try bench.folder.write("topics", "devops\nswi")
            await reloading.look()
            _ = try bench.folder.write("topics", "devops\nswift\n")
            await reloading.look()
            #expect(names(live) == ["devops"])
            await reloading.look()
            #expect(names(live) == ["devops", "swift"])
            await reloading.look()
        }
        #expect(bench.log.all.filter { $0.hasPrefix("the configuration was read") }.count == 1)
    }

    @Test func `What is wrong changes nothing, is said once, and is a fault until it is mended`() async throws {
        let bench = try await FeedBench()
        _ = try bench.folder.write("topics", "devops\n")
        let live = LiveHearing(bench)
        let reloading = reloading(bench, live)
        try await live.run {
            _ = try bench.folder.write("topics", "wrong\n")
            for _ in 0..<4 { await reloading.look() }
            #expect(names(live) == ["devops"])
            #expect(live.health.faults.contains { $0.part == .configuration && $0.cause.ours == "the file is wrong" })
            let answer = await reloading.reload()
            #expect(answer.sentence == "the file is wrong")
            #expect(!answer.isFine)
            _ = try bench.folder.write("topics", "swift\n")
            for _ in 0..<2 { await reloading.look() }
            #expect(names(live) == ["swift"])
            #expect(!live.health.faults.contains { $0.part == .configuration })
        }
        let sentence = "the configuration was not taken, and the one before still holds"
        #expect(bench.log.all.filter { $0.hasPrefix(sentence) }.count == 2)
    }

    @Test func `A change that needs a restart is named`() async throws {
        let bench = try await FeedBench()
        _ = try bench.folder.write("topics", "devops\nswift\n")
        let live = LiveHearing(bench)
        let reloading = reloading(bench, live, needsRestart: ["queue", "listen"])
        try await live.run {
            let answer = await reloading.reload()
            #expect(
                answer.sentence
                    == "the configuration was read: 2 topics, 1 feeds, 0 sinks, 0 earlier signals recalled. These need a restart: queue, listen."
            )
            #expect(answer.isFine)
        }
        #expect(bench.log.has("a change needs a restart key=queue"))
    }

    @Test func `Several who ask at once are answered in turn, and what was read last holds`() async throws {
        let bench = try await FeedBench()
        _ = try bench.folder.write("topics", "devops\n")
        let live = LiveHearing(bench)
        let gate = Latch()
        let readers = Mutex(0)
        let reloading = reloading(bench, live) {
            readers.withLock { $0 += 1 }
            // The first is slow; whoever came in behind it would have its rules in force first.
            if !gate.isOpen { try? await Eventually.comes("the gate") { gate.isOpen } }
        }
        try await live.run {
            async let first = reloading.reload()
            try await Eventually.comes("the first reads") { readers.withLock { $0 } == 1 }
            _ = try bench.folder.write("topics", "swift\n")
            async let second = reloading.reload()
            try await Task.sleep(for: .milliseconds(50))
            #expect(readers.withLock { $0 } == 1)
            gate.open()
            #expect(await first.isFine)
            #expect(await second.isFine)
            #expect(names(live) == ["swift"])
        }
    }

    @Test func `Rules whose look at earlier signals failed are in force, and that is what is said`() async throws {
        let bench = try await FeedBench()
        _ = try bench.folder.write("posts", ReplayFixture.post(1, "swift") + "\n")
        _ = try bench.folder.write("topics", "swift\n")
        let live = LiveHearing(bench)
        let reloading = reloading(bench, live)
        try await live.run {
            try await live.heard(1)
            try await DatabaseQueue(path: bench.store.path).write { db in
                try db.execute(
                    sql: "CREATE TRIGGER full BEFORE INSERT ON signal BEGIN SELECT RAISE(ABORT, 'no'); END"
                )
            }
            let answer = await reloading.reload()
            #expect(!answer.isFine)
            #expect(answer.sentence.hasPrefix("the configuration was read: 1 topics"), "\(answer.sentence)")
            #expect(answer.sentence.contains("But earlier signals were not looked through for new topics"))
            #expect(names(live) == ["swift"])
            #expect(live.health.faults.map(\.part) == [.configuration])
            #expect(!bench.log.has("the configuration was not taken"))
        }
    }
}
