import Foundation
import Language
import Signals
import Yams

extension Configuration {
    /// Reads a file.
    ///
    /// Paths in it count from the folder it lies in.
    /// - Throws: `ConfigurationError`.
    package init(path: String) throws(ConfigurationError) {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw ConfigurationError(path: path, line: nil, reason: "cannot be read. Name a file that is there.")
        }
        guard let text = String(validating: data, as: UTF8.self) else {
            throw ConfigurationError(path: path, line: nil, reason: "is not UTF-8. Save it as UTF-8.")
        }
        self = try ConfigurationReader(path: path).read(text)
    }
}

/// Turns YAML into a configuration, and says of everything that it does not know where it stands.
struct ConfigurationReader {
    let path: String

    func read(_ text: String) throws(ConfigurationError) -> Configuration {
        var configuration = Configuration()
        guard let root = try compose(text) else { return configuration }
        let file = try section(root, "the configuration", keys: Self.keys)
        configuration.store = try file["store"].map(filePath)
        configuration.topics = try topics(file["topics"])
        configuration.friendlies = try strings(file["friendlies"], "friendlies")
        if let node = file["profanity"] {
            let lists = try section(node, "profanity", keys: ["allow", "deny"])
            configuration.profanity.allowed = try strings(lists["allow"], "profanity.allow")
            configuration.profanity.denied = try strings(lists["deny"], "profanity.deny")
        }
        configuration.volatileAbove = try file["volatile_above"].map(probability)
        if let node = file["weights"] {
            let weights = try section(node, "weights", keys: ["sentiment", "offensive"])
            configuration.sentimentWeights = try weights["sentiment"].map(filePath)
            configuration.offensiveWeights = try weights["offensive"].map(filePath)
        }
        configuration.feeds = try entries(file["feeds"], "feeds", example: "- file: posts.ndjson", feed)
        configuration.sinks = try entries(file["sinks"], "sinks", example: "- influxdb: http://127.0.0.1:8086", sink)
        configuration.keepsAll = try flag(file["keep_all"], "keep_all")
        configuration.keepsRaw = try flag(file["keep_raw"], "keep_raw")
        configuration.retention = try file["retention"].map(retention) ?? RetentionSetting()
        configuration.listen = try file["listen"].map(listen)
        configuration.volatile = try file["volatile"].map(policy) ?? .keep
        return configuration
    }

    private static let keys = [
        "store", "topics", "friendlies", "profanity", "volatile_above", "weights", "feeds", "sinks", "keep_all",
        "keep_raw",
        "retention", "listen", "volatile",
    ]

    // MARK: Feeds and sinks

    private func entries<Entry>(
        _ node: Node?,
        _ what: String,
        example: String,
        _ read: (Node) throws(ConfigurationError) -> Entry
    ) throws(ConfigurationError) -> [Entry] {
        guard let node else { return [] }
        guard case .sequence(let nodes) = node else {
            throw error(node, "\(what) is a list. Write an entry a line: \(example)")
        }
        var entries: [Entry] = []
        for node in nodes { entries.append(try read(node)) }
        return entries
    }

    private func feed(_ node: Node) throws(ConfigurationError) -> FeedSetting {
        if case .scalar = node {
            guard try string(node, "a feed") == "stdin" else {
                throw error(node, "a feed is stdin, or a line like file: posts.ndjson, or folder: incoming.")
            }
            return FeedSetting(source: .standardInput)
        }
        let entry = try section(node, "a feed", keys: ["file", "folder", "stdin", "format"])
        var format: String?
        if let node = entry["format"] { format = try string(node, "format") }
        var sources: [FeedSetting.Source] = []
        if let file = entry["file"] { sources.append(.file(try filePath(file))) }
        if let folder = entry["folder"] { sources.append(.folder(try filePath(folder))) }
        if try flag(entry["stdin"], "stdin") { sources.append(.standardInput) }
        guard let source = sources.first, sources.count == 1 else {
            throw error(node, "a feed is one of file, folder and stdin. Write an entry for each.")
        }
        return FeedSetting(source: source, format: format)
    }

