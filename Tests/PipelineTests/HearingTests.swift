import Feeds
import Foundation
import GRDB
import Language
import Pipeline
import Signals
import Store
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(1)))
struct HearingTests {
    private static func rules(_ topics: String...) throws -> JudgingRules {
        try JudgingRules(topics: topics.map(Topic.init))
    }

    /// The topics of what was kept, by id.
    private func keywords(_ bench: FeedBench) async throws -> [String: [String]] {
        let kept = try await bench.store.signals(limit: 1000).map { ($0.signal.id.native, $0.judgement.keywords) }
        return Dictionary(uniqueKeysWithValues: kept)
    }

    @Test func `All feeds are heard in turn, and a shutdown loses nothing`() async throws {
        let bench = try await FeedBench()
        try bench.write(1...5000, to: "a")
        try bench.write(5001...5010, to: "b")
        let live = LiveHearing(bench, files: ["a", "b"])
        try await live.run { try await live.heard(5010) }
        #expect(try await bench.ids().sorted() == Array(1...5010))
        #expect(live.hearing.counts.kept == 5010)
        await #expect(throws: HearingService.Ending.self) { try await live.hearing.adopt(bench.rules) }
    }

    @Test func `Shut down at any moment, the next run hears on`() async throws {
        let bench = try await FeedBench()
        try bench.write(1...6000)
        for lines in [0, 1] {
            let live = LiveHearing(bench)
            try await live.run {
                // A run that is told to end commits what it has read, and that may be all.
                try await Eventually.comes("\(lines) lines heard, or all kept") {
                    let kept = try await bench.ids().count
                    return kept == 6000 || live.hearing.counts.heard >= lines
                }
            }
        }
        let live = LiveHearing(bench)
        try await live.run { try await Eventually.comes("all") { try await bench.ids().count == 6000 } }
        #expect(try await bench.ids() == Array(1...6000))
    }

