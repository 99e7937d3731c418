/// Keys with their values, in the order in which they were written.
package struct Section: Hashable, Sendable {
    struct Line: Hashable, Sendable {
        /// The key, as a setting of its own: it has a line, too.
        let key: Setting
        let name: String
        let value: Setting
    }

    private(set) var name = "a section"
    let lines: [Line]

    init(_ lines: [Line]) {
        self.lines = lines
    }

    func named(_ name: String) -> Section {
        var section = self
        section.name = name
        return section
    }

    package subscript(key: String) -> Setting? {
        lines.first { $0.name == key }?.value
    }

    /// Refuses keys that nothing reads.
    ///
    /// `planned`: keys that later versions read.
    package func check(_ keys: [String], planned: [String] = []) throws(ConfigurationError) {
        for line in lines where !keys.contains(line.name) {
            throw unknown(line, keys, planned)
        }
    }

    func unknown(_ line: Line, _ keys: [String], _ planned: [String]) -> ConfigurationError {
        let shown = line.name.debugDescription
        guard !planned.contains(line.name) else {
            return line.key.error("the key \(shown) in \(name) comes with a later version. Remove it until then.")
        }
        return line.key.error("there is no key \(shown) in \(name). \(keys.suggestion(for: line.name))")
    }
}

extension [String] {
    /// Names the one that was meant if one is near, else all.
    func suggestion(for name: String) -> String {
        if let near = self.min(by: { name.editDistance(to: $0) < name.editDistance(to: $1) }),
            name.editDistance(to: near) <= Swift.max(2, near.count / 3)
        {
            return "Did you mean \(near)?"
        }
        return "There are: \(joined(separator: ", "))."
    }
}
