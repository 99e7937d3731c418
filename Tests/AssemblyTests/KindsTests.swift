import Assembly
import Feeds
import Foundation
import Language
import Pipeline
import Settings
import Signals
import Sinks
import TestSupport
import Testing

/// The kinds that the program has.
@Suite struct KindsTests {
    private static func read(_ yaml: String) throws -> Configuration {
        let folder = try TemporaryFolder()
        return try ConfigurationFile(named: try folder.write("earshot.yaml", yaml)).load()
    }

    private static func error(_ yaml: String) -> String? {
        #expect(throws: ConfigurationError.self) { try read(yaml) }?.reason
    }

    private static func context(_ environment: [String: String] = [:]) -> SinkContext {
        SinkContext(volatile: .keep, http: WebWriter(SharedWeb.web), environment: environment)
    }

    @Test func `files, folders and standard input are made`() throws {
        let entries = try Self.read(
            "feeds: [{file: /a}, {folder: /b, format: text}, stdin, {format: ndjson, file: /c}]"
        ).feeds
        let feeds = try entries.map { try Kinds.all.feed($0) }
        #expect(feeds.map(\.identity) == ["file:/a", "folder:/b", "stdin", "file:/c"])
        #expect(feeds.map(\.label) == ["/a", "/b", "standard input", "/c"])
        #expect(feeds.map { "\(type(of: $0.feed))" }.prefix(3) == ["FileFeed", "FolderFeed", "StandardInputFeed"])
        let lines = try entries.map { try FeedKind.lines(of: $0, LineOptions(format: .auto, keepsRaw: true)) }
        #expect(lines.map(\.format) == [.auto, .text, .auto, .ndjson])
        #expect(lines.allSatisfy { $0.keepsRaw })
        #expect(try FeedKind.file.identity(of: entries[0]) == "file:/a")
        #expect(try FeedKind.standardInput.identity(of: entries[2]) == "stdin")
        #expect(try Self.read("feeds: [{stdin: true}]").feeds.map { try Kinds.all.feed($0).identity } == ["stdin"])
    }

    @Test(arguments: [
        ("{mail: box, format: text}", "mail is read as mail. Leave out format: text"),
        (
            "{mail: 'imaps://mail.example.org/INBOX'}",
            "mail is heard from mbox files and Maildirs. Have a program such as mbsync fetch it"
        ),
    ])
    func `mail that cannot be heard is said with its line`(entry: String, message: String) throws {
        let entry = try Self.read("feeds:\n  - \(entry)").feeds[0]
        let error = #expect(throws: ConfigurationError.self) { try Kinds.all.feed(entry) }
        #expect(error?.line == 2)
        #expect(error?.reason == message)
    }