    @Test func `New topics count from the next batch on, and backwards in what matched none`() async throws {
        let bench = try await FeedBench()
        _ = try bench.folder.write("posts", ReplayFixture.post(1, "swift") + "\n" + ReplayFixture.post(2) + "\n")
        let live = LiveHearing(bench)
        try await live.run {
            try await live.heard(2)
            // The place of a topic in the list is another now.
            #expect(try await live.hearing.adopt(Self.rules("swift", "devops")).recalled == 1)
            try bench.folder.append(
                "posts",
                ReplayFixture.post(3, "devops and swift") + "\n" + ReplayFixture.post(4) + "\n"
            )
            try await live.heard(4)
        }
        #expect(
            try await keywords(bench) == ["1": ["swift"], "2": ["devops"], "3": ["devops", "swift"], "4": ["devops"]]
        )
    }

    @Test func `A replay that was asked for behind new topics is judged by them`() async throws {
        let bench = try await FeedBench()
        let text = ReplayFixture.post(1, "swift") + "\n" + ReplayFixture.post(2) + "\n"
        let source = StreamSource.memory(bytes: Array(text.utf8), name: "posts")
        let live = LiveHearing(bench)
        // Both wait for the same moment: the hearing has not begun.
        let rules = try Self.rules("swift", "devops")
        let recalled = Task<Int, any Error> { try await live.hearing.adopt(rules).recalled }
        let summary = Task<Replay.Summary, any Error> { try await live.hearing.replay([source], options: .init()) }
        try await live.run {
            let (signals, counts) = (try await recalled.value, try await summary.value.counts)
            #expect(signals == 0)
            #expect(counts == [2, 2, 0, 0, 0, 0])
        }
        #expect(try await keywords(bench) == ["1": ["swift"], "2": ["devops"]])
    }

    @Test func `A replay beside the feeds says what became of each file`() async throws {
        let bench = try await FeedBench()
        try bench.write(1...3)
        try bench.write(2...6, to: "recorded")
        try bench.folder.append("recorded", "no post\n" + ReplayFixture.post(7, "nothing") + "\n")
        let live = LiveHearing(bench)
        try await live.run {
            try await live.heard(3)
            let source = StreamSource.file(path: bench.folder.path("recorded"))
            #expect(try await live.hearing.replay([source], options: .init()).counts == [7, 3, 2, 1, 1, 0])
            #expect(try await live.hearing.replay([source], options: .init()).counts == [0, 0, 0, 0, 0, 7])
            let none = StreamSource.file(path: bench.folder.path("none"))
            let error = await #expect(throws: FeedFault.self) {
                try await live.hearing.replay([none], options: .init())
            }
            #expect(error?.description == "cannot open \(bench.folder.path("none")): No such file or directory")
        }
        #expect(try await bench.ids() == [1, 2, 3, 4, 5, 6])
    }

    @Test func `Dead letters are tried again between two batches`() async throws {
        let bench = try await FeedBench()
        _ = try bench.folder.write("posts", "no post\n")
        let live = LiveHearing(bench)
        try await live.run {
            try await live.heard(1)
            let result = try await live.hearing.retryDeadLetters()
            #expect(result.heard == 0)
            #expect(result.remaining == 1)
        }
        await #expect(throws: HearingService.Ending.self) { try await live.hearing.retryDeadLetters() }
    }

    /// Holds the store's one write lock, as another program might.
    private func lock(_ bench: FeedBench) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        // Hearing that has just begun may be writing.
        configuration.busyMode = .timeout(10)
        let other = try DatabaseQueue(path: bench.store.path, configuration: configuration)
        try other.inDatabase { try $0.execute(sql: "BEGIN IMMEDIATE") }
        return other
    }

    private func release(_ other: DatabaseQueue) throws {
        try other.inDatabase { try $0.execute(sql: "ROLLBACK") }
    }

    @Test func `A store that cannot be written is tried again, and nothing is lost or kept twice`() async throws {
        let bench = try await FeedBench()
        let live = LiveHearing(bench)
        try await live.run {
            try await Eventually.comes("its start") { live.health.isReady }
            let other = try lock(bench)
            try bench.write(1...10)
            try await Eventually.comes("a fault") { live.health.storeFault != nil }
            #expect(!live.health.isReady)
            #expect(live.health.storeFault?.code == .busy)
            // Who asks for something that writes nothing is answered meanwhile.
            #expect(try await live.hearing.retryDeadLetters().remaining == 0)
            try bench.write(11...20)
            try release(other)
            try await live.heard(20)
            #expect(live.health.isReady)
        }
        #expect(try await bench.ids() == Array(1...20))
        #expect(live.hearing.counts.duplicates == 0)
        #expect(bench.log.has("the store can be written again"))
    }

    @Test func `A shutdown does not wait for a store that cannot be written, and fails every request`() async throws {
        let bench = try await FeedBench()
        try bench.write(1...10, to: "recorded")
        let live = LiveHearing(bench)
        let source = StreamSource.file(path: bench.folder.path("recorded"))
        var other: DatabaseQueue?
        await #expect(throws: DatabaseError.self) {
            try await live.run {
                try await Eventually.comes("its start") { live.health.isReady }
                other = try lock(bench)
                let summary = Task<Replay.Summary, any Error> {
                    try await live.hearing.replay([source], options: .init())
                }
                try await Eventually.comes("a fault") { live.health.storeFault != nil }
                await live.stop()
                // Who waits for it is told, and does not wait for ever.
                let failure = await summary.result
                #expect(throws: (any Error).self) { try failure.get() }
            }
        }
        if let other { try release(other) }
        try await bench.use(bench.rules)
        try await bench.hear(bench.fileFeed("recorded"))
        #expect(try await bench.ids() == Array(1...10))
    }

    @Test func `A signal that the store refuses becomes a dead letter, and all others are kept`() async throws {
        let bench = try await FeedBench()
        try await DatabaseQueue(path: bench.store.path).write { db in
            try db.execute(
                sql: """
                    CREATE TRIGGER poison BEFORE INSERT ON signal WHEN new.native = '7'
                    BEGIN SELECT RAISE(ABORT, 'no sevens'); END
                    """
            )
        }
        try bench.write(1...2000)
        let live = LiveHearing(bench)
        try await live.run { try await live.heard(2000) }
        #expect(try await bench.ids() == Array(1...2000).filter { $0 != 7 })
        #expect((live.hearing.counts.kept, live.hearing.counts.dead, live.hearing.counts.duplicates) == (1999, 1, 0))
        let letter = try #require(try await bench.store.deadLetters(limit: 10).first?.letter)
        #expect(letter.reason == "it could not be kept: no sevens")
        #expect(String(decoding: letter.payload, as: UTF8.self).contains(#""id":"7""#))
        // The place moved with the last half: nothing is heard again.
        let next = LiveHearing(bench)
        try bench.write([2001])
        try await next.run { try await next.heard(1) }
        #expect(next.hearing.counts.heard == 1)
    }

    @Test func `A feed that has to wait is a fault that is named, and none of readiness`() async throws {
        let bench = try await FeedBench()
        let live = LiveHearing(bench)
        try await live.run {
            try await Eventually.comes("a fault") { !live.health.faults.isEmpty }
            #expect(live.health.isReady)
            let path = bench.folder.path("posts")
            #expect(
                live.health.faults.map { "\($0.part.name): \($0.cause.code.rawValue), \($0.cause)" } == [
                    "feed \(path): missing, there is no file \(path) yet"
                ]
            )
            #expect(live.health.isDegraded)
            try bench.write([1])
            try await Eventually.comes("no fault") { live.health.faults.isEmpty }
        }
        #expect(try await bench.ids() == [1])
    }

    @Test func `Posts without a topic cost about a commit a second, and none of them is heard again`() async throws {
        let bench = try await FeedBench()
        let live = LiveHearing(bench)
        let start = ContinuousClock.now
        _ = try bench.folder.write("posts", "")
        var commits: UInt64 = 0
        try await live.run {
            try await Eventually.comes("its start") { live.health.isReady }
            commits = bench.store.commits.count
            for number in 1...60 {
                let post = ReplayFixture.post(number, "nothing \(number)") + "\n"
                try bench.folder.append("posts", post)
                try await Task.sleep(for: .milliseconds(25))
            }
            // What matches takes everything with it, at once.
            try bench.folder.append("posts", ReplayFixture.post(100) + "\n")
            try await live.heard(61)
            commits = bench.store.commits.count - commits
        }
        let seconds = UInt64(start.duration(to: .now) / .seconds(1))
        #expect(commits <= seconds + 3, "\(commits) commits in \(seconds) s")
        let next = LiveHearing(bench)
        try await next.run {
            try bench.folder.append("posts", ReplayFixture.post(101) + "\n")
            try await next.heard(1)
        }
        #expect(next.hearing.counts.heard == 1)
    }

    @Test func `A shutdown keeps the places of posts without a topic`() async throws {
        let bench = try await FeedBench()
        _ = try bench.folder.write("posts", ReplayFixture.post(1, "nothing") + "\n")
        let live = LiveHearing(bench)
        try await live.run { try await Eventually.comes("the file") { bench.log.has("hearing a feed") } }
        let next = LiveHearing(bench)
        try await next.run {
            try bench.folder.append("posts", ReplayFixture.post(2) + "\n")
            try await next.heard(1)
        }
        #expect(live.hearing.counts.heard + next.hearing.counts.heard == 2)
    }

}
