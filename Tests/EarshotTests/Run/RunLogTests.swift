import Foundation
import TestSupport
import Testing

/// What the log holds, and what it must not.
@Suite(.timeLimit(.minutes(2)))
struct RunLogTests {
    private static let secret = "s3cret-password"
    /// Heard texts, each with a word by which it would be found.
    private static let texts = [
        "devops HEARDTEXT \\u001b[31m red \\u0007 \\u2028 line",
        "devops HEARDTEXT,tag=x field=1i 1500000000000000000\\ntweets,keywords=HEARDTEXT relevance=1",
        "devops HEARDTEXT \\\"quoted\\\" '; DROP DATABASE twitter; --",
        "devops HEARDTEXT {\\\"message\\\":\\\"stopped\\\"}",
    ]

    private func lines() -> String {
        let posts = Self.texts.enumerated().map { #"{"id":"\#($0)","author":"HEARDTEXT","text":"\#($1)"}"# + "\n" }
        // Lines that cannot be read hold text, too.
        return posts.joined() + "HEARDTEXT no post\n{\"text\":\"HEARDTEXT\n" + #"{"id":"HEARDTEXT","text":7}"# + "\n"
    }

    @Test func `No heard text and no password is in any line, and every line is an object`() throws {
        let folder = try TemporaryFolder()
        _ = try folder.write("posts", lines())
        // It refuses lines as InfluxDB does, which shows the line; then it fails; then it refuses the credentials.
        let refusal = ScriptedServer.Answer.refused("unable to parse 'tweets,keywords=HEARDTEXT': bad timestamp")
        let server = try ScriptedServer(Array(repeating: refusal, count: 40)) { request in
            .status(401, body: #"{"error":"no \#(request.headers["authorization"] ?? "")"}"#)
        }
        let environment = ["EARSHOT_INFLUX_USERNAME": "ear", "EARSHOT_INFLUX_PASSWORD": Self.secret]
        let program = try RunningProgram(
            [
                "posts", "--topics", "devops", "--log-level", "debug", "--influx", server.url, "--influx-raw",
                "--drain-timeout", "0",
            ],
            in: folder,
            environment: environment
        )
        try program.keeps(Self.texts.count)
        try program.says("lines could not be read")
        try Eventually.holds("refusals") { server.requests.count > 3 }
        try folder.append("posts", lines().replacing(#""id":""#, with: #""id":"1"#))
        try program.keeps(Self.texts.count * 2)
        _ = try program.command("replay", "-", input: lines())
        _ = try program.command("deadletters", "retry")
        #expect(try program.end() == 0)
        let entries = try program.entries()
        #expect(entries.count > 4)
        for entry in entries {
            #expect(entry["time"]?.hasSuffix("Z") == true)
            #expect(["debug", "info", "notice", "warning", "error"].contains(entry["level"] ?? ""))
            #expect(entry["message"]?.isEmpty == false)
        }
        let encoded = Data("ear:\(Self.secret)".utf8).base64EncodedString()
        for word in ["HEARDTEXT", Self.secret, encoded] { #expect(!program.log.contains(word), "\(program.log)") }
    }

    @Test func `A server that fails and echoes what it was sent puts nothing of it into the log`() throws {
        let folder = try TemporaryFolder()
        _ = try folder.write("posts", lines())
        let server = try ScriptedServer { request in
            .status(500, body: "cannot take: \(request.body) of \(request.headers["authorization"] ?? "")")
        }
        let environment = ["EARSHOT_INFLUX_USERNAME": "ear", "EARSHOT_INFLUX_PASSWORD": Self.secret]
        let program = try RunningProgram(
            ["posts", "--topics", "devops", "--influx", server.url, "--drain-timeout", "0"],
            in: folder,
            environment: environment
        )
        try program.says("a sink has to wait")
        #expect(try program.end() == 0)
        #expect(program.entry("a sink has to wait")?["reason"]?.hasPrefix("the server failed (500)") == true)
        let encoded = Data("ear:\(Self.secret)".utf8).base64EncodedString()
        for word in ["HEARDTEXT", Self.secret, encoded] { #expect(!program.log.contains(word), "\(program.log)") }
    }
}
