import Feeds
import Foundation
import Pipeline
import TestSupport
import Testing

/// Files that are rotated, cut and replaced: every line once, and in order.
struct RotationTests {
    @Test func `A file that was renamed is heard to its end, and then the new one`() async throws {
        let bench = try await FeedBench()
        let feed = bench.fileFeed()
        try bench.write(1...2)
        try await bench.hear(feed)
        try bench.folder.rename("posts", "posts.1")
        try bench.write([4])
        try bench.write([3], to: "posts.1")
        try await bench.hear(feed)
        #expect(try await bench.ids() == [1, 2, 3])
        bench.advance(.seconds(2))
        try await bench.hear(feed)
        #expect(try await bench.ids() == [1, 2, 3, 4])
    }

    @Test func `Whoever rotates makes an empty file long before the writer goes over to it`() async throws {
        let bench = try await FeedBench()
        let feed = bench.fileFeed()
        try bench.write([1])
        try await bench.hear(feed)
        try bench.folder.rename("posts", "posts.1")
        _ = try bench.folder.write("posts", "")
        for id in 2...4 {
            bench.advance(.seconds(60))
            try await bench.hear(feed)
            try bench.write([id], to: "posts.1")
        }
        try await bench.hear(feed)
        try bench.write([5])
        bench.advance(.seconds(2))
        try await bench.hear(feed)
        bench.advance(.seconds(2))
        try await bench.hear(feed)
        #expect(try await bench.ids() == [1, 2, 3, 4, 5])
    }

    @Test func `A file that is renamed and followed by none is heard on`() async throws {
        let bench = try await FeedBench()
        let feed = bench.fileFeed()
        try bench.write([1])
        try await bench.hear(feed)
        try bench.folder.rename("posts", "old")
        bench.advance(.seconds(60))
        try await bench.hear(feed)
        try bench.write([2], to: "old")
        try await bench.hear(feed)
        #expect(try await bench.ids() == [1, 2])
    }

    @Test func `A file that is removed is waited for again`() async throws {
        let bench = try await FeedBench()
        let feed = bench.fileFeed()
        try bench.write([1])
        try await bench.hear(feed)
        try FileManager.default.removeItem(atPath: bench.folder.path("posts"))
        try await bench.hear(feed)
        bench.advance(.seconds(2))
        try await bench.hear(feed)
        #expect(await feed.isWaiting)
        try bench.write([2])
        try await bench.hear(feed)
        #expect(try await bench.ids() == [1, 2])
    }

    @Test func `The last line of a rotated file needs no end`() async throws {
        let bench = try await FeedBench()
        let feed = bench.fileFeed()
        try bench.write([1])
        try bench.folder.append("posts", ReplayFixture.post(2))
        try await bench.hear(feed)
        #expect(try await bench.ids() == [1])
        try bench.folder.rename("posts", "posts.1")
        try bench.write([3])
        try await bench.hear(feed)
        bench.advance(.seconds(2))
        try await bench.hear(feed)
        #expect(try await bench.ids() == [1, 2, 3])
    }

    @Test func `What was written between the last look and a copytruncate is heard from the copy`() async throws {
        let bench = try await FeedBench()
        let feed = bench.fileFeed()
        try bench.write(1...3)
        try await bench.hear(feed)
        try bench.write([4])
        try FileManager.default.copyItem(atPath: bench.folder.path("posts"), toPath: bench.folder.path("posts.1"))
        #expect(truncate(bench.folder.path("posts"), 0) == 0)
        try bench.write([5])
        try await bench.hear(feed)
        #expect(try await bench.ids() == [1, 2, 3, 4, 5])
        #expect(bench.log.has("a file was cut or written anew"))
    }

    @Test func `A file that is written anew in place is heard from its start`() async throws {
        let bench = try await FeedBench()
        let feed = bench.fileFeed()
        try bench.write(1...2)
        try await bench.hear(feed)
        let handle = try #require(FileHandle(forWritingAtPath: bench.folder.path("posts")))
        try handle.write(contentsOf: Data((3...9).map { ReplayFixture.post($0) + "\n" }.joined().utf8))
        try await bench.hear(feed)
        #expect(try await bench.ids() == Array(1...9))
    }

