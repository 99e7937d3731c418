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
            listen: "[::1]:8017"
            """
        )
        let configuration = try Configuration(path: path)
        #expect(
            configuration.feeds == [
                FeedSetting(source: .file("\(folder.url.path)/posts.ndjson")),
                FeedSetting(source: .folder("/srv/incoming"), format: "text"), FeedSetting(source: .standardInput),
                FeedSetting(source: .standardInput),
            ]
        )
        var first = SinkSetting(url: "https://metrics.example:8086/proxy")
        first.database = "posts"
        first.username = "earshot"
        first.passwordFile = "\(folder.url.path)/secret"
        first.includesRaw = true
        var second = SinkSetting(url: "http://127.0.0.1:8086")
        second.passwordVariable = "OTHER_PASSWORD"
        #expect(configuration.sinks == [first, second])
        #expect(second.database == "twitter")
        #expect(configuration.keepsAll && configuration.keepsRaw)
        #expect(configuration.retention.age == .seconds(14 * 86_400))
        #expect(configuration.retention.size == 1_500_000_000)
        #expect(configuration.listen?.description == "[::1]:8017")
        #expect(configuration.listen?.isLoopback == true)
    }

    @Test(arguments: [
        ("feeds: posts.ndjson", "feeds is a list. Write an entry a line: - file: posts.ndjson"),
        ("feeds: [posts.ndjson]", "a feed is stdin, or a line like file: posts.ndjson, or folder: incoming."),
        ("feeds: [{file: a, folder: b}]", "a feed is one of file, folder and stdin. Write an entry for each."),
        ("feeds: [{format: text}]", "a feed is one of file, folder and stdin. Write an entry for each."),
        ("feeds: [{fil: a}]", "there is no key \"fil\" in a feed. Did you mean file?"),
        ("sinks: [{database: a}]", "a sink has no address. Give it one: influxdb: http://127.0.0.1:8086"),
        (
            "sinks: [{influxdb: 'http://u:p@host:8086'}]",
            "an address here holds no user and password. Write username and password_file."
        ),
        (
            "sinks: [{influxdb: 'http://host:8086', password: hunter2}]",
            "a password does not belong in this file. Put it into a file of its own and write password_file: FILE, or name "
                + "an environment variable: password_env: NAME"
        ),
        ("sinks: [{influxdb: 'http://host:8086', raw: maybe}]", "raw is true or false."),
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
