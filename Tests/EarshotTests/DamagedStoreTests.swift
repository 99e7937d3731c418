import Foundation
import TestSupport
import Testing

/// Stores that something has gone wrong with.
@Suite struct DamagedStoreTests {
    /// Ways in which a file can be damaged.
    enum Damage: String, CaseIterable, CustomTestStringConvertible {
        case middle
        case truncated
        case header

        var testDescription: String { rawValue }

        func apply(to path: String) throws {
            let file = try FileHandle(forUpdating: URL(fileURLWithPath: path))
            defer { try? file.close() }
            switch self {
            case .middle:
                let size = try file.seekToEnd()
                try file.seek(toOffset: 4096)
                try file.write(contentsOf: Data(repeating: 0xA5, count: Int(size) - 8192))
            case .truncated: try file.truncate(atOffset: 4096 * 2 + 100)
            case .header:
                try file.seek(toOffset: 0)
                try file.write(contentsOf: Data(repeating: 0x5A, count: 100))
            }
        }
    }

    private static let commands = [
        ["topics"], ["query"], ["export", "signals"], ["deadletters"], ["sinks"], ["why", "x:1"], ["store", "info"],
        ["store", "trim", "--shrink"], ["forget", "@ada"], ["backup", "copy2.db"],
        ["replay", "posts.ndjson", "--again", "--topics", "swift"],
    ]

    @Test(arguments: Damage.allCases)
    func `every command says so in a sentence, and a copy can be put in its place`(damage: Damage) throws {
        let store = try SampleStore()
        #expect(try store.run(["backup", "copy.db"]).exitCode == 0)
        let expected = try store.run(["export", "signals"]).output
        try damage.apply(to: store.path)
        for command in Self.commands {
            let run = try store.run(command)
            #expect(run.exitCode == 2, "\(command): \(run.output)")
            let isSaid =
                run.errors.contains("is damaged (")
                || (damage == .header && run.errors.contains("is no store of Earshot"))
            #expect(isSaid, "\(command): \(run.errors)")
            #expect(run.errors.split(separator: "\n").count == 1)
        }
        let restore = try store.run(["restore", "copy.db"])
        #expect(restore.exitCode == 0, "\(restore.errors)")
        #expect(try store.run(["export", "signals"]).output == expected)
    }

    @Test(arguments: [500, 1000, 3000]) func `a last page that is cut ends no command with a crash`(bytes: Int) throws {
        let posts = (1...4000).map { #"{"id":"\#($0)","source":"x","text":"swift post number \#($0) of many"}"# + "\n" }
        let store = try SampleStore(posts.joined())
        let file = try FileHandle(forUpdating: URL(fileURLWithPath: store.path))
        try file.truncate(atOffset: file.seekToEnd() - UInt64(bytes))
        try file.close()
        let replay = try store.run(["replay", "-", "--topics", "swift"], input: posts[0])
        #expect([0, 2].contains(replay.exitCode), "\(replay.errors)")
        #expect(replay.exitCode == 0 || replay.errors.contains("is damaged ("), "\(replay.errors)")
        #expect(!replay.errors.contains("Fatal error"))
        let doctor = try store.run(["doctor"])
        #expect(doctor.exitCode == 1)
        #expect(doctor.output.contains("MEND  store: the store"), "\(doctor.output)")
    }

    @Test(.enabled(if: SmallDisk.isPossible, "\(SmallDisk.absence)"))
    func `a store on a medium that cannot be written is read`() throws {
        let store = try SampleStore()
        let expected = try store.run(["export", "signals"]).output
        let disk = try SmallDisk(megabytes: 8)
        let path = disk.folder.path("store 100%.db")
        try FileManager.default.copyItem(atPath: store.path, toPath: path)
        try disk.makeReadOnly()
        let export = try Program.run(["export", "signals", "--store", path])
        #expect(export.exitCode == 0, "\(export.errors)")
        #expect(export.output == expected)
    }

    @Test func `a file that others may read is made for its owner only, whatever the umask`() throws {
        let store = try SampleStore()
        let script = """
            umask 000
            "$EARSHOT" replay posts.ndjson --store lax.db --topics swift >/dev/null &&
            "$EARSHOT" backup lax-copy.db --store lax.db >/dev/null &&
            "$EARSHOT" restore lax-copy.db --store lax.db >/dev/null
            """
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", script]
        process.currentDirectoryURL = store.folder.url
        process.environment = ProcessInfo.processInfo.environment.merging(["EARSHOT": Program.url.path]) { $1 }
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        let files = try store.folder.contents().filter { $0.hasPrefix("lax") }
        #expect(files.count >= 4, "\(files)")
        for file in files {
            let attributes = try FileManager.default.attributesOfItem(atPath: store.folder.path(file))
            #expect(attributes[.posixPermissions] as? Int == 0o600, "\(file)")
        }
    }
}
