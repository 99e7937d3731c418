import Assembly
import Feeds
import Foundation
import Pipeline
import Settings
import Signals
import Sinks
import TestSupport
import Testing

/// A toy feed and a toy sink, each a row, show up wherever kinds do.
@Suite struct KindTableTests {
    private static let kinds = Kinds(feeds: ToyKinds.feeds, sinks: ToyKinds.sinks)

    private static func read(_ yaml: String) throws -> Configuration {
        let folder = try TemporaryFolder()
        return try kinds.check(Configuration(path: try folder.write("earshot.yaml", yaml)))
    }

    private static func error(_ yaml: String) -> String? {
        #expect(throws: ConfigurationError.self) { try read(yaml) }.map { "line \($0.line ?? 0): \($0.reason)" }
    }

    @Test func `what they take is read`() throws {
        let configuration = try Self.read(
            """
            feeds:
              - tide: helgoland
                every: 5m
                unit: ft
                token_env: TIDE_TOKEN
            sinks: [{bell: 'http://127.0.0.1:9', strokes: 3}]
            """
        )
        let tide = try #require(configuration.feeds.first)
        #expect(tide.kind == "tide")
        #expect(try tide.placeText() == "helgoland")
        #expect(try tide.duration("every") == .seconds(300))
        #expect(try tide.text("unit") == "ft")
        let secret = try #require(try tide.secret("token"))
        #expect(try secret.read(environment: ["TIDE_TOKEN": "abc"]) == "abc")
        #expect(throws: SecretError.self) { try secret.read(environment: [:]) }
        let feed = try Self.kinds.feed(tide)
        #expect((feed.identity, feed.sharesPlaces) == ("tide:helgoland", false))
        #expect((feed.feed as? TideFeed)?.gauge == "helgoland")
        let context = SinkContext(volatile: .hide, http: WebWriter(SharedWeb.web), environment: [:])
        let bell = try Self.kinds.sink(configuration.sinks[0], context)
        #expect(bell.identity == "bell:http://127.0.0.1:9")
        #expect(try configuration.sinks[0].text("strokes") == "3")
    }

    @Test func `they are in what init writes, which sets nothing and works when the marks are removed`() throws {
        let template = Self.kinds.template
        #expect(template.contains("##   tide        hears the level of the sea\n##     blind to waves\n"))
        #expect(template.contains("##     ends: in 2030, with the gauge\n"))
        #expect(template.contains("##     every       how often the gauge is read\n"))
        #expect(template.contains("##     token_file, token_env  what the gauge's keeper gave you\n"))
        #expect(try Self.read(template) == Configuration())
        let lines = template.split(separator: "\n", omittingEmptySubsequences: false)
        let set = try Self.read(lines.map { $0.hasPrefix("# ") ? $0.dropFirst(2) : $0 }.joined(separator: "\n"))
        #expect(set.feeds.map(\.kind) == ["file", "folder", "mail", "stdin", "tide"])
        #expect(set.sinks.map(\.kind) == ["influxdb", "victoriametrics", "webhook", "bell"])
    }

    @Test func `doctor looks at them`() async throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(
            "earshot.yaml",
            "feeds: [{tide: helgoland}, {tide: nowhere}, {tide: x, evry: 5m}]\nsinks: [{bell: 'http://127.0.0.1:9'}]\n"
        )
        let store = folder.path("earshot.db")
        let found = await Examination(ConfigurationFile(named: path), store: store, kinds: Self.kinds).findings()
        #expect(
            found.suffix(4) == [
                Finding(what: "feed", message: "helgoland"),
                .fault("feed", "nowhere is no gauge."),
                .fault(
                    "feed",
                    "\(path), line 1: there is no key \"evry\" in a feed of kind tide. Did you mean every?"
                ),
                Finding(what: "sink", message: "http://127.0.0.1:9 rings"),
            ]
        )
    }

    @Test func `the reference has a row and a table of keys for each`() {
        let feeds = Self.kinds.feeds.reference
        #expect(
            feeds.contains(
                "| `tide: helgoland` | hears the level of the sea | token, ends: in 2030, with the gauge | waves |"
            )
        )
        #expect(feeds.contains("Keys of `tide`:"))
        #expect(feeds.contains("| `every` | length of time | `15m` | how often the gauge is read |"))
        #expect(feeds.contains("| `token_file`, `token_env` | file, or environment variable |  | what the"))
        #expect(Self.kinds.sinks.reference.contains("| `bell: http://127.0.0.1:9` | rings | open | everything but"))
    }

    @Test func `listings know them by kind and place`() throws {
        let entry = Entry(kind: "tide", place: "helgoland")
        #expect(try ToyKinds.tide.identity(of: entry) == "tide:helgoland")
        #expect(try ToyKinds.tide.label(of: entry) == "helgoland")
        let bell = try ToyKinds.bell.identity(of: Entry(kind: "bell", place: "http://127.0.0.1:9"))
        #expect(bell == "bell:http://127.0.0.1:9")
        #expect(Self.kinds.sinks.kind(known: bell)?.name == "bell")
    }

    @Test(arguments: [
        (
            "feeds:\n  - tide: a\n    colour: red",
            "line 3: there is no key \"colour\" in a feed of kind tide. There are: tide, every, unit, token_file, token_env, "
                + "format."
        ),
        ("feeds:\n  - tide: a\n    unit: km", "line 3: unit is m or ft."),
        ("feeds:\n  - tide: a\n    every: now", "line 3: every is a length of time, such as 90d or 36h."),
        (
            "feeds:\n  - tide: a\n    token: hunter2",
            "line 3: a token does not belong in this file. Put it into a file of its own and write token_file: FILE, or name "
                + "an environment variable: token_env: NAME"
        ),
        ("feeds:\n  - tide", "line 2: tide has no place. Write - tide: helgoland"),
        ("feeds:\n  - tidy: a", "line 2: there is no feed of kind \"tidy\". Did you mean tide?"),
        (
            "feeds:\n  - earthquakes: a",
            "line 2: there is no feed of kind \"earthquakes\". There are: file, folder, mail, stdin, tide. Write one as "
                + "file: posts.ndjson"
        ),
        ("feeds:\n  - moon: full", "line 2: feeds of kind moon come with a later version. Remove this one until then."),
        ("sinks:\n  - horn: a", "line 2: sinks of kind horn come with a later version. Remove this one until then."),
        (
            "feeds:\n  - tide: a\n    keep: all",
            "line 3: the key \"keep\" in a feed of kind tide comes with a later version. Remove it until then."
        ),
        (
            "feeds:\n  - tide: a\n    file: b",
            "line 3: a feed is one of file, folder, mail, stdin and tide. Write an entry for each."
        ),
        ("sinks:\n  - bell: 'http://u:p@host'", "line 2: an address here holds no user and password."),
    ])
    func `what is wrong is said with its line, in terms of the kind`(yaml: String, message: String) {
        #expect(Self.error(yaml) == message)
    }
}
