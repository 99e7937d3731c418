import Foundation
import Language
import Pipeline
import Signals
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
        needsRestart: [String] = []
    ) -> ConfigurationReloader {
        let path = bench.folder.path("topics")
        return ConfigurationReloader(
            files: [path],
            hearing: live.hearing,
            health: live.health,
            log: bench.log.logger,
            load: {
                let text = try String(contentsOfFile: path, encoding: .utf8)
                guard !text.contains("wrong") else { throw Wrong() }
                let topics = text.split(separator: "\n").map { Topic(name: String($0)) }
                return ConfigurationReloader.Settings(
                    rules: try JudgingRules(topics: topics),
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
        let reloading = reloading(bench, live, needsRestart: ["sinks", "listen"])
        try await live.run {
            let answer = await reloading.reload()
            #expect(
                answer.sentence
                    == "the configuration was read: 2 topics, 0 earlier signals recalled. These need a restart: sinks, listen."
            )
            #expect(answer.isFine)
        }
        #expect(bench.log.has("a change needs a restart key=sinks"))
    }
}
