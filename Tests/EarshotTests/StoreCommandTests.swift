import Foundation
import TestSupport
import Testing

@Suite struct StoreCommandTests {
    @Test func `the store is told as a whole`() throws {
        let store = try SampleStore()
        let info = try #require(try store.run(["store", "info", "--json"]).objects().first)
        #expect(info["path"] as? String == store.path)
        #expect(info["signals"] as? Int == 4)
        #expect(info["topics"] as? Int == 2)
        #expect(info["unmatched"] as? Int == 1)
        #expect(info["deadletters"] as? Int == 1)
        #expect(info["first"] as? String == "2017-08-29T13:00:00Z")
        #expect(info["last"] as? String == "2017-08-30T00:00:00Z")
        #expect(info["writer"] is NSNull)
        #expect(info["bytes"] as? Int == FileManager.default.contents(atPath: store.path)?.count)
        let lines = try store.run(["store", "info"]).lines
        #expect(lines.contains("signals       4"))
        #expect(lines.contains("writer        nobody"))
    }

    @Test func `who writes the store is told`() throws {
        let store = try SampleStore()
        let process = Process()
        process.executableURL = Program.url
        process.arguments = ["replay", "-", "--topics", "swift", "--store", store.path]
        process.standardInput = Pipe()
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        defer {
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
        }
        let note = "earshot replay (process \(process.processIdentifier))"
        var writer: String?
        for _ in 0..<200 where writer != note {
            writer = try store.run(["store", "info", "--json"]).objects().first?["writer"] as? String
        }
        #expect(writer == note)
        let forget = try store.run(["forget", "@ada"])
        #expect(forget.exitCode == 2)
        #expect(forget.errors.contains(note))
    }

    @Test func `a store is trimmed by age and by size`() throws {
        let store = try SampleStore()
        #expect(
            try store.run(["store", "trim", "--older-than", "1d", "--json"]).objects().first?["signals"] as? Int == 0
        )
        let preview = try store.run(["store", "trim", "--larger-than", "1KB", "--dry-run", "--json"])
        #expect(try preview.objects().first?["signals"] as? Int == 4)
        #expect(try store.run(["store", "info", "--json"]).objects().first?["signals"] as? Int == 4)
        let run = try store.run(["store", "trim", "--larger-than", "1KB", "--shrink"])
        #expect(run.exitCode == 0)
        #expect(run.lines.first == "removed   4 signals")
        #expect(try store.run(["store", "info", "--json"]).objects().first?["signals"] as? Int == 0)
        #expect(try store.run(["topics", "--json"]).objects().first?["count"] as? Int != 0)
    }

    @Test(arguments: [
        (["--older-than", "90"], "--older-than 90 is no span of time. Write 30m, 12h, 90d or 52w."),
        (["--larger-than", "2G"], "--larger-than 2G is no size. Write 500MB, 2GB or 1TB."),
        ([], "Say what is to go: --older-than 90d, --larger-than 2GB, or --shrink alone."),
    ])
    func `an amount that is none is wrong usage`(options: [String], message: String) throws {
        let run = try Program.run(["store", "trim"] + options)
        #expect(run.exitCode == 64)
        #expect(run.errors.hasPrefix("Error: \(message)\n"))
    }

    @Test func `a store of today has nothing to be brought up to date`() throws {
        let store = try SampleStore()
        for options in [[], ["--dry-run"]] {
            let run = try store.run(["store", "upgrade"] + options)
            #expect(run.exitCode == 0)
            #expect(run.output == "\(store.path) is up to date.\n")
        }
        #expect(try !store.folder.contents().contains("sample.db.before-upgrade"))
    }

    @Test func `volatile signals are exported as they are, without words, or not at all`() throws {
        let store = try SampleStore()
        func run(_ kind: String, _ policy: String, _ more: String...) throws -> String {
            try store.run(["export", kind, "--volatile", policy] + more).output
        }
        #expect(try run("signals", "keep") == store.run(["export", "signals"]).output)
        #expect(try run("signals", "keep").contains("damn"))
        for more in [[], ["--csv"]] {
            let hidden = try store.run(["export", "signals", "--volatile", "hide"] + more).output
            #expect(!hidden.contains("damn") && !hidden.contains("di\"") && hidden.contains("4"))
        }
        #expect(try run("signals", "hide").split(separator: "\n").count == 4)
        #expect(try run("signals", "drop").split(separator: "\n").count == 3)
        #expect(try run("points", "hide").contains("id=\"x:4\""))
        #expect(try !run("points", "hide").contains("user=\"di\""))
        #expect(try !run("points", "drop").contains("x:4"))
        #expect(try store.run(["export", "signals", "--volatile", "burn"]).exitCode == 64)
    }
}