    private func sink(_ node: Node) throws(ConfigurationError) -> SinkSetting {
        try refuseSecret(node)
        let keys = ["influxdb", "database", "username", "password_file", "password_env", "raw", "volatile"]
        let entry = try section(node, "a sink", keys: keys)
        guard let address = entry["influxdb"] else {
            throw error(node, "a sink has no address. Give it one: influxdb: http://127.0.0.1:8086")
        }
        var sink = SinkSetting(url: try string(address, "influxdb"))
        guard !sink.url.contains("@") else {
            throw error(address, "an address here holds no user and password. Write username and password_file.")
        }
        if let database = entry["database"] { sink.database = try string(database, "database") }
        if let username = entry["username"] { sink.username = try string(username, "username") }
        if let file = entry["password_file"] { sink.passwordFile = try filePath(file) }
        if let variable = entry["password_env"] { sink.passwordVariable = try string(variable, "password_env") }
        sink.includesRaw = try flag(entry["raw"], "raw")
        sink.volatile = try entry["volatile"].map(policy)
        return sink
    }

    /// A configuration is read, copied and sent to colleagues; a secret in it would be, too.
    private func refuseSecret(_ node: Node) throws(ConfigurationError) {
        guard case .mapping(let mapping) = node else { return }
        for (key, _) in mapping where key.string == "password" {
            throw error(
                key,
                "a password does not belong in this file. Put it into a file of its own and write password_file: FILE, or "
                    + "name an environment variable: password_env: NAME"
            )
        }
    }

    private func retention(_ node: Node) throws(ConfigurationError) -> RetentionSetting {
        let entry = try section(node, "retention", keys: ["age", "size"])
        var retention = RetentionSetting()
        if let age = entry["age"] {
            retention.age = Quantity.duration(try string(age, "age"))
            guard retention.age != nil else { throw error(age, "age is a length of time, such as 90d or 36h.") }
        }
        if let size = entry["size"] {
            retention.size = Quantity.bytes(try string(size, "size"))
            guard retention.size != nil else { throw error(size, "size is a number of bytes, such as 500MB or 2GB.") }
        }
        return retention
    }

    private func policy(_ node: Node) throws(ConfigurationError) -> VolatilePolicy {
        guard let policy = VolatilePolicy(name: try string(node, "volatile")) else {
            throw error(node, "volatile is keep, hide or drop.")
        }
        return policy
    }

    private func listen(_ node: Node) throws(ConfigurationError) -> ListenSetting {
        guard let address = ListenSetting(try string(node, "listen")) else {
            throw error(node, "listen is an address and a port, such as 127.0.0.1:8017.")
        }
        return address
    }

    /// false where there is none.
    private func flag(_ node: Node?, _ what: String) throws(ConfigurationError) -> Bool {
        guard let node else { return false }
        switch try string(node, what) {
        case "true", "yes", "on": return true
        case "false", "no", "off": return false
        default: throw error(node, "\(what) is true or false.")
        }
    }

    // MARK: Topics

    private func topics(_ node: Node?) throws(ConfigurationError) -> [Topic]? {
        guard let node else { return nil }
        guard case .sequence(let entries) = node else {
            throw error(node, "topics is a list: one keyword a line, each with - before it.")
        }
        var topics: [Topic] = []
        for entry in entries { topics.append(try topic(entry)) }
        return topics
    }

    private func topic(_ node: Node) throws(ConfigurationError) -> Topic {
        if case .scalar = node { return Topic(name: try keyword(node)) }
        let entry = try section(node, "a topic", keys: ["name", "aliases", "exclude", "require", "match"])
        guard let name = entry["name"] else { throw error(node, "a topic has no name. Give it one: name: swift") }
        var topic = Topic(name: try keyword(name))
        topic.aliases = try strings(entry["aliases"], "aliases")
        topic.excluded = try strings(entry["exclude"], "exclude")
        topic.required = try strings(entry["require"], "require")
        if let match = entry["match"] {
            guard let matching = Topic.Matching(rawValue: try string(match, "match")) else {
                throw error(match, "match is exact, or forms for inflections and parts of hashtags.")
            }
            topic.matching = matching
        }
        return topic
    }

    private func keyword(_ node: Node) throws(ConfigurationError) -> String {
        let name = try string(node, "a topic")
        guard !name.isEmpty else { throw error(node, "a topic is empty. Quote a hashtag: \"#swift\"") }
        return name
    }

