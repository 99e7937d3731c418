import Foundation
import TestSupport
import Testing

/// A store on a disk that is full.
@Suite(.enabled(if: SmallDisk.isPossible, "\(SmallDisk.absence)"), .timeLimit(.minutes(2)))
struct RunDiskTests {
    @Test func `A full disk is waited for, and nothing is lost or kept twice when there is room again`() throws {
        let disk = try SmallDisk(megabytes: 2)
        let posts = try TemporaryFolder()
        try posts.add(1...20_000)
        let program = try RunningProgram(
            [posts.path("posts"), "--topics", "devops", "--influx", "http://127.0.0.1:9", "--drain-timeout", "0"],
            in: disk.folder
        )
        try program.says("the store cannot be written, and is tried again")
        let reason = program.entry("the store cannot be written, and is tried again")?["reason"]
        #expect(reason == "the disk is full")
        #expect(program.isRunning)
        try disk.resize(megabytes: 100)
        try program.says("the store can be written again")
        try program.keeps(20_000)
        #expect(try program.end() == 0)
        #expect(try program.ids() == Array(1...20_000))
        #expect(program.entry("stopped")?["duplicates"] == "0")
    }

    @Test func `A shutdown on a full disk says so, and the next run hears the rest`() throws {
        let disk = try SmallDisk(megabytes: 2)
        let posts = try TemporaryFolder()
        try posts.add(1...20_000)
        let arguments = [posts.path("posts"), "--topics", "devops"]
        let full = try RunningProgram(arguments, in: disk.folder)
        try full.says("the store cannot be written, and is tried again")
        #expect(try full.end() == 2)
        #expect(
            full.log.contains("earshot: the disk is full, so the store could not be written. Make room"),
            "\(full.log)"
        )
        try disk.resize(megabytes: 100)
        let next = try RunningProgram(arguments, in: disk.folder)
        try next.keeps(20_000)
        #expect(try next.end() == 0)
        #expect(try next.ids() == Array(1...20_000))
    }
}
