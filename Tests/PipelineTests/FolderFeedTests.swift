import Feeds
import Foundation
import Pipeline
import Signals
import Store
import TestSupport
import Testing

/// A folder into which files come.
struct FolderFeedTests {
    private let bench: FeedBench
    private let feed: FolderFollower

    init() async throws {
        bench = try await FeedBench()
        try FileManager.default.createDirectory(atPath: bench.folder.path("in"), withIntermediateDirectories: false)
        feed = bench.folderFeed()
    }

    /// Lets so much time go by, with a look at the folder every second; returns how many lines were heard.
    @discardableResult
    private func pass(seconds: Int) async throws -> Int {
        var lines = 0
        for _ in 0..<seconds {
            bench.advance(.seconds(1))
            lines += try await bench.hear(feed)
        }
        return lines
    }

    private func ids() async throws -> [Int] { try await bench.ids().sorted() }

    private func compressed(_ ids: ClosedRange<Int>) throws -> [UInt8] {
        try SystemGzip.compress(Array(ids.map { ReplayFixture.post($0) + "\n" }.joined().utf8))
    }

    private func put(_ bytes: some Sequence<UInt8>, as name: String) throws {
        try Data(bytes).write(to: bench.folder.url.appendingPathComponent("in/\(name)"))
    }

    @Test func `Files that are there, that come and that grow are heard`() async throws {
        try bench.write([1], to: "in/a.ndjson")
        try await bench.hear(feed)
        #expect(try await ids() == [1])
        try bench.write([2], to: "in/b.ndjson")
        try bench.write([3], to: "in/a.ndjson")
        try await pass(seconds: 1)
        #expect(try await ids() == [1, 2, 3])
        try await pass(seconds: 10)
        try bench.write([4], to: "in/a.ndjson")
        try await pass(seconds: 1)
        #expect(try await ids() == [1, 2, 3, 4])
    }

    @Test func `A line without an end is heard when its file has come to rest`() async throws {
        try put(Array(ReplayFixture.post(1).utf8), as: "a.ndjson")
        try await pass(seconds: 2)
        #expect(try await ids() == [])
        try await pass(seconds: 3)
        #expect(try await ids() == [1])
    }

    @Test func `A compressed file is heard when it has stopped growing, whatever its name`() async throws {
        let bytes = try compressed(1...50)
        try put(bytes.prefix(20), as: "a.ndjson.gz")
        try put(bytes.prefix(20), as: "b.ndjson")
        try await pass(seconds: 1)
        try put(bytes, as: "a.ndjson.gz")
        try put(try compressed(51...60), as: "b.ndjson")
        try await pass(seconds: 2)
        #expect(try await ids() == [])
        try await pass(seconds: 3)
        #expect(try await ids() == Array(1...60))
        #expect(try await bench.deadLetters().isEmpty)
    }

    @Test func `A compressed file that was half there is heard on when the rest has come`() async throws {
        let lines = (1...3000).map { ReplayFixture.post($0, "devops \($0 * 7919)") + "\n" }.joined()
        let bytes = try SystemGzip.compress(Array(lines.utf8))
        try put(bytes.prefix(bytes.count / 2), as: "a.gz")
        try await pass(seconds: 5)
        #expect(bench.log.all.contains { $0.contains("is damaged gzip: it ends early") })
        let before = try await ids().count
        #expect(before > 0 && before < 3000)
        try put(bytes, as: "a.gz")
        let rest = try await pass(seconds: 5)
        #expect(try await ids() == Array(1...3000))
        #expect(before + rest <= 3001)
    }

