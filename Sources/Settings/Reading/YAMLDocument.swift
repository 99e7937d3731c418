import Yams

/// Turns YAML into settings.
struct YAMLDocument {
    /// Aliases can stand for aliases, and a few lines of them for more values than any memory holds.
    private static let limit = 1_000_000

    let path: String
    private var values = 0

    init(path: String) {
        self.path = path
    }

    /// Reads the value that the file is; nil if the file says nothing.
    mutating func read(_ text: String) throws(ConfigurationError) -> Setting? {
        guard let root = try compose(text) else { return nil }
        return try setting(root, "the configuration")
    }

    private mutating func setting(_ node: Node, _ name: String) throws(ConfigurationError) -> Setting {
        values += 1
        guard values <= Self.limit else {
            throw ConfigurationError(path: path, line: nil, reason: "it holds more than \(Self.limit) values.")
        }
        return Setting(name: name, content: try content(node, name), path: path, line: node.mark?.line)
    }

    private mutating func content(_ node: Node, _ name: String) throws(ConfigurationError) -> Setting.Content {
        switch node {
        case .scalar(let scalar):
            let isNothing = scalar.style == .plain && ["", "~", "null"].contains(scalar.string)
            return isNothing ? .nothing : .text(scalar.string)
        case .sequence(let nodes):
            var settings: [Setting] = []
            for node in nodes { settings.append(try setting(node, "an entry of \(name)")) }
            return .list(settings)
        case .mapping(let mapping):
            var lines: [Section.Line] = []
            for (key, value) in mapping {
                let key = try setting(key, "a key")
                let name = try key.text()
                guard !lines.contains(where: { $0.name == name }) else {
                    throw key.error("\(name) stands twice. Remove one.")
                }
                lines.append(Section.Line(key: key, name: name, value: try setting(value, name)))
            }
            return .section(Section(lines).named(name))
        case .alias:
            throw ConfigurationError(path: path, line: node.mark?.line, reason: "this is no YAML: an alias of nothing.")
        }
    }

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
}
