import Foundation
import Language
import TestSupport
import Testing

/// A run that is stopped and killed at random moments while its file grows and is rotated.
@Suite(.timeLimit(.minutes(3)))
struct RunKillTests {
    private static let rounds = 20

    /// Writes posts, and rotates now and then; all that it does follows from its seed.
    private struct Writer {
        let folder: TemporaryFolder
        var random: SplitMix
        var written = 0
        var rotations = 0

        mutating func go(_ steps: Int) throws {
            for _ in 0..<steps {
                let count = Int.random(in: 1...40, using: &random)
                try folder.add(written + 1...written + count)
                written += count
                if Int.random(in: 0..<6, using: &random) == 0 { try rotate() }
                usleep(UInt32.random(in: 0...20_000, using: &random))
            }
        }

        private mutating func rotate() throws {
            rotations += 1
            try folder.rename("posts", "posts.\(rotations)")
            // The next file is not there at once.
            if Bool.random(using: &random) { _ = try folder.write("posts", "") }
        }
    }

    @Test func `Twenty ends at random moments lose nothing and keep nothing twice`() throws {
        let folder = try TemporaryFolder()
        var writer = Writer(folder: folder, random: SplitMix(state: 20))
        var endings: [Int32: Int] = [:]
        // What is rotated away before anybody has listened stays unheard.
        try folder.add([0])
        let first = try RunningProgram(["posts", "--topics", "devops"], in: folder)
        try first.keeps(1)
        #expect(try first.end() == 0)
        for round in 0..<Self.rounds {
            let program = try RunningProgram(["posts", "--topics", "devops"], in: folder)
            try writer.go(Int.random(in: 1...20, using: &writer.random))
            let isHard = Bool.random(using: &writer.random)
            let code = try program.end(isHard ? SIGKILL : SIGTERM)
            // A signal before the program could take it ends it as it ends any.
            #expect(isHard ? code == 137 : code == 0 || code == 143, "round \(round): \(program.log)")
            endings[code, default: 0] += 1
            // Written while nobody listens.
            if round.isMultiple(of: 3) { try writer.go(3) }
        }
        #expect((endings[0] ?? 0) > 3 && (endings[137] ?? 0) > 3, "\(endings)")
        #expect(writer.rotations > 5)
        let last = try RunningProgram(["posts", "--topics", "devops"], in: folder)
        try last.keeps(writer.written + 1)
        #expect(try last.end() == 0)
        let ids = try last.ids()
        #expect(ids.count == writer.written + 1)
        #expect(Set(ids) == Set(0...writer.written))
        #expect(last.entry("stopped")?["duplicates"] == "0")
    }
}
