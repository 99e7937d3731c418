/// A key that entries of a kind may have: what it takes, and what it does.
package struct Key: Hashable, Sendable {
    package enum Form: Hashable, Sendable {
        case text
        case texts
        /// A path that counts from the folder of the configuration.
        case path
        /// A URL without user and password.
        case address
        case flag
        case duration
        case bytes
        case number(ClosedRange<Int>)
        case choice([String])
        /// Written as `x_file` or `x_env`: the secret itself is refused.
        case secret
    }

    package let name: String
    package let form: Form
    /// A description of what it does, as a line of a table.
    package let words: String
    package let example: String
    /// The value that holds if it is left out, as shown in the reference; nil if none is shown.
    package let usual: String?

    package init(_ name: String, _ form: Form, _ words: String, example: String = "", usual: String? = nil) {
        self.name = name
        self.form = form
        self.words = words
        self.example = example
        self.usual = usual
    }

    package var isSecret: Bool { form == .secret }

    /// The keys that it is written as.
    package var spellings: [String] {
        isSecret ? ["\(name)_file", "\(name)_env"] : [name]
    }

    /// The form of its values, in words.
    package var formWords: String {
        switch form {
        case .text: "text"
        case .texts: "list"
        case .path: "path"
        case .address: "address"
        case .flag: "true or false"
        case .duration: "length of time"
        case .bytes: "number of bytes"
        case .number(let range): "\(range.lowerBound) to \(range.upperBound)"
        case .choice(let choices): choices.joined(last: "or")
        case .secret: "file, or environment variable"
        }
    }

    /// Refuses what the key does not take.
    ///
    /// `credentials`: the keys that user and password go into.
    func check(_ setting: Setting, credentials: String?) throws(ConfigurationError) {
        switch form {
        case .text, .secret: _ = try setting.text()
        case .texts: _ = try setting.texts()
        case .path: _ = try setting.filePath()
        case .address: _ = try setting.address(credentials: credentials)
        case .flag: _ = try setting.flag()
        case .duration: _ = try setting.duration()
        case .bytes: _ = try setting.bytes()
        case .number(let range): _ = try setting.number(in: range)
        case .choice(let choices): _ = try setting.choice(of: choices)
        }
    }
}
