/// A tracked keyword, and what else names it or rules it out.
package struct Topic: Hashable, Sendable, Codable {
    /// Which words count as one that is written in the topic.
    package enum Matching: String, Hashable, Sendable, Codable, CaseIterable {
        /// The word itself.
        case exact
        /// Its inflections too, and parts of a hashtag: see `WordForms`.
        case forms
    }

    /// As its owner wrote it.
    ///
    /// It is the `keywords` tag of InfluxDB and the name in every output.
    package let name: String
    /// Other words and phrases that name it.
    package var aliases: [String] = []
    /// It is not named in a text that has any of these.
    package var excluded: [String] = []
    /// Where there are any, it is named only in a text that has one of these as well.
    package var required: [String] = []
    package var matching = Matching.exact

    package init(name: String) {
        self.name = name
    }

    /// Whether there is nothing to it but its name.
    package var isPlain: Bool {
        aliases.isEmpty && excluded.isEmpty && required.isEmpty && matching == .exact
    }
}
