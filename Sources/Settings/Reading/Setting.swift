import Foundation

/// A value as it was written, with the line it is on.
///
/// Two settings are equal if they say the same, wherever they stand.
package struct Setting: Sendable {
    enum Content: Hashable, Sendable {
        /// Nothing was written, or only a comment.
        case nothing
        case text(String)
        case list([Setting])
        case section(Section)
    }

    /// The words that errors call it by: its key, or for instance "a topic".
    private(set) var name: String
    let content: Content
    let path: String
    let line: Int?

    /// The same value under other words.
    func named(_ name: String) -> Setting {
        var setting = self
        setting.name = name
        return setting
    }

    package func error(_ reason: String) -> ConfigurationError {
        ConfigurationError(path: path, line: line, reason: reason)
    }

    var isText: Bool {
        switch content {
        case .nothing, .text: true
        case .list, .section: false
        }
    }
}

extension Setting: Hashable {
    package static func == (one: Setting, other: Setting) -> Bool { one.content == other.content }

    package func hash(into hasher: inout Hasher) { hasher.combine(content) }
}

// MARK: Values

extension Setting {
    package func text() throws(ConfigurationError) -> String {
        switch content {
        case .text(let text): return text.trimmingCharacters(in: .whitespaces)
        // `- #swift` is a comment to YAML, and nothing is left of it.
        case .nothing: throw error("\(name) is empty. Write what begins with # in quotes: \"#swift\"")
        case .list, .section: throw error("\(name) is one value, not a list or a section.")
        }
    }

    package func list(advice: String) throws(ConfigurationError) -> [Setting] {
        guard case .list(let settings) = content else { throw error("\(name) is a list\(advice)") }
        return settings
    }

    package func texts() throws(ConfigurationError) -> [String] {
        var texts: [String] = []
        for entry in try list(advice: ": [one, two], or one a line with - before it.") {
            texts.append(try entry.named("an entry of \(name)").text())
        }
        return texts
    }

    package func flag() throws(ConfigurationError) -> Bool {
        switch try text() {
        case "true", "yes", "on": return true
        case "false", "no", "off": return false
        default: throw error("\(name) is true or false.")
        }
    }

    package func choice(of choices: [String]) throws(ConfigurationError) -> String {
        let text = try text()
        guard choices.contains(text) else { throw error("\(name) is \(choices.joined(last: "or")).") }
        return text
    }

    package func duration() throws(ConfigurationError) -> Duration {
        guard let duration = Quantity.duration(try text()) else {
            throw error("\(name) is a length of time, such as 90d or 36h.")
        }
        return duration
    }

    package func number(in range: ClosedRange<Int>) throws(ConfigurationError) -> Int {
        guard let number = Int(try text()), range.contains(number) else {
            throw error("\(name) is a number from \(range.lowerBound) to \(range.upperBound).")
        }
        return number
    }

    package func bytes() throws(ConfigurationError) -> Int64 {
        guard let bytes = Quantity.bytes(try text()) else {
            throw error("\(name) is a number of bytes, such as 500MB or 2GB.")
        }
        return bytes
    }

    /// Reads a path, which counts from the folder of the configuration.
    package func filePath() throws(ConfigurationError) -> String {
        let written = try text()
        guard !written.isEmpty else { throw error("the path is empty. Name a file or remove the line.") }
        guard !written.hasPrefix("/") else { return written }
        let folder = (path as NSString).deletingLastPathComponent
        return folder.isEmpty ? written : (folder as NSString).appendingPathComponent(written)
    }

    /// Reads an address that says nothing secret.
    ///
    /// `credentials`: the keys that user and password go into instead.
    package func address(credentials: String?) throws(ConfigurationError) -> String {
        let address = try text()
        // A path may begin with @, as those of accounts do.
        guard !address.replacing("/@", with: "").contains("@") else {
            let advice = credentials.map { " Write \($0)." } ?? ""
            throw error("an address here holds no user and password.\(advice)")
        }
        return address
    }

    package func section(example: String) throws(ConfigurationError) -> Section {
        guard case .section(let section) = content else { throw error("\(name) is made of lines like \(example): …") }
        return section.named(name)
    }
}

extension [String] {
    /// "a, b or c".
    func joined(last word: String) -> String {
        guard count > 1 else { return self.first ?? "" }
        return dropLast().joined(separator: ", ") + " \(word) " + self[endIndex - 1]
    }
}
