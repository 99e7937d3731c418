import Foundation
import GRDB
import Language
import TestSupport
import Testing

/// Heard once, kept once, told once: whenever the program is killed.
@Suite(
    .enabled(if: SharedData.isPresent, "\(SharedData.absence)"),
    .enabled(if: InfluxServer.isInstalled, "\(InfluxServer.absence)")
)
struct KillTests {
    private static let topics = [
        "sandy", "hurricane", "flood", "tornado", "oklahoma", "power", "alberta", "yyc", "moore", "help",
    ]
    private static let file = SharedData.url("data/posts/crisis.ndjson.gz").path
    private static let wantedKills = 50

    /// A round: one store, one database, one command.
    private struct Round {
        let server: InfluxServer
        let database: String
        let folder: TemporaryFolder
        var store: String { folder.path("store.db") }

        init(_ server: InfluxServer, number: Int) throws {
            self.server = server
            database = "round\(number)"
            folder = try TemporaryFolder()
        }

        var arguments: [String] {
            [
                "replay", KillTests.file, "--topics", KillTests.topics.joined(separator: ","), "--keep-all", "--influx",
                server.url,
                "--influx-database", database, "--store", store, "--json",
            ]
        }

        private func start() throws -> Process {
            let process = Process()
            process.executableURL = Program.url
            process.arguments = arguments
            process.standardOutput = FileHandle.nullDevice
            process.standardError = FileHandle.nullDevice
            try process.run()
            return process
        }

        /// Runs the command and kills it after a while, if it has not ended by then.
        func runAndKill(after delay: Double) throws {
            let process = try start()
            usleep(UInt32(delay * 1e6))
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
        }

        /// Runs the command to its end, and returns when it had kept `count` signals and when it ended, in seconds.
        func runAndTime(until count: Int) throws -> (hearing: Double, whole: Double) {
            let begin = ContinuousClock.now
            let process = try start()
            var hearing: Double?
            while process.isRunning {
                if hearing == nil, rows() == count { hearing = begin.duration(to: .now) / .seconds(1) }
                usleep(20_000)
            }
            let whole = begin.duration(to: .now) / .seconds(1)
            #expect(process.terminationStatus == 0)
            return (hearing ?? whole, whole)
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
        let clean = try Round(server, number: 0)
        let length = try clean.runAndTime(until: recount.ids.count)
        try recount.expectStore(clean.store, "the clean run")
        try recount.expectPoints(server, database: clean.database, topics: Self.topics, "the clean run")

        var random = SplitMix(state: 9)
        var found: [Int] = []
        for number in 1...1000 where found.count < Self.wantedKills {
            let delay = Double.random(in: 0...length.whole * 1.1, using: &random)
            // Long after the last signal is kept a kill finds the store full and does not count: it need not be tried.
            guard delay < length.hearing * 1.3 else { continue }
            let round = try Round(server, number: number)
            try round.runAndKill(after: delay)
            let rows = round.rows()
            guard rows > 0, rows < recount.ids.count else { continue }
            found.append(rows)
            if found.count % 3 == 0 { try round.runAndKill(after: Double.random(in: 0...length.whole, using: &random)) }
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
