import ArgumentParser
import Assembly
import Feeds
import Foundation
import Language
import Pipeline
import Settings
import Signals
import Store

/// What was settled once.
struct ConfigurationOption: ParsableArguments {
    @Option(help: "A configuration; earshot.yaml of the working folder where there is one.")
    var config: String?

    /// The one named, or that of the working folder, or none.
    func load() throws -> Configuration { try file.load() }

    /// The file it is read from; nil where there is none.
    var path: String? { file.path }

    var file: ConfigurationFile { ConfigurationFile(named: config) }
}

/// Where the store is.
struct StoreOption: ParsableArguments {
    @Option(name: .customLong("store"), help: "The store's file; else that of the configuration, else earshot.db.")
    var named: String?

    @OptionGroup var configuration: ConfigurationOption

    var path: String {
        get throws { try named ?? configuration.load().store ?? Configuration.usualStore }
    }
}

/// What to listen for.
struct TopicOptions: ParsableArguments {
    @Option(help: "Topics, separated by commas. They replace all others.")
    var topics: String?

    @Option(name: .customLong("topics-file"), help: "A file of topics, one a line. They replace all others.")
    var topicsFile: String?

    @Option(help: "What counts as one of these topics: exact, or forms for inflections and parts of hashtags too.")
    var match = Topic.Matching.exact

    @Option(help: "Authors you have re-shared before, separated by commas: their posts gain relevance.")
    var friendlies: String?

    /// The topics named; nil when none are.
    func namedTopics() throws -> [Topic]? {
        guard topics != nil || topicsFile != nil else { return nil }
        var names = (topics ?? "").commaSeparated
        if let topicsFile { names += try Self.lines(of: topicsFile) }
        return names.filter { !$0.isEmpty }.map { name in
            var topic = Topic(name: name)
            topic.matching = match
            return topic
        }
    }

    /// The rules without a store.
    func rules(_ configuration: Configuration) throws -> JudgingRules { try sources().rules(configuration) }

    /// The rules with a store, whose tracked topics hold if none are named or configured.
    func rules(_ configuration: Configuration, store: Store, keepsAll: Bool = false) async throws -> JudgingRules {
        try await sources().rules(configuration, store: store, keepsAll: keepsAll)
    }

    private func sources() throws -> RuleSources {
        RuleSources(topics: try namedTopics(), friendlies: friendlies?.commaSeparated)
    }

    private static func lines(of path: String) throws -> [String] {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw Failure(description: "cannot read the topics file \(path). Name a text file with one keyword a line.")
        }
        guard let text = String(validating: data, as: UTF8.self) else {
            throw Failure(description: "the topics file \(path) is not UTF-8. Save it as UTF-8.")
        }
        return text.split(whereSeparator: \.isNewline).map { String($0).trimmed }
    }
}

extension String {
    fileprivate var trimmed: String { trimmingCharacters(in: .whitespaces) }

    /// The parts between commas, without the spaces around them.
    var commaSeparated: [String] { split(separator: ",").map { String($0).trimmed }.filter { !$0.isEmpty } }
}

/// Which span of event time.
struct WindowOptions: ParsableArguments {
    @Option(help: "From this time on (ISO 8601, UTC).")
    var from: String?

    @Option(help: "Up to this time, exclusive (ISO 8601, UTC).")
    var to: String?

    func bounds() throws -> (from: Timestamp?, to: Timestamp?) {
        (try Self.time(from, "--from"), try Self.time(to, "--to"))
    }

    private static func time(_ text: String?, _ option: String) throws -> Timestamp? {
        guard let text else { return nil }
        guard let time = Timestamp(iso8601: text) else {
            throw ValidationError("\(option) \(text) is no time. Write it as 2017-08-29T13:08:27Z.")
        }
        return time
    }
}

/// How an answer is written.
struct JSONOption: ParsableArguments {
    @Flag(help: "One JSON object a line.")
    var json = false
}

extension PostFormat: ExpressibleByArgument {}
extension Topic.Matching: ExpressibleByArgument {}
