/// A feed or sink as it was written: its kind, its place, and further keys.
///
/// Two entries are equal if they say the same, on whatever lines.
package struct Entry: Hashable, Sendable {
    package let kind: String
    /// The value of the kind's key; nil if the kind stands alone.
    package let place: Setting?
    /// The further keys.
    let keys: Section
    /// The line it begins on.
    let start: Setting

    /// An entry that no file says, for instance of the command line.
    package init(kind: String, place: String? = nil, keys: [String: String] = [:]) {
        func setting(_ name: String, _ value: String) -> Setting {
            Setting(name: name, content: .text(value), path: "", line: nil)
        }
        self.kind = kind
        self.place = place.map { setting(kind, $0) }
        self.keys = Section(
            keys.sorted { $0.key < $1.key }.map {
                Section.Line(key: setting("a key", $0.key), name: $0.key, value: setting($0.key, $0.value))
            }
        )
        start = setting("an entry", kind)
    }

    private init(kind: String, place: Setting?, keys: Section, start: Setting) {
        self.kind = kind
        self.place = place
        self.keys = keys
        self.start = start
    }

    /// Reads an entry, whose first key is its kind.
    ///
    /// `noun`: the words for it, such as "a feed".
    init(_ setting: Setting, _ noun: String, example: String) throws(ConfigurationError) {
        if setting.isText {
            self.init(kind: try setting.named(noun).text(), place: nil, keys: Section([]), start: setting)
            return
        }
        let section = try setting.named(noun).section(example: example)
        guard let first = section.lines.first else {
            throw setting.error("\(noun) is made of lines like \(example): …")
        }
        self.init(
            kind: first.name,
            place: first.value,
            keys: Section(Array(section.lines.dropFirst())),
            start: first.key
        )
    }

    /// The entry with another of its keys as its kind.
    func led(by kind: String) -> Entry? {
        guard kind != self.kind else { return self }
        guard let line = keys.lines.first(where: { $0.name == kind }) else { return nil }
        let first = place.map { Section.Line(key: start, name: self.kind, value: $0) }
        let others = keys.lines.filter { $0.name != kind }
        return Entry(
            kind: kind,
            place: line.value,
            keys: Section((first.map { [$0] } ?? []) + others),
            start: line.key
        )
    }

    /// An error on the entry's first line.
    package func error(_ reason: String) -> ConfigurationError { start.error(reason) }
}

// MARK: Values

extension Entry {
    package subscript(key: String) -> Setting? { keys[key] }

    package func text(_ key: String) throws(ConfigurationError) -> String? {
        guard let setting = keys[key] else { return nil }
        return try setting.text()
    }

    package func texts(_ key: String) throws(ConfigurationError) -> [String] {
        guard let setting = keys[key] else { return [] }
        return try setting.texts()
    }

    /// Reads true or false; false if the key is left out.
    package func flag(_ key: String) throws(ConfigurationError) -> Bool {
        guard let setting = keys[key] else { return false }
        return try setting.flag()
    }

    package func duration(_ key: String) throws(ConfigurationError) -> Duration? {
        guard let setting = keys[key] else { return nil }
        return try setting.duration()
    }

    package func bytes(_ key: String) throws(ConfigurationError) -> Int64? {
        guard let setting = keys[key] else { return nil }
        return try setting.bytes()
    }

    package func filePath(_ key: String) throws(ConfigurationError) -> String? {
        guard let setting = keys[key] else { return nil }
        return try setting.filePath()
    }

    /// Reads the place of a secret from `x_file` or `x_env`; the file wins.
    package func secret(_ key: String) throws(ConfigurationError) -> Secret? {
        if let file = try filePath("\(key)_file") { return Secret(.file(file)) }
        if let variable = try text("\(key)_env") { return Secret(.variable(variable)) }
        return nil
    }

    /// Reads the place as text.
    ///
    /// - Throws: `ConfigurationError` if there is none.
    package func placeText() throws(ConfigurationError) -> String { try required().text() }

    /// Reads the place as a path, which counts from the folder of the configuration.
    ///
    /// - Throws: `ConfigurationError` if there is none.
    package func placePath() throws(ConfigurationError) -> String { try required().filePath() }

    private func required() throws(ConfigurationError) -> Setting {
        guard let place else { throw error("\(kind) has no place. Write \(kind): …") }
        return place
    }
}
