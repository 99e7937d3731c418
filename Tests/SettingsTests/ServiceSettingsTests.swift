import Foundation
import Settings
import TestSupport
import Testing

/// What `earshot run` is told in `earshot.yaml`.
@Suite struct ServiceSettingsTests {
    private static func read(_ yaml: String) throws -> Configuration {
        let folder = try TemporaryFolder()
        return try Configuration(path: try folder.write("earshot.yaml", yaml))
    }

    private static func error(_ yaml: String) -> String? {
        #expect(throws: ConfigurationError.self) { try read(yaml) }?.reason
    }

    @Test func `feeds, sinks, retention and an address are read`() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(
            "earshot.yaml",
            """
            feeds:
              - file: posts.ndjson
              - folder: /srv/incoming
                format: text
              - stdin
              - stdin: true
            sinks:
              - influxdb: https://metrics.example:8086/proxy
                database: posts
                username: earshot
                password_file: secret
                raw: yes
              - influxdb: http://127.0.0.1:8086
                password_env: OTHER_PASSWORD
            keep_all: true
            keep_raw: on
            retention: {age: 2w, size: 1.5GB}
            queue: 3d
            listen: "[::1]:8017"
            """
        )
        let configuration = try Configuration(path: path)
        #expect(configuration.feeds.map(\.kind) == ["file", "folder", "stdin", "stdin"])
        #expect(try configuration.feeds[0].placePath() == "\(folder.url.path)/posts.ndjson")
        #expect(try configuration.feeds[1].placePath() == "/srv/incoming")
        #expect(try configuration.feeds[1].text("format") == "text")
        #expect(configuration.feeds[2].place == nil)
        #expect(configuration.sinks.map(\.kind) == ["influxdb", "influxdb"])
        let first = configuration.sinks[0]
        #expect(try first.placeText() == "https://metrics.example:8086/proxy")
        #expect(try first.text("database") == "posts")
        #expect(try first.secret("password")?.source == .file("\(folder.url.path)/secret"))
        #expect(try first.flag("raw"))
        #expect(try configuration.sinks[1].secret("password")?.source == .variable("OTHER_PASSWORD"))
        #expect(try configuration.sinks[1].flag("raw") == false)
        #expect(configuration.queueAge == .seconds(3 * 86_400))
        #expect(configuration.keepsAll && configuration.keepsRaw)
        #expect(configuration.retention.age == .seconds(14 * 86_400))
        #expect(configuration.retention.size == 1_500_000_000)
        #expect(configuration.listen?.description == "[::1]:8017")
        #expect(configuration.listen?.isLoopback == true)
    }

    @Test(arguments: [
        ("feeds: posts.ndjson", "feeds is a list. Write an entry a line: - file: posts.ndjson"),
        ("feeds: [[a]]", "a feed is made of lines like file: posts.ndjson: …"),
        ("sinks: [{}]", "a sink is made of lines like influxdb: http://127.0.0.1:8086: …"),
        ("queue: soon", "queue is a length of time, such as 90d or 36h."),
        ("keep_all: 7", "keep_all is true or false."),
        ("retention: {age: soon}", "age is a length of time, such as 90d or 36h."),
        ("retention: {age: 0d}", "age is a length of time, such as 90d or 36h."),
        ("retention: {size: 2}", "size is a number of bytes, such as 500MB or 2GB."),
        ("listen: everywhere", "listen is an address and a port, such as 127.0.0.1:8017."),
        ("listen: 127.0.0.1:80000", "listen is an address and a port, such as 127.0.0.1:8017."),
    ])
    func `what is wrong is said`(yaml: String, message: String) {
        #expect(Self.error(yaml) == message)
    }

    @Test func `an entry that says the same on other lines is the same`() throws {
        let one = try Self.read("feeds:\n  - file: a\n    format: text\n").feeds
        let other = try Self.read("# moved\n\nfeeds: [{file: a, format: text}]\n").feeds
        // The folder of the file is another, and a path counts from there only when it is read.
        #expect(one == other)
        #expect(try Self.read("feeds: [{file: a, format: ndjson}]").feeds != one)
    }

    @Test(arguments: [
        ("127.0.0.1:1", true), ("localhost:1", true), ("8017", true), ("[::1]:1", true), ("0.0.0.0:1", false),
        ("192.0.2.7:1", false), ("[::]:1", false), ("example.org:1", false),
    ])
    func `who can reach an address is known`(text: String, isLoopback: Bool) {
        #expect(ListenSetting(text)?.isLoopback == isLoopback)
    }

    @Test func `amounts have units, and nothing else has`() {
        #expect(Quantity.duration("90d") == .seconds(7_776_000))
        #expect(Quantity.duration("1.5h") == .seconds(5400))
        #expect(Quantity.bytes("500 MB") == 500_000_000)
        #expect(Quantity.bytes("2GiB") == 2_147_483_648)
        for text in ["", "d", "-1d", "1x", "1e3d", "9999999999999w"] { #expect(Quantity.duration(text) == nil) }
        for text in ["", "MB", "0MB", "-1MB", "1MBs", "99999999TB"] { #expect(Quantity.bytes(text) == nil) }
    }
}
