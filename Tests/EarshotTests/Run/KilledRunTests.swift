import Foundation
import GRDB
import Language
import TestSupport
import Testing

/// A run that hears a file, a folder and standard input and tells two databases, killed again and again.
///
/// One database is down part of the time. A pipe that broke cannot be resumed: its writer starts again behind the last post
/// that was kept, or with the first, and ids keep each single.
@Suite(.enabled(if: InfluxServer.isInstalled, "\(InfluxServer.absence)"), .timeLimit(.minutes(20)))
struct KilledRunTests {
    /// `make kills` asks for more.
    private static let kills = ProcessInfo.processInfo.environment["EARSHOT_KILLS"].flatMap { Int($0) } ?? 20

    private let folder: TemporaryFolder
    private let servers: [InfluxServer]

    init() throws {
        folder = try TemporaryFolder()
        servers = [try InfluxServer(), try InfluxServer()]
        _ = try folder.write(
            "earshot.yaml",
            """
            topics: [devops]
            feeds: [{file: posts}, {folder: inbox}, stdin]
            sinks: [{influxdb: "\(servers[0].url)"}, {influxdb: "\(servers[1].url)"}]
            """
        )
    }

    @Test func `Killed at any instant it keeps every post once, and each database gets every point once`() throws {
        var random = SplitMix(state: 13)
        var streams = try ThreeStreams(folder, seed: 14)
        let start = try listen(&streams)
        var found = Found()
        for round in 0..<Self.kills {
            // The second database is down in two rounds of five, from a moment of the first on.
            let power: () throws -> Void =
                switch round % 5 {
                case 1: { servers[1].stop(isHard: true) }
                case 3: { try servers[1].start() }
                default: {}
                }
            let delay = Duration.seconds(Double.random(in: 0...start + 1.2, using: &random))
            try kill(&streams, after: delay, power)
            let state = try state()
            found.add(state, written: streams)
            // Of a stream the first posts are kept, and no post twice.
            #expect(state.isWhole, "round \(round)")
            streams.rewindPipe(to: round.isMultiple(of: 4) ? 1 : (state.kept["pipe"] ?? 0) + 1)
        }
        if Self.kills % 5 == 2 || Self.kills % 5 == 3 { try servers[1].start() }
        try finish(&streams)
        try expectAll(streams)
        found.expectVariety(of: Self.kills)
    }

    /// Runs it undisturbed for a moment, and returns how long a start takes in seconds.
    private func listen(_ streams: inout ThreeStreams) throws -> Double {
        let (begin, pipe) = (ContinuousClock.now, try PatientPipe())
        let program = try RunningProgram([], in: folder, standardInput: pipe.reading)
        try program.says("started")
        let start = begin.duration(to: .now) / .seconds(1)
        try streams.write(through: pipe)
        try Eventually.holds("the first posts") { try state().kept.values.reduce(0, +) == streams.ids.count }
        #expect(try program.end() == 0)
        return start
    }

    /// Runs it while posts are written, and kills it after a while.
    private func kill(_ streams: inout ThreeStreams, after delay: Duration, _ power: () throws -> Void) throws {
        let pipe = try PatientPipe()
        let program = try RunningProgram([], in: folder, standardInput: pipe.reading)
        let end = ContinuousClock.now + delay
        try power()
        repeat {
            try streams.write(through: pipe)
            streams.pause()
        } while ContinuousClock.now < end
        #expect(try program.end(SIGKILL) == 128 + SIGKILL, "\(program.log)")
    }

    /// Lets it hear and tell what is left, and ends it.
    private func finish(_ streams: inout ThreeStreams) throws {
        let pipe = try PatientPipe()
        let program = try RunningProgram(["--drain-timeout", "60"], in: folder, standardInput: pipe.reading)
        while program.isRunning, streams.writeAgain(through: pipe) { usleep(1000) }
        let total = streams.ids.count
        try Eventually.holds("\(total) signals", within: .seconds(60)) {
            try state().kept.values.reduce(0, +) == total || !program.isRunning
        }
        #expect(try program.end() == 0, "\(program.log)")
        let told = try program.entries().filter { $0["message"] == "a sink has everything" }
        #expect(told.count == servers.count, "\(program.log)")
    }