    @Test func `Hidden and unfinished files, links and folders are left alone`() async throws {
        for name in [".hidden", "a.part", "b.tmp", "c~", "d.swp"] { try bench.write([1], to: "in/\(name)") }
        try bench.write([1], to: "elsewhere")
        let link = bench.folder.path("in/link.ndjson")
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: bench.folder.path("elsewhere"))
        let inner = bench.folder.path("in/inner.ndjson")
        try FileManager.default.createDirectory(atPath: inner, withIntermediateDirectories: false)
        try await pass(seconds: 5)
        #expect(try await ids() == [])
        try bench.folder.rename("in/a.part", "in/a.ndjson")
        try await pass(seconds: 1)
        #expect(try await ids() == [1])
    }

    @Test func `A hundred files are all heard, though few are open at a time`() async throws {
        for number in 0..<100 { try bench.write(number * 3..<number * 3 + 3, to: "in/\(number).ndjson") }
        #expect(try await pass(seconds: 30) == 300)
        #expect(try await ids() == Array(0..<300))
    }

    @Test func `A file that always has something does not keep the others waiting`() async throws {
        let feed = bench.folderFeed(blockLines: 1)
        try bench.write(1...100, to: "in/a.ndjson")
        _ = try await feed.next()
        try bench.write([1000], to: "in/b.ndjson")
        bench.advance(.seconds(1))
        var isHeard = false
        for _ in 0..<20 where !isHeard {
            guard let packet = try await feed.next() else { continue }
            isHeard = bench.judge(packet).signals.contains { $0.signal.id.native == "1000" }
        }
        #expect(isHeard)
    }

    @Test func `Of thirty files that all grow every line is heard`() async throws {
        for round in 0..<10 {
            for number in 0..<30 { try bench.write([round * 30 + number], to: "in/\(number).ndjson") }
            try await pass(seconds: 1)
        }
        try await pass(seconds: 3)
        #expect(try await ids() == Array(0..<300))
        #expect(try await bench.deadLetters().isEmpty)
    }

    @Test func `A writer that pauses in the middle of a line writes one line`() async throws {
        let post = ReplayFixture.post(1)
        try put(Array(post.prefix(20).utf8), as: "a.ndjson")
        try await pass(seconds: 20)
        try bench.folder.append("in/a.ndjson", String(post.dropFirst(20)) + "\n")
        try await pass(seconds: 2)
        #expect(try await ids() == [1])
        #expect(try await bench.deadLetters().isEmpty)
    }

    @Test func `A file that is taken away while it is heard is heard to its end`() async throws {
        try bench.write(1...2, to: "in/a.ndjson")
        try await bench.hear(feed)
        try bench.folder.append("in/a.ndjson", ReplayFixture.post(3))
        try FileManager.default.removeItem(atPath: bench.folder.path("in/a.ndjson"))
        try await pass(seconds: 3)
        #expect(try await ids() == [1, 2, 3])
    }

    @Test func `A folder that is not there is waited for`() async throws {
        let feed = bench.folderFeed("none")
        try await bench.hear(feed)
        let path = bench.folder.path("none")
        #expect(await feed.condition == .waiting(Cause(.missing, "the folder \(path) is not there, or cannot be read")))
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        try bench.write([1], to: "none/a.ndjson")
        bench.advance(.seconds(1))
        try await bench.hear(feed)
        #expect(try await ids() == [1])
        #expect(await feed.condition == .hearing)
    }

    @Test func `A new run hears of a folder what is new`() async throws {
        try bench.write(1...2, to: "in/a.ndjson")
        try put(try compressed(3...4), as: "b.gz")
        try await pass(seconds: 8)
        #expect(try await ids() == [1, 2, 3, 4])
        try bench.write([5], to: "in/a.ndjson")
        let next = bench.folderFeed()
        var lines = 0
        for _ in 0..<8 {
            bench.advance(.seconds(1))
            lines += try await bench.hear(next)
        }
        #expect(try await ids() == [1, 2, 3, 4, 5])
        #expect(lines == 1)
    }

    @Test func `A file that is removed before its next turn is heard to its end`() async throws {
        let feed = bench.folderFeed(blockLines: 1)
        try bench.write(1...20, to: "in/0.ndjson")
        for number in 1...20 { try bench.write(number * 100...number * 100 + 20, to: "in/\(number).ndjson") }
        var heard: Set<Int> = []
        func hear(_ packets: Int) async throws {
            for _ in 0..<packets {
                guard let packet = try await feed.next() else { continue }
                let batch = try await bench.keep(packet)
                heard.formUnion(batch.signals.compactMap { Int($0.signal.id.native) })
            }
        }
        // Until it has given its turn away.
        while heard.intersection(1...20).count < 8 { try await hear(1) }
        try await hear(16)
        #expect(heard.intersection(1...20).count < 20)
        try FileManager.default.removeItem(atPath: bench.folder.path("in/0.ndjson"))
        for _ in 0..<30 {
            bench.advance(.seconds(1))
            try await hear(60)
        }
        #expect(heard.isSuperset(of: 1...20), "\(heard.sorted())")
        #expect(heard.count == 20 + 20 * 21)
    }

    @Test func `Files that are moved away after they were heard leave room for others`() async throws {
        try FileManager.default.createDirectory(atPath: bench.folder.path("done"), withIntermediateDirectories: false)
        for number in 0..<40 {
            try bench.write([number], to: "in/\(number).ndjson")
            try await pass(seconds: 1)
            try bench.folder.rename("in/\(number).ndjson", "done/\(number).ndjson")
        }
        try await pass(seconds: 1)
        #expect(try await ids() == Array(0..<40))
    }

    @Test func `A link is named once, and its file is not heard`() async throws {
        try bench.write([1], to: "elsewhere")
        let link = bench.folder.path("in/link.ndjson")
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: bench.folder.path("elsewhere"))
        try await pass(seconds: 3)
        #expect(try await ids() == [])
        let said = bench.log.all.filter { $0.hasPrefix("a link in a folder is not followed") }
        #expect(said.count == 1)
        #expect(said.first?.contains("link=link.ndjson") == true)
    }

}
