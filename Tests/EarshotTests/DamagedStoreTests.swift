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