    private func expectAll(_ streams: ThreeStreams) throws {
        let (ids, state) = (streams.ids, try state())
        #expect(state.isWhole)
        #expect(state.kept == Dictionary(uniqueKeysWithValues: streams.written.map { ($0.rawValue, $1) }))
        #expect(state.counted == ids.count, "the sums count each once")
        #expect(state.behind == [0, 0])
        let run = try Program.run(["deadletters", "--json", "--store", folder.path("earshot.db")])
        #expect(run.output.isEmpty, "\(run.output.prefix(1000))")
        for server in servers {
            for measurement in ["posts", "tweets"] {
                let series = try server.series("SELECT \"id\", tweetid FROM \(measurement)", database: "twitter")
                let rows = series.flatMap { $0["values"] as? [[Any]] ?? [] }
                #expect(rows.count == ids.count, "\(measurement)")
                let isSame = Set(rows.compactMap { $0[1] as? String }) == ids
                #expect(isSame, "\(measurement)")
            }
        }
    }
}

/// The store as a kill left it.
private struct KilledState {
    /// Signals, by their source.
    var kept: [String: Int] = [:]
    /// False if a post is missing before one that is there, or the file is damaged.
    var isWhole = true
    /// Signals in the sums.
    var counted = 0
    /// Signals that each sink has still to read.
    var behind: [Int] = []
}

extension KilledRunTests {
    private func state() throws -> KilledState {
        // A kill may come before there is a store.
        guard FileManager.default.fileExists(atPath: folder.path("earshot.db")) else { return KilledState() }
        var configuration = Configuration()
        configuration.readonly = true
        // The program may be bringing back what its log holds.
        configuration.busyMode = .timeout(10)
        return try DatabaseQueue(path: folder.path("earshot.db"), configuration: configuration).read { db in
            var state = KilledState()
            state.isWhole = try String.fetchAll(db, sql: "PRAGMA integrity_check") == ["ok"]
            let sources = try Row.fetchAll(
                db,
                sql: """
                    SELECT source.name, count(*), count(DISTINCT native), max(CAST(native AS INTEGER)) FROM signal
                    JOIN source ON source.id = signal.source GROUP BY 1
                    """
            )
            for row in sources {
                let (count, different, last): (Int, Int, Int) = (row[1], row[2], row[3])
                state.kept[row[0]] = count
                if count != different { state.isWhole = false }
                // Files of a folder are heard in turn, so that a later post may be kept before an earlier one.
                if row[0] != "folder", count != last { state.isWhole = false }
            }
            state.counted =
                try Int.fetchOne(
                    db,
                    sql: """
                        SELECT coalesce(sum(count), 0) FROM rollup JOIN topic ON topic.id = series
                        WHERE name = 'devops' AND step = (SELECT min(step) FROM rollup)
                        """
                ) ?? 0
            state.behind = try Int.fetchAll(
                db,
                sql: """
                    SELECT (SELECT count(*) FROM signal WHERE seq > position) FROM cursor JOIN reader ON reader.id = reader
                    WHERE stream = 2 ORDER BY identity
                    """
            )
            return state
        }
    }
}

/// The states that kills found, which are to differ.
private struct Found {
    private var kept: Set<Int> = []
    private var unkept = 0
    private var behind = 0
    private var apart = 0

    mutating func add(_ state: KilledState, written: ThreeStreams) {
        let count = state.kept.values.reduce(0, +)
        kept.insert(count)
        if count < written.ids.count { unkept += 1 }
        if state.behind.contains(where: { $0 > 0 }) { behind += 1 }
        if Set(state.behind).count > 1 { apart += 1 }
    }

    func expectVariety(of kills: Int) {
        #expect(kept.count > kills / 4, "batches were kept between the kills")
        #expect(unkept > kills / 4, "posts were under way at the kills")
        #expect(behind > kills / 4, "points were under way at the kills")
        #expect(apart > 0, "the sinks were not at the same place")
    }
}
