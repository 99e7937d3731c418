import Foundation
import GRDB
import TestSupport
import Testing

/// A running program and what goes wrong around it: a sentence that says what to do, nothing lost, nothing twice.
@Suite(.enabled(if: InfluxServer.isInstalled, "\(InfluxServer.absence)"), .timeLimit(.minutes(3)))
struct RunFaultTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func run(_ server: InfluxServer, _ environment: [String: String] = [:]) throws -> RunningProgram {
        try RunningProgram(
            ["posts", "--topics", "devops", "--influx", server.url, "--drain-timeout", "20"],
            in: folder,
            environment: environment
        )
    }

    /// The ids of the points of a measurement, in order.
    private func points(_ server: InfluxServer, _ measurement: String = "tweets", user: String? = nil) throws -> [Int] {
        let series = try server.query(
            "SELECT tweetid FROM \(measurement)",
            database: "twitter",
            user: user,
            password: user.map { _ in "right" }
        )
        let results = series["results"] as? [[String: Any]]
        let values = (results?.first?["series"] as? [[String: Any]])?.first?["values"] as? [[Any]] ?? []
        return values.compactMap { ($0[1] as? NSNumber)?.intValue }.sorted()
    }

    private func expectAll(_ ids: ClosedRange<Int>, _ server: InfluxServer, user: String? = nil) throws {
        #expect(try RunningProgram.ids(in: folder) == Array(ids))
        for measurement in ["tweets", "posts"] {
            #expect(try points(server, measurement, user: user) == Array(ids), "\(measurement)")
        }
    }

    @Test func `A server stopped and started five times gets every point once`() throws {
        let server = try InfluxServer()
        try folder.add(1...10)
        let program = try run(server)
        try program.keeps(10)
        for round in 1...5 {
            server.stop(isHard: round.isMultiple(of: 2))
            try folder.add(round * 10 + 1...round * 10 + 10)
            try program.says("a sink has to wait", times: round)
            try server.start()
            try program.says("a sink has caught up", times: round, within: .seconds(30))
        }
        #expect(try program.end() == 0)
        try expectAll(1...60, server)
    }

    @Test func `A database dropped under the sink is made again, and takes what comes later`() throws {
        let server = try InfluxServer()
        try folder.add(1...10)
        let program = try run(server)
        try Eventually.holds("ten points") { try points(server).count == 10 }
        try server.query("DROP DATABASE twitter")
        try folder.add(11...20)
        try Eventually.holds("the later ten") { try points(server).count == 10 }
        #expect(try program.end() == 0)
        #expect(try points(server) == Array(11...20))
        #expect(try program.ids() == Array(1...20))
        #expect(program.entry("signals wait in the outbox for the next run") == nil)
    }

    @Test func `A wrong password is said and never shown, and the right one sends all`() throws {
        let server = try InfluxServer(authenticates: true)
        try server.query("CREATE USER admin WITH PASSWORD 'right' WITH ALL PRIVILEGES")
        try folder.add(1...10)
        let user = ["EARSHOT_INFLUX_USERNAME": "admin"]
        let wrong = try run(server, user.merging(["EARSHOT_INFLUX_PASSWORD": "hunter2-wrong"]) { $1 })
        try wrong.says("a sink has to wait")
        #expect(wrong.entry("a sink has to wait")?["reason"]?.contains("Set EARSHOT_INFLUX_USERNAME") == true)
        try wrong.keeps(10)
        #expect(try wrong.end() == 0)
        #expect(wrong.entry("signals wait in the outbox for the next run")?["signals"] == "10")
        #expect(!wrong.log.contains("hunter2"))
        let right = try run(server, user.merging(["EARSHOT_INFLUX_PASSWORD": "right"]) { $1 })
        try folder.add(11...12)
        try right.keeps(12)
        #expect(try right.end() == 0)
        try expectAll(1...12, server, user: "admin")
    }

    @Test func `A password that is put right in its file is used without a restart`() throws {
        let server = try InfluxServer(authenticates: true)
        try server.query("CREATE USER admin WITH PASSWORD 'right' WITH ALL PRIVILEGES")
        _ = try folder.write("secret", "wrong\n")
        let sink = "{influxdb: \"\(server.url)\", username: admin, password_file: secret}"
        _ = try folder.write("earshot.yaml", "topics: [devops]\nfeeds: [{file: posts}]\nsinks: [\(sink)]\n")
        try folder.add(1...10)
        let program = try RunningProgram([], in: folder)
        try program.says("a sink has to wait")
        _ = try folder.write("secret", "right\n")
        // It looks again after half a minute to a minute.
        try program.says("a sink has caught up", within: .seconds(75))
        #expect(try program.end() == 0)
        try expectAll(1...10, server, user: "admin")
    }

    @Test func `Points of a type that conflicts become dead letters, and are sent when the conflict is gone`() throws {
        let server = try InfluxServer()
        try server.query("CREATE DATABASE twitter")
        let line = "tweets,keywords=x relevance=\"high\" 1500000000000000000\n"
        #expect(try server.write(Array(line.utf8), database: "twitter").status == 204)
        try folder.add(1...10)
        let program = try run(server)
        try program.keeps(10)
        try Eventually.holds("ten posts") { try points(server, "posts").count == 10 }
        try Eventually.holds("ten letters") { try program.command("deadletters", "--json").objects().count == 10 }
        try server.query("DROP MEASUREMENT tweets", database: "twitter")
        #expect(
            try program.command("deadletters", "retry", "--json").output == #"{"heard":0,"requeued":10,"remaining":0}"#
                + "\n"
        )
        try Eventually.holds("ten points") { try points(server).count == 10 }
        #expect(try program.end() == 0)
        try expectAll(1...10, server)
        #expect(try program.command("deadletters", "--json").output == "")
    }

    @Test func `One sink down for long does not hold up the other`() throws {
        let (up, down) = (try InfluxServer(), try InfluxServer())
        down.stop()
        _ = try folder.write(
            "earshot.yaml",
            "topics: [devops]\nfeeds:\n  - file: posts\nsinks:\n  - influxdb: \(up.url)\n  - influxdb: \(down.url)\n"
        )
        try folder.add(1...5)
        let program = try RunningProgram(["--drain-timeout", "1"], in: folder)
        try program.says("a sink has to wait")
        for day in 1...3 {
            try folder.add(day * 5 + 1...day * 5 + 5)
            try Eventually.holds("day \(day)") { try points(up).count == day * 5 + 5 }
        }
        #expect(try program.end() == 0)
        #expect(program.entry("signals wait in the outbox for the next run")?["signals"] == "20")
        try down.start()
        let next = try RunningProgram(["--drain-timeout", "20"], in: folder)
        try next.says("hearing a feed")
        #expect(try next.end() == 0)
        try expectAll(1...20, up)
        try expectAll(1...20, down)
    }

    @Test func `A store that another process locks is waited for`() throws {
        try folder.add(1...5)
        let program = try RunningProgram(["posts", "--topics", "devops"], in: folder)
        try program.keeps(5)
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        let other = try DatabaseQueue(path: folder.path("earshot.db"), configuration: configuration)
        try other.inDatabase { try $0.execute(sql: "BEGIN IMMEDIATE") }
        try folder.add(6...10)
        try program.says("the store cannot be written, and is tried again")
        let reason = program.entry("the store cannot be written, and is tried again")?["reason"]
        #expect(reason == "the store is locked by another program")
        try other.inDatabase { try $0.execute(sql: "ROLLBACK") }
        try program.keeps(10)
        try program.says("the store can be written again")
        #expect(try program.end() == 0)
        #expect(try program.ids() == Array(1...10))
    }

    @Test func `A damaged store ends the run with what to do`() throws {
        try folder.add(1...2000)
        let first = try RunningProgram(["posts", "--topics", "devops"], in: folder)
        try first.keeps(2000)
        #expect(try first.end() == 0)
        // An orderly end leaves nothing in the log, which would be read in the place of what is damaged here.
        #expect(!FileManager.default.fileExists(atPath: folder.path("earshot.db-wal")))
        let file = try #require(FileHandle(forUpdatingAtPath: folder.path("earshot.db")))
        try file.seek(toOffset: 4096)
        let size = try file.seekToEnd()
        try file.seek(toOffset: 4096)
        try file.write(contentsOf: Data(repeating: 0xA5, count: Int(size) - 4096))
        try file.close()
        try folder.add(2001...2010)
        let second = try RunningProgram(["posts", "--topics", "devops"], in: folder)
        #expect(try second.ended() == 2)
        #expect(second.log.contains("damaged") && second.log.contains("earshot restore FILE"), "\(second.log)")
    }
}
