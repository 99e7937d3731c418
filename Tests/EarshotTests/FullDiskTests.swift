import Foundation
import TestSupport
import Testing

/// A file system of a few megabytes, which only root may mount.
private final class SmallDisk {
    let folder: TemporaryFolder

    /// nil where it may not be mounted.
    init?(megabytes: Int) throws {
        folder = try TemporaryFolder()
        guard try Self.run("/bin/mount", ["-t", "tmpfs", "-o", "size=\(megabytes)m", "tmpfs", folder.url.path]) else {
            return nil
        }
    }

    deinit {
        _ = try? Self.run("/bin/umount", ["-l", folder.url.path])
    }

    private static func run(_ path: String, _ arguments: [String]) throws -> Bool {
        guard FileManager.default.isExecutableFile(atPath: path) else { return false }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        return process.terminationStatus == 0
    }

    static let isPermitted = (try? SmallDisk(megabytes: 1)) != nil
}

@Suite(.enabled(if: SmallDisk.isPermitted, "a small file system cannot be mounted here: run as root"))
struct FullDiskTests {
    @Test func `a full disk is told in a sentence, and with room again nothing is lost and nothing is there twice`()
        throws
    {
        let disk = try #require(try SmallDisk(megabytes: 32))
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
}
