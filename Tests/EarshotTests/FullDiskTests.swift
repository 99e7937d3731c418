import Foundation
import TestSupport
import Testing

@Suite(.enabled(if: SmallDisk.isPossible, "\(SmallDisk.absence)"))
struct FullDiskTests {
    @Test func `a full disk is told in a sentence, and with room again nothing is lost and nothing is there twice`()
        throws
    {
        let disk = try SmallDisk(megabytes: 32)
        let path = disk.folder.path("store.db")
        let ballast = disk.folder.path("ballast")
        try Data(count: 32_000_000).write(to: URL(fileURLWithPath: ballast))
        let folder = try TemporaryFolder()
        let posts = (0..<40_000).map { #"{"id":"\#($0)","source":"forum","text":"swift post number \#($0) of many"}"# }
        let file = try folder.write("posts.ndjson", posts.joined(separator: "\n"))
        let full = try Program.run(["replay", file, "--topics", "swift", "--store", path])
        #expect(full.exitCode == 2)
        #expect(full.errors.contains("the disk is full"))
        #expect(full.errors.split(separator: "\n").count == 1)
        try FileManager.default.removeItem(atPath: ballast)
        let again = try Program.run(["replay", file, "--topics", "swift", "--store", path, "--json"])
        #expect(again.exitCode == 0, "\(again.errors)")
        let summary = try #require(try again.objects().first)
        #expect((summary["heard"] as? Int ?? 0) + (summary["resumed"] as? Int ?? 0) == posts.count)
        #expect(summary["duplicates"] as? Int == 0)
        let export = try Program.run(["export", "signals", "--store", path])
        let ids = try export.objects().compactMap { $0["id"] as? String }
        #expect(ids == (0..<40_000).map(String.init))
    }

    /// Each ends at another step of making the store: its tables, its log, the first batch.
    @Test(arguments: [200, 400, 520, 600, 640, 680, 720])
    func `a store that there is no room to make says so in a sentence, and is made when there is`(
        kilobytes: Int
    ) throws {
        let disk = try SmallDisk(kilobytes: kilobytes)
        let path = disk.folder.path("store.db")
        let folder = try TemporaryFolder()
        let posts = (0..<4000).map { #"{"id":"\#($0)","source":"forum","text":"swift post number \#($0) of many"}"# }
        let file = try folder.write("posts.ndjson", posts.joined(separator: "\n"))
        let full = try Program.run(["replay", file, "--topics", "swift", "--store", path])
        #expect(full.exitCode == 2)
        #expect(full.errors.contains("the disk is full"), "\(full.errors)")
        #expect(full.errors.split(separator: "\n").count == 1)
        try disk.resize(megabytes: 32)
        let again = try Program.run(["replay", file, "--topics", "swift", "--store", path, "--json"])
        #expect(again.exitCode == 0, "\(again.errors)")
        let summary = try #require(try again.objects().first)
        #expect((summary["heard"] as? Int ?? 0) + (summary["resumed"] as? Int ?? 0) == posts.count)
        #expect(summary["duplicates"] as? Int == 0)
    }
}
