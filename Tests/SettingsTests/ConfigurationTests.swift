import Foundation
import Language
import Settings
import Signals
import TestSupport
import Testing

@Suite struct ConfigurationTests {
    private static func read(_ yaml: String) throws -> Configuration {
        let folder = try TemporaryFolder()
        return try Configuration(path: try folder.write("earshot.yaml", yaml))
    }

    /// The error of a configuration, without the folder it lies in.
    private static func error(_ yaml: String) throws -> String {
        let folder = try TemporaryFolder()
        let path = try folder.write("earshot.yaml", yaml)
        let error = #expect(throws: ConfigurationError.self) { try Configuration(path: path) }
        return (error?.description ?? "").replacing(folder.url.path + "/", with: "")
    }

    @Test func `everything in it is read`() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(
            "earshot.yaml",
            """
            store: data/signals.db
            topics:
              - kapacitor
              - "#swift"
              - name: swift
                aliases: [swiftlang, swift language]
                exclude: [taylor]
                require:
                  - xcode
                  - compiler
                match: forms
              - name: 42
            friendlies: [ada, "@otis"]
            own: [kim, "github:swiftlang"]
            profanity:
              allow: [scunthorpe]
              deny: [frak]
            volatile_above: 0.75
            weights:
              sentiment: mine.weights
              offensive: /srv/offensive.weights
            """
        )
        let configuration = try Configuration(path: path)
        var swift = Topic(name: "swift")
        swift.aliases = ["swiftlang", "swift language"]
        swift.excluded = ["taylor"]
        swift.required = ["xcode", "compiler"]
        swift.matching = .forms
        #expect(configuration.topics == [Topic(name: "kapacitor"), Topic(name: "#swift"), swift, Topic(name: "42")])
        #expect(configuration.friendlies == ["ada", "@otis"])
        #expect(configuration.own == ["kim", "github:swiftlang"])
        #expect(configuration.profanity.allowed == ["scunthorpe"])
        #expect(configuration.profanity.denied == ["frak"])
        #expect(configuration.volatileAbove == 0.75)
        // Paths count from the file's folder.
        #expect(configuration.store == "\(folder.url.path)/data/signals.db")
        #expect(configuration.sentimentWeights == "\(folder.url.path)/mine.weights")
        #expect(configuration.offensiveWeights == "/srv/offensive.weights")
    }

    @Test(arguments: ["", "# nothing but a comment\n", "friendlies: []\n"])
    func `everything may be left out`(yaml: String) throws {
        #expect(try Self.read(yaml) == Configuration())
    }

    @Test func `no topics and an empty list of topics are two things`() throws {
        #expect(try Self.read("topics: []").topics == [])
        #expect(try Self.read("friendlies: [ada]").topics == nil)
    }

    @Test(arguments: [
        (
            "topic:\n  - swift",
            "earshot.yaml, line 1: there is no key \"topic\" in the configuration. Did you mean topics?"
        ),
        (
            "store: a.db\ncolour: blue",
            "earshot.yaml, line 2: there is no key \"colour\" in the configuration. There are: store, topics, friendlies, own, "
                + "profanity, volatile_above, weights, feeds, sinks, keep_all, keep_raw, retention, queue, listen, volatile."
        ),
        (
            "topics:\n  - name: swift\n    alias: [a]",
            "earshot.yaml, line 3: there is no key \"alias\" in a topic. Did you mean aliases?"
        ),
        ("topics: swift", "earshot.yaml, line 1: topics is a list: one keyword a line, each with - before it."),
        (
            "topics:\n  - #swift",
            "earshot.yaml, line 2: a topic is empty. Write what begins with # in quotes: \"#swift\""
        ),
        ("topics:\n  - aliases: [a]", "earshot.yaml, line 2: a topic has no name. Give it one: name: swift"),
        (
            "topics:\n  - name: a\n    match: fuzzy",
            "earshot.yaml, line 3: match is exact, or forms for inflections and parts of hashtags."
        ),
        ("volatile_above: 9", "earshot.yaml, line 1: volatile_above is a number from 0 to 1, such as 0.9."),
        ("friendlies: ada", "earshot.yaml, line 1: friendlies is a list: [one, two], or one a line with - before it."),
        (
            "friendlies:\n  - [ada]",
            "earshot.yaml, line 2: an entry of friendlies is one value, not a list or a section."
        ),
        ("- swift", "earshot.yaml, line 1: the configuration is made of lines like store: …"),
        (
            "store: a.db\nalerts: []",
            "earshot.yaml, line 2: the key \"alerts\" in the configuration comes with a later version. Remove it until then."
        ),
        (
            "topics:\n  - name: a\n    any: [b]",
            "earshot.yaml, line 3: the key \"any\" in a topic comes with a later version. Remove it until then."
        ),
        ("store: a.db\nstore: b.db", "earshot.yaml: store stands twice. Remove one."),
    ])
    func `what is wrong is said with its line and what to do`(yaml: String, message: String) throws {
        #expect(try Self.error(yaml) == message)
    }

    @Test func `what is no YAML, no text or not there is said`() throws {
        #expect(try Self.error("topics: [swift\n").hasPrefix("earshot.yaml, line 2: this is no YAML: "))
        let folder = try TemporaryFolder()
        let binary = folder.path("binary.yaml")
        try Data([0x74, 0xFF, 0xFE]).write(to: URL(fileURLWithPath: binary))
        #expect(Self.reason(of: binary) == "is not UTF-8. Save it as UTF-8.")
        #expect(Self.reason(of: folder.path("missing.yaml")) == "cannot be read. Name a file that is there.")
    }

    private static func reason(of path: String) -> String? {
        let error = #expect(throws: ConfigurationError.self) { try Configuration(path: path) }
        return error?.line == nil ? error?.reason : nil
    }
}