    // MARK: Values

    private func filePath(_ node: Node) throws(ConfigurationError) -> String {
        let written = try string(node, "a path")
        guard !written.isEmpty else { throw error(node, "the path is empty. Name a file or remove the line.") }
        guard !written.hasPrefix("/") else { return written }
        let folder = (path as NSString).deletingLastPathComponent
        return folder.isEmpty ? written : (folder as NSString).appendingPathComponent(written)
    }

    private func probability(_ node: Node) throws(ConfigurationError) -> Double {
        guard let value = Double(try string(node, "volatile_above")), (0...1).contains(value) else {
            throw error(node, "volatile_above is a number from 0 to 1, such as 0.9.")
        }
        return value
    }

    private func string(_ node: Node, _ what: String) throws(ConfigurationError) -> String {
        guard case .scalar(let scalar) = node else {
            throw error(node, "\(what) is one value, not a list or a section.")
        }
        // `- #swift` is a comment to YAML, and nothing is left of it.
        guard scalar.style != .plain || !["", "~", "null"].contains(scalar.string) else {
            throw error(node, "\(what) is empty. Write what begins with # in quotes: \"#swift\"")
        }
        return scalar.string.trimmingCharacters(in: .whitespaces)
    }

    private func strings(_ node: Node?, _ what: String) throws(ConfigurationError) -> [String] {
        guard let node else { return [] }
        guard case .sequence(let entries) = node else {
            throw error(node, "\(what) is a list: [one, two], or one a line with - before it.")
        }
        var strings: [String] = []
        for entry in entries { strings.append(try string(entry, "an entry of \(what)")) }
        return strings
    }

    /// The values of a mapping by key.
    private func section(
        _ node: Node,
        _ what: String,
        keys: [String]
    ) throws(ConfigurationError) -> [String: Node] {
        guard case .mapping(let mapping) = node else {
            throw error(node, "\(what) is made of lines like \(keys[0]): …")
        }
        var values: [String: Node] = [:]
        for (key, value) in mapping {
            let name = try string(key, "a key")
            guard keys.contains(name) else { throw unknown(name, key, what, keys) }
            guard values.updateValue(value, forKey: name) == nil else {
                throw error(key, "\(name) stands twice. Remove one.")
            }
        }
        return values
    }

    // MARK: Errors

    private func compose(_ text: String) throws(ConfigurationError) -> Node? {
        do {
            return try Yams.compose(yaml: text)
        } catch YamlError.scanner(_, let problem, let mark, _), YamlError.parser(_, let problem, let mark, _),
            YamlError.composer(_, let problem, let mark, _)
        {
            throw ConfigurationError(path: path, line: mark.line, reason: "this is no YAML: \(problem).")
        } catch YamlError.duplicatedKeysInMapping(let keys, _) {
            throw ConfigurationError(
                path: path,
                line: nil,
                reason: "\(keys.joined(separator: ", ")) stands twice. Remove one."
            )
        } catch {
            throw ConfigurationError(path: path, line: nil, reason: "this is no YAML: \(error)")
        }
    }

    private func error(_ node: Node, _ reason: String) -> ConfigurationError {
        ConfigurationError(path: path, line: node.mark?.line, reason: reason)
    }

    private func unknown(_ name: String, _ node: Node, _ what: String, _ keys: [String]) -> ConfigurationError {
        let shown = name.debugDescription
        if let near = keys.min(by: { name.editDistance(to: $0) < name.editDistance(to: $1) }),
            name.editDistance(to: near) <= max(2, near.count / 3)
        {
            return error(node, "there is no key \(shown) in \(what). Did you mean \(near)?")
        }
        return error(node, "there is no key \(shown) in \(what). There are: \(keys.joined(separator: ", ")).")
    }
}

extension String {
    /// How many letters have to be added, removed or replaced (Levenshtein, 1966).
    func editDistance(to other: String) -> Int {
        let other = Array(other.unicodeScalars)
        var row = Array(0...other.count)
        for (index, scalar) in unicodeScalars.enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for column in other.indices {
                let replaced = diagonal + (scalar == other[column] ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = Swift.min(replaced, row[column] + 1, diagonal + 1)
            }
        }
        return row[other.count]
    }
}