    @Test func `a mailbox is looked at, whatever it is`() async throws {
        let folder = try TemporaryFolder()
        let box = try folder.write("box", "From a@b Wed Sep 22 05:05:28 2004\n")
        for part in ["in/new", "in/cur"] {
            try FileManager.default.createDirectory(atPath: folder.path(part), withIntermediateDirectories: true)
        }
        func findings(_ path: String) async -> [Finding] { await FeedKind.mail.check(Entry(kind: "mail", place: path)) }
        #expect(await findings(box) == [Finding(what: "feed", message: box)])
        let maildir = folder.path("in")
        #expect(await findings(maildir) == [Finding(what: "feed", message: maildir)])
        let missing = folder.path("none")
        #expect(
            await findings(missing) == [
                Finding(what: "feed", message: "\(missing) is not there yet; earshot run waits for it")
            ]
        )
        let inner = folder.path("in/new")
        let fault =
            "\(inner) is a folder without new and cur in it, and so no Maildir. Of a folder with mbox files or single "
            + "mails write folder: PATH with format: mail."
        #expect(await findings(inner) == [.fault("feed", fault)])
    }

    @Test func `an InfluxDB sink is made, and known by its address and database`() throws {
        let entry = try Self.read(
            "sinks: [{influxdb: 'https://h:8086/proxy/', database: posts, raw: yes, volatile: drop}]"
        ).sinks[0]
        let sink = try Kinds.all.sink(entry, Self.context())
        #expect(sink.identity == "influxdb:https://h:8086/proxy/posts")
        #expect(try SinkKind.influxdb.identity(of: entry) == sink.identity)
    }

    @Test(arguments: [
        (
            "{influxdb: 'https://h/p/', version: 2, org: home, bucket: b, token_env: T}", "influxdb:https://h/p/home/b"
        ),
        ("{influxdb: 'http://h', version: 1}", "influxdb:http://h/twitter"),
        ("{victoriametrics: 'http://h:8428/'}", "victoriametrics:http://h:8428"),
        ("{victoriametrics: 'http://h', token_env: T, labels: [b=2, a=1]}", "victoriametrics:http://h?a=1&b=2"),
        ("{victoriametrics: 'http://h', username: u, password_env: T}", "victoriametrics:http://h"),
        ("{webhook: 'https://h/in?flow=1', batch: 500, secret_env: T}", "webhook:https://h/in?flow=1"),
        ("{webhook: 'http://h', volatile: drop}", "webhook:http://h"),
    ])
    func `sinks are known by kind and place, without secrets`(entry: String, name: String) throws {
        let entry = try Self.read("sinks: [\(entry)]").sinks[0]
        let sink = try Kinds.all.sink(entry, Self.context(["T": "hunter2"])).sink
        #expect(sink.reader.identity == name)
        #expect(try Kinds.all.sinks.match(entry).kind.identity(of: entry) == name)
        #expect(Kinds.all.sinks.kind(known: name)?.name == entry.kind)
        #expect(!"\(sink) \(sink.reader)".contains("hunter2"))
    }

    @Test(arguments: [
        "{webhook: 'http://h', secret_env: T}", "{victoriametrics: 'http://h', token_env: T}",
        "{influxdb: 'http://h', version: 2, org: o, bucket: b, token_env: T}",
    ])
    func `a secret that is not there is said before anything is told`(entry: String) throws {
        let entry = try Self.read("sinks: [\(entry)]").sinks[0]
        let error = #expect(throws: SecretError.self) { try Kinds.all.sink(entry, Self.context()) }
        #expect(error?.description == "the environment variable T is not set. Set it to the secret.")
    }

    @Test func `a password that is not there is said, and never shown`() throws {
        let entry = try Self.read("sinks: [{influxdb: 'http://h', username: a, password_env: PASSWORD}]").sinks[0]
        let error = #expect(throws: SecretError.self) { try Kinds.all.sink(entry, Self.context()) }
        #expect(error?.description == "the environment variable PASSWORD is not set. Set it to the secret.")
        let sink = try Kinds.all.sink(entry, Self.context(["PASSWORD": "hunter2"]))
        #expect(!"\(sink.sink.reader)".contains("hunter2"))
    }

    @Test(arguments: [
        (
            "feeds: [posts.ndjson]",
            "there is no feed of kind \"posts.ndjson\". There are: file, folder, mail, stdin. Write one as file: posts.ndjson"
        ),
        ("feeds: [{file: a, folder: b}]", "a feed is one of file, folder, mail and stdin. Write an entry for each."),
        (
            "feeds: [{format: text}]",
            "a feed begins with its kind (file, folder, mail or stdin). Write file: posts.ndjson"
        ),
        ("feeds: [{fil: a}]", "there is no feed of kind \"fil\". Did you mean file?"),
        ("feeds: [{file: a, formt: text}]", "there is no key \"formt\" in a feed of kind file. Did you mean format?"),
        ("feeds: [{file: a, format: xml}]", "format is auto, ndjson, text or mail."),
        ("feeds: [{stdin: '-'}]", "stdin is true or false."),
        ("feeds: [bluesky]", "feeds of kind bluesky come with a later version. Remove this one until then."),
        (
            "sinks: [{database: a}]",
            "a sink begins with its kind (influxdb, victoriametrics or webhook). Write influxdb: http://127.0.0.1:8086"
        ),
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
        ("sinks: [{influxdb: 'http://host:8086', volatile: burn}]", "volatile is keep, hide or drop."),
        ("sinks: [{influxdb: 'http://host:8086', version: 3}]", "version is 1 or 2."),
        ("sinks: [{webhook: 'http://h', batch: 501}]", "batch is a number from 1 to 500."),
        ("sinks: [{webhook: 'http://h', batch: all}]", "batch is a number from 1 to 500."),
        ("sinks: [{webhook: 'https://u:p@h'}]", "an address here holds no user and password."),
    ])
    func `what is wrong is said`(yaml: String, message: String) {
        #expect(Self.error(yaml) == message)
    }

    @Test(arguments: [
        ("{influxdb: 127.0.0.1}", "this is no address of an InfluxDB server. Write influxdb: http://HOST:8086"),
        ("{influxdb: 'http://h', database: ''}", "the database has no name. Write database: twitter"),
        (
            "{influxdb: 'http://h', version: 2, database: a}",
            "database belongs to version 1. Leave it out, or write version: 1"
        ),
        (
            "{influxdb: 'http://h', token_env: T}", "token belongs to version 2. Leave it out, or write version: 2"
        ),
        (
            "{influxdb: 'http://h', version: 2, org: o, bucket: b}",
            "version 2 is written to by org, bucket and token. Write token_file: FILE"
        ),
        (
            "{influxdb: 'http://h', version: 2, bucket: b}",
            "version 2 is written to by org, bucket and token. Write org: NAME"
        ),
        (
            "{victoriametrics: h}",
            "this is no address of a VictoriaMetrics server. Write victoriametrics: http://HOST:8428"
        ),
        (
            "{victoriametrics: 'http://h', labels: [home]}",
            "the label \"home\" is none. Write labels: [name=value]"
        ),
        (
            "{victoriametrics: 'http://h', username: u, token_env: T}",
            "the server is asked by username and password, or by token. Write one of them."
        ),
        ("{webhook: h}", "this is no address of a receiver. Write webhook: https://HOST/PATH"),
    ])
    func `a sink that cannot be is said with its line`(entry: String, message: String) throws {
        let entry = try Self.read("sinks:\n  - \(entry)").sinks[0]
        let error = #expect(throws: ConfigurationError.self) { try Kinds.all.sink(entry, Self.context()) }
        #expect(error?.line == 2)
        #expect(error?.reason == message)
    }

    @Test func `what init writes sets nothing, and works when the marks are removed`() throws {
        #expect(try Self.read(Kinds.all.template) == Configuration())
        let lines = Kinds.all.template.split(separator: "\n", omittingEmptySubsequences: false)
        let set = lines.map { $0.hasPrefix("# ") ? $0.dropFirst(2) : $0 }.joined(separator: "\n")
        let configuration = try Self.read(set)
        #expect(configuration.topics?.map(\.name) == ["kapacitor", "#influxdb", "swift"])
        #expect(configuration.topics?.last?.required == ["code", "compiler", "xcode"])
        #expect(configuration.friendlies == ["ada", "otis"])
        #expect(configuration.own == ["ada", "github:ada"])
        #expect(configuration.profanity.denied == ["frak"])
        #expect(configuration.volatileAbove == 0.9)
        #expect(configuration.store?.hasSuffix("/earshot.db") == true)
        #expect(configuration.offensiveWeights?.hasSuffix("/offensive.weights") == true)
        #expect(configuration.feeds.count == 4)
        let sink = try #require(configuration.sinks.first)
        guard case .file(let password)? = try sink.secret("password")?.source else {
            Issue.record("no file of a password")
            return
        }
        #expect(password.hasSuffix("/influxdb-password"))
        #expect(configuration.retention.size == 2_000_000_000)
        #expect(configuration.queueAge == Configuration().queueAge)
        #expect(configuration.listen?.description == "127.0.0.1:8017")
    }

    @Test(arguments: [
        ("feeds:\n  - file: a\n  - file: b\n  - file: a\n", 4, #"/a" stands twice. Remove one."#),
        ("feeds:\n  - file: a\n  - file: a\n    format: text\n", 3, #"/a" stands twice. Remove one."#),
        ("feeds: [stdin, stdin]\n", 1, #"the feed "stdin" stands twice. Remove one."#),
        (
            "sinks:\n  - influxdb: http://h:8086\n  - {influxdb: 'http://h:8086', volatile: hide}\n", 3,
            #"the sink "influxdb:http://h:8086/twitter" stands twice. Remove one."#
        ),
    ])
    func `an entry that stands twice is refused, with the line of the second`(text: String, line: Int, reason: String) {
        let error = #expect(throws: ConfigurationError.self) { try Self.read(text) }
        #expect(error?.line == line)
        #expect(error?.reason.hasSuffix(reason) == true)
    }

    @Test func `sinks of one server with another database each, and a file and a folder of one name, are two`() throws {
        let sinks = "sinks: [{influxdb: 'http://h'}, {influxdb: 'http://h', database: b}]\n"
        let settled = try Self.read(sinks + "feeds: [{file: a}, {folder: a}]\n")
        #expect((settled.feeds.count, settled.sinks.count) == (2, 2))
    }

}
