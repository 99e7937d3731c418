import Foundation
import GRDB
import Language
import TestSupport
import Testing

/// Heard once, kept once, told once: whenever the program is killed.
@Suite(
    .enabled(if: SharedData.isPresent, "\(SharedData.absence)"), .enabled(if: InfluxServer.isInstalled, "\(InfluxServer.absence)")
)
struct KillTests {
    private static let topics = ["sandy", "hurricane", "flood", "tornado", "oklahoma", "power", "alberta", "yyc", "moore", "help"]
    private static let file = SharedData.url("data/posts/crisis.ndjson.gz").path
    private static let wantedKills = 12

    /// A round: one store, one database, one command.
    private struct Round {
        let server: InfluxServer
        let database: String
        let speed: Double
        let folder: TemporaryFolder
        var store: String { folder.path("store.db") }

        init(_ server: InfluxServer, number: Int, speed: Double) throws {
            self.server = server
            database = "round\(number)"
            self.speed = speed
            folder = try TemporaryFolder()
        }

        var arguments: [String] {
            [
                "replay", KillTests.file, "--topics", KillTests.topics.joined(separator: ","), "--keep-all", "--influx", server.url,
                "--influx-database", database, "--store", store, "--speed", "\(speed)", "--json",
            ]
        }

        /// Runs the command and kills it after a while, if it has not ended by then.
        func runAndKill(after delay: Double) throws {
            let process = Process()
            process.executableURL = Program.url
            process.arguments = arguments
            process.standardOutput = FileHandle.nullDevice
            process.standardError = FileHandle.nullDevice
            try process.run()
            usleep(UInt32(delay * 1e6))
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
        }

        /// Runs the command to its end.
        func run() throws -> Program.Run {
            try Program.run(arguments)
        }

        /// How many signals the store holds.
        func rows() -> Int {
            var configuration = Configuration()
            configuration.readonly = true
            let count = try? DatabaseQueue(path: store, configuration: configuration).read { db in
                try Int.fetchOne(db, sql: "SELECT count(*) FROM signal")
            }
            return count ?? 0
        }
    }

    @Test("50 kills at any moment of a replay lose nothing and repeat nothing, in the store and in InfluxDB")
    func kills() throws {
        let recount = try CrisisRecount(file: Self.file, topics: Self.topics)
        let server = try InfluxServer()
        // The hearing is stretched over two seconds: as fast as it goes it is over before most kills.
        let speed = Double(recount.span.last - recount.span.first) / 0.001
        let clean = try Round(server, number: 0, speed: speed)
        let start = ContinuousClock.now
        #expect(try clean.run().exitCode == 0)
        let length = start.duration(to: .now) / .seconds(1)
        try recount.expectStore(clean.store, "the clean run")
        try recount.expectPoints(server, database: clean.database, topics: Self.topics, "the clean run")

        print("DBG length", length)
        var random = SplitMix(state: 9)
        var found: [Int] = []
        for number in 1...400 where found.count < Self.wantedKills {
            let round = try Round(server, number: number, speed: speed)
            let d = Double.random(in: 0...length * 1.1, using: &random)
            try round.runAndKill(after: d)
            let rows = round.rows()
            print("DBG rows", d, rows)
            guard rows > 0, rows < recount.ids.count else { continue }
            found.append(rows)
            if found.count % 3 == 0 { try round.runAndKill(after: Double.random(in: 0...length * 1.1, using: &random)) }
            try finish(round, "round \(number), killed at \(rows) signals", recount)
            try server.query("DROP DATABASE \(round.database)")
        }
        #expect(found.count == Self.wantedKills)
        // The kills did not all find the same state.
        #expect(Set(found).count >= 5)
    }

    /// Resumes a killed run and compares what it leaves with the recount.
    private func finish(_ round: Round, _ comment: Comment, _ recount: CrisisRecount) throws {
        let run = try round.run()
        #expect(run.exitCode == 0, comment)
        let summary = try #require(try run.objects().last)
        // Batches commit whole: what the killed runs kept is resumed, and nothing of it is heard again.
        #expect(summary["duplicates"] as? Int == 0, comment)
        #expect((summary["heard"] as? Int ?? 0) + (summary["resumed"] as? Int ?? 0) == recount.lines, comment)
        try recount.expectStore(round.store, comment)
        try recount.expectPoints(round.server, database: round.database, topics: Self.topics, comment)
    }
}
