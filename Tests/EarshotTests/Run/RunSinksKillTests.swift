import Foundation
import Language
import TestSupport
import Testing

/// Four feeds and four sinks in a program that is killed again and again.
@Suite(.enabled(if: SinkRack.isInstalled, "\(SinkRack.absence)"), .timeLimit(.minutes(10)))
struct RunSinksKillTests {
    private static let kills = 100

    @Test("A hundred kills lose nothing at any sink, and repeat nothing where points are")
    func kills() throws {
        let rack = try SinkRack(
            feeds: ["{file: one}", "{file: two}", "{file: three}", "{folder: incoming}"],
            batch: 20
        )
        try FileManager.default.createDirectory(atPath: rack.folder.path("incoming"), withIntermediateDirectories: true)
        var random = SplitMix(state: 14)
        var written = 0
        var phases: Set<String> = []
        // A webhook begins now: what is kept before it was ever known is not its to tell.
        let first = try RunningProgram([], in: rack.folder)
        try first.says("started")
        #expect(try first.end(SIGKILL) == 137)
        for round in 0..<Self.kills {
            let program = try RunningProgram([], in: rack.folder)
            for name in ["one", "two", "three", "incoming/\(round)"] {
                let count = Int.random(in: 1...30, using: &random)
                try rack.folder.add(written + 1...written + count, to: name)
                written += count
            }
            usleep(UInt32.random(in: 20_000...900_000, using: &random))
            #expect(try program.end(SIGKILL) == 137, "round \(round): \(program.log)")
            if round.isMultiple(of: 20) { phases.insert(try state(of: rack, written)) }
        }
        let last = try RunningProgram([], in: rack.folder)
        try last.keeps(written, within: .seconds(60))
        try rack.drain()
        #expect(try last.end() == 0)
        let ids = try last.ids()
        #expect(ids.sorted() == Array(1...written))
        try rack.expectAll(ids)
        // The receiver was told in the order kept; what it was told again came before.
        var known: Set<String> = []
        let firsts = rack.receiver.told.filter { known.insert($0).inserted }
        let isInOrder = firsts == ids.map { "test:\($0)" }
        #expect(isInOrder)
        // The kills did not all find the same state.
        #expect(phases.count > 1, "\(phases)")
    }

    /// How much of what was written is kept, and how much of that is told.
    private func state(of rack: SinkRack, _ written: Int) throws -> String {
        let kept = try RunningProgram.ids(in: rack.folder).count
        return "\(written - kept) \(kept - rack.receiver.ids.count) \(kept - rack.bucket.lines("posts").count)"
    }
}