    @Test func `A file rotated several times while nobody listened is heard on where it was left`() async throws {
        let bench = try await FeedBench()
        try bench.write(1...2)
        try await bench.hear(bench.fileFeed())
        try bench.write([3])
        try bench.folder.rotate("posts", "posts.3.gz", age: 300)
        try bench.write([4, 5])
        try bench.folder.rotate("posts", "posts.2.gz", age: 200)
        try bench.write([6])
        try bench.folder.rotate("posts", "posts.1", age: 100)
        try bench.write([7])
        // What is no rotated file, only named like one.
        try bench.write([99], to: "posts.copy")
        let lines = try await bench.hear(bench.fileFeed())
        #expect(try await bench.ids() == Array(1...7))
        // Nothing of it a second time.
        #expect(lines == 5)
        #expect(try await bench.hear(bench.fileFeed()) == 0)
    }

    @Test func `A file rotated away while nobody listened is heard on, also when none came in its place`() async throws
    {
        let bench = try await FeedBench()
        try bench.write([1])
        try await bench.hear(bench.fileFeed())
        try bench.write([2])
        try bench.folder.rename("posts", "posts.1")
        let feed = bench.fileFeed()
        try await bench.hear(feed)
        #expect(try await bench.ids() == [1, 2])
        #expect(await feed.isWaiting)
    }

    @Test func `Two rotations between two looks lose nothing`() async throws {
        let bench = try await FeedBench()
        let feed = bench.fileFeed()
        try bench.write([1])
        try await bench.hear(feed)
        try bench.write([2])
        try bench.folder.rotate("posts", "posts.2", age: 20)
        try bench.write([3])
        try bench.folder.rotate("posts", "posts.1", age: 10)
        try bench.write([4])
        try await bench.hear(feed)
        bench.advance(.seconds(2))
        try await bench.hear(feed)
        #expect(try await bench.ids() == [1, 2, 3, 4])
    }

    @Test func `Whoever still writes a file that was rotated away while nobody listened is heard`() async throws {
        let bench = try await FeedBench()
        try bench.write([1])
        try await bench.hear(bench.fileFeed())
        try bench.write([2])
        try bench.folder.rename("posts", "posts.1")
        _ = try bench.folder.write("posts", "")
        let feed = bench.fileFeed()
        try await bench.hear(feed)
        bench.advance(.seconds(60))
        try await bench.hear(feed)
        try bench.write([3, 4], to: "posts.1")
        try await bench.hear(feed)
        try bench.write([5])
        try await bench.hear(feed)
        bench.advance(.seconds(2))
        try await bench.hear(feed)
        try bench.folder.rename("posts.1", "posts.2")
        try bench.folder.rename("posts", "posts.1")
        try bench.write([6])
        for _ in 0..<3 {
            bench.advance(.seconds(2))
            try await bench.hear(feed)
        }
        #expect(try await bench.ids().sorted() == Array(1...6))
    }

    @Test func `What was rotated away before anybody listened stays unheard`() async throws {
        let bench = try await FeedBench()
        try bench.write([1], to: "posts.2")
        try bench.write([2], to: "posts.1")
        try bench.write([3])
        try await bench.hear(bench.fileFeed())
        #expect(try await bench.ids() == [3])
    }

    @Test func `A rotated file that is damaged stops nothing, and is named`() async throws {
        let bench = try await FeedBench()
        try bench.write([1])
        try await bench.hear(bench.fileFeed())
        try bench.folder.rotate("posts", "posts.2", age: 200)
        try Data([0x1F, 0x8B, 8, 0, 0, 1, 2]).write(to: bench.folder.url.appendingPathComponent("posts.1.gz"))
        try bench.write([2])
        try await bench.hear(bench.fileFeed())
        #expect(try await bench.ids() == [1, 2])
        #expect(bench.log.all.contains { $0.contains("posts.1.gz is damaged gzip") })
    }
}

extension FileFollower {
    fileprivate var isWaiting: Bool {
        if case .waiting = condition { true } else { false }
    }
}

extension TemporaryFolder {
    /// Moves a file away as log rotation does, compressed where the new name says so; `age`: seconds ago.
    fileprivate func rotate(_ old: String, _ new: String, age: Double) throws {
        if new.hasSuffix(".gz") {
            let bytes = try SystemGzip.compress(Array(Data(contentsOf: url.appendingPathComponent(old))))
            try Data(bytes).write(to: url.appendingPathComponent(new))
            try FileManager.default.removeItem(atPath: path(old))
        } else {
            try rename(old, new)
        }
        let date = Date(timeIntervalSinceNow: -age)
        try FileManager.default.setAttributes([.modificationDate: date], ofItemAtPath: path(new))
    }
}
