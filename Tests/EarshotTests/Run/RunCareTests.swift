import Foundation
import TestSupport
import Testing

/// What becomes of what is kept while `earshot run` goes on.
@Suite(.timeLimit(.minutes(2)))
struct RunCareTests {
    private static func post(_ id: Int, _ text: String, author: String = "ada") -> String {
        #"{"id":"\#(id)","source":"forum","author":"\#(author)","text":"\#(text)"}"# + "\n"
    }

    @Test func `what is older than the configuration allows goes, and sums stay`() throws {
        let folder = try TemporaryFolder()
        let posts = (1...20).map { Self.post($0, "devops today") }.joined()
        let file = try folder.write("posts.ndjson", posts)
        let store = folder.path("earshot.db")
        #expect(try Program.run(["replay", file, "--topics", "devops", "--store", store]).exitCode == 0)
        _ = try folder.write("earshot.yaml", "topics: [devops]\nretention: {age: 1s}\n")
        try Eventually.holds("a second") {
            // Heard times count, and no clock is given to a program.
            let info = try Program.run(["store", "info", "--json", "--store", store]).objects()
            guard let text = info.first?["heard_last"] as? String, let heard = Self.date(text) else { return false }
            return Date().timeIntervalSince(heard) > 1.5
        }
        let program = try RunningProgram(["-"], in: folder)
        try program.says("old signals were removed")
        #expect(try program.ids() == [])
        let topics = try program.command("topics", "--json").objects()
        #expect(topics.first?["count"] as? Int ?? topics.first?["posts"] as? Int == 20, "\(topics)")
        #expect(try program.end() == 0)
    }

    private static func date(_ text: String) -> Date? {
        let format = ISO8601DateFormatter()
        format.formatOptions = [.withInternetDateTime, .withFractionalSeconds]
        return format.date(from: text) ?? ISO8601DateFormatter().date(from: text)
    }

    @Test(.enabled(if: InfluxServer.isInstalled, "influxd is not installed"))
    func `one line of the configuration filters profanity out of every output`() async throws {
        let server = try await InfluxServer.started()
        let folder = try TemporaryFolder()
        _ = try folder.write(
            "earshot.yaml",
            """
            topics: [devops]
            volatile: drop
            sinks: [{influxdb: "\(server.url)"}]
            """
        )
        let program = try RunningProgram(
            ["-"],
            in: folder,
            input: Self.post(1, "devops is fine") + Self.post(2, "devops is shit") + Self.post(3, "more devops")
        )
        try Eventually.holds("three signals") {
            let info = try program.command("store", "info", "--json").objects()
            return info.first?["signals"] as? Int == 3
        }
        let shown = try program.command("export", "signals").objects().compactMap { $0["id"] as? String }
        #expect(shown == ["1", "3"])
        #expect(try program.end() == 0)
        let counted = try server.series("SELECT count(\"tweetid\") FROM \"posts\"", database: "twitter")
        let row = (counted.first?["values"] as? [[Any]])?.first
        #expect((row?.last as? NSNumber)?.intValue == 2)
        let kept = try Program.run(
            ["export", "signals", "--volatile", "keep", "--store", "earshot.db"],
            folder: folder.url
        )
        #expect(kept.lines.count == 3)
    }

    @Test func `somebody is forgotten and decisions are recorded beside the running program`() throws {
        let folder = try TemporaryFolder()
        let program = try RunningProgram(
            ["-", "--topics", "devops"],
            in: folder,
            input: Self.post(1, "devops") + Self.post(2, "devops again", author: "otis") + Self.post(3, "devops, too")
        )
        try program.keeps(3)
        let forgotten = try program.command("forget", "@otis", "--json")
        #expect(forgotten.exitCode == 0, "\(forgotten.errors)")
        #expect(try forgotten.objects().first?["signals"] as? Int == 1)
        #expect(try program.ids() == [1, 3])
        let line = #"{"id":"forum:1","decision":"accept","by":"ada","at":"2026-03-10T10:00:00Z"}"#
        for (recorded, repeated) in [(1, 0), (0, 1)] {
            let decided = try program.command("decide", "--file", "-", "--json", input: line)
            #expect(decided.exitCode == 0, "\(decided.errors)")
            #expect(
                decided.output
                    == #"{"ambiguous":[],"recorded":\#(recorded),"refused":[],"repeated":\#(repeated),"unknown":[]}"#
                    + "\n"
            )
        }
        // Heard again, it does not come back.
        try program.write(Self.post(2, "devops again", author: "otis") + Self.post(4, "devops"))
        try program.keeps(3)
        #expect(try program.ids() == [1, 3, 4])
        #expect(try program.end() == 0)
    }
}
