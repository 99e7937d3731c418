import Feeds
import Foundation
import Pipeline
import Signals
import Store
import TestSupport
import Testing

/// One file through all that happens to files.
struct FileFeedTests {
    @Test func `A line waits for its end`() async throws {
        let bench = try await FeedBench()
        let post = ReplayFixture.post(2)
        try bench.write([1])
        try bench.folder.append("posts", String(post.prefix(20)))
        let feed = bench.fileFeed()
        try await bench.hear(feed)
        #expect(try await bench.ids() == [1])
        try bench.folder.append("posts", String(post.dropFirst(20)))
        try await bench.hear(feed)
        #expect(try await bench.ids() == [1])
        try bench.folder.append("posts", "\n")
        try await bench.hear(feed)
        #expect(try await bench.ids() == [1, 2])
        #expect(try await bench.deadLetters().isEmpty)
    }

    @Test func `A file whose first line is not complete is heard from its start when it is`() async throws {
        let bench = try await FeedBench()
        let post = ReplayFixture.post(1)
        _ = try bench.folder.write("posts", String(post.prefix(10)))
        let feed = bench.fileFeed()
        #expect(try await bench.hear(feed) == 0)
        try bench.folder.append("posts", post.dropFirst(10) + "\n")
        try await bench.hear(feed)
        #expect(try await bench.ids() == [1])
    }

    @Test func `A file that is not there yet is waited for`() async throws {
        let bench = try await FeedBench()
        let feed = bench.fileFeed()
        try await bench.hear(feed)
        let path = bench.folder.path("posts")
        #expect(await feed.condition == .waiting(Cause(.missing, "there is no file \(path) yet")))
        #expect(bench.log.all == ["a file is not there yet feed=\(path)"])
        try bench.write([1])
        try await bench.hear(feed)
        #expect(try await bench.ids() == [1])
        #expect(await feed.condition == .hearing)
    }

    @Test func `What cannot be read says so, and is heard when it can be`() async throws {
        let bench = try await FeedBench()
        let path = bench.folder.path("posts")
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        let feed = bench.fileFeed()
        await #expect(throws: StreamError.notAFile(path: path)) { try await feed.next() }
        try FileManager.default.removeItem(atPath: path)
        try bench.write([1])
        try await bench.hear(feed)
        #expect(try await bench.ids() == [1])
        #expect(await feed.condition == .hearing)
    }

    @Test func `A line over the limit is a dead letter, and the next one is heard`() async throws {
        let bench = try await FeedBench()
        try bench.write([1])
        try bench.folder.append("posts", String(repeating: "x", count: LineReader.lineLimit + 1) + "\n")
        try bench.write([2])
        try await bench.hear(bench.fileFeed())
        #expect(try await bench.ids() == [1, 2])
        #expect(try await bench.deadLetters().map(\.length) == [LineReader.lineLimit + 2])
    }

    @Test func `Killed at any line, the next run goes on behind the last batch kept`() async throws {
        let bench = try await FeedBench()
        try bench.write(1...20)
        for _ in 0..<5 {
            let feed = bench.fileFeed(blockLines: 3)
            // The last packet is taken in and never kept.
            for isKept in [true, false] {
                let packet = try #require(try await feed.next())
                if isKept { #expect(try await bench.store.keep(bench.judge(packet)).duplicates == 0) }
            }
        }
        #expect(try await bench.hear(bench.fileFeed()) == 5)
        #expect(try await bench.ids() == Array(1...20))
    }

    @Test func `Topics that change in the middle of a file count from there on, also for the next run`() async throws {
        let bench = try await FeedBench()
        _ = try bench.folder.write("posts", ReplayFixture.post(1, "swift") + "\n" + ReplayFixture.post(2) + "\n")
        let feed = bench.fileFeed()
        try await bench.hear(feed)
        let rules = try JudgingRules(topics: ["swift", "devops"].map(Topic.init))
        try await bench.use(rules)
        try bench.folder.append("posts", ReplayFixture.post(3, "swift") + "\n" + ReplayFixture.post(4) + "\n")
        try await bench.hear(feed)
        #expect(try await bench.ids() == [2, 3, 4])
        #expect(try await bench.hear(bench.fileFeed()) == 0)
    }

    @Test func `A wall clock that jumps moves no signal and loses none`() async throws {
        let bench = try await FeedBench()
        let feed = bench.fileFeed()
        for (id, seconds) in [1_500_000_000, 4_000_000_000, 0, 1_500_000_001].enumerated() {
            bench.setWall(Timestamp(seconds: Int64(seconds)))
            try bench.write([id])
            try await bench.hear(feed)
        }
        #expect(try await bench.ids() == [0, 1, 2, 3])
        let times = try await bench.store.signals(limit: 10).map(\.signal.time)
        #expect(times == (0...3).map { Timestamp(seconds: 1_500_000_000 + $0) })
    }

    @Test func `A file written anew that is longer and starts alike is heard from its start`() async throws {
        let bench = try await FeedBench()
        let head = ReplayFixture.post(0, "devops " + String(repeating: "a", count: 300)) + "\n"
        _ = try bench.folder.write("posts", head + (1...2).map { ReplayFixture.post($0) + "\n" }.joined())
        let feed = bench.fileFeed()
        try await bench.hear(feed)
        let handle = try #require(FileHandle(forWritingAtPath: bench.folder.path("posts")))
        try handle.write(contentsOf: Data((head + (3...9).map { ReplayFixture.post($0) + "\n" }.joined()).utf8))
        try await bench.hear(feed)
        #expect(try await bench.ids() == Array(0...9))
    }
}
