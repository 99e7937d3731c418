/// All kinds of feeds, or of sinks.
package struct KindTable<Row: Kind>: Sendable {
    package let rows: [Row]
    /// Kinds that later versions have.
    private let planned: [String]

    package init(_ rows: [Row], planned: [String] = []) {
        self.rows = rows
        self.planned = planned
    }

    package subscript(name: String) -> Row? { rows.first { $0.name == name } }

    /// The kind of a name that `Kind.identity(of:)` made.
    package func kind(known name: String) -> Row? {
        self[String(name.prefix { $0 != ":" })]
    }

    /// Finds the kind of an entry, and refuses what that kind does not take.
    ///
    /// - Returns: the kind, and the entry with the kind's key in front.
    package func match(_ entry: Entry) throws(ConfigurationError) -> (kind: Row, entry: Entry) {
        let (row, entry) = try lead(entry)
        if let other = entry.keys.lines.first(where: { line in
            self[line.name] != nil && !row.allKeys.contains { $0.spellings.contains(line.name) }
        }) {
            throw other.key.error("a \(Row.noun) is one of \(names(last: "and")). Write an entry for each.")
        }
        try row.validate(entry)
        return (row, entry)
    }

    /// Refuses an entry that is known by the same name as an earlier one: both would write to the same places.
    ///
    /// `entries`: as `match(_:)` returned them.
    package func refuseRepeated(_ entries: [Entry]) throws(ConfigurationError) {
        var known: Set<String> = []
        for entry in entries {
            // What cannot be named is refused where it is made, with the reason.
            guard let identity = try? self[entry.kind]?.identity(of: entry) else { continue }
            guard known.insert(identity).inserted else {
                throw entry.error("the \(Row.noun) \(identity.debugDescription) stands twice. Remove one.")
            }
        }
    }

    /// The first key is the kind; where it is none, another may be.
    private func lead(_ entry: Entry) throws(ConfigurationError) -> (Row, Entry) {
        if let row = self[entry.kind] { return (row, entry) }
        for line in entry.keys.lines {
            if let row = self[line.name], let led = entry.led(by: line.name) { return (row, led) }
        }
        throw unknown(entry)
    }

    private func unknown(_ entry: Entry) -> ConfigurationError {
        let shared =
            Row.sharedKeys.flatMap(\.spellings) + Row.plannedKeys + rows.flatMap { $0.keys.flatMap(\.spellings) }
        guard !planned.contains(entry.kind) else {
            let kinds = "\(Row.noun)s of kind \(entry.kind)"
            return entry.error("\(kinds) come with a later version. Remove this one until then.")
        }
        guard !shared.contains(entry.kind) else {
            let example = rows.first.map { " Write \($0.example)" } ?? ""
            return entry.error("a \(Row.noun) begins with its kind (\(names(last: "or"))).\(example)")
        }
        let sentence = "there is no \(Row.noun) of kind \(entry.kind.debugDescription)."
        let suggestion = rows.map(\.name).suggestion(for: entry.kind)
        let example = rows.first.map { " Write one as \($0.example)" } ?? ""
        return entry.error("\(sentence) \(suggestion)\(suggestion.hasSuffix("?") ? "" : example)")
    }

    private func names(last word: String) -> String { rows.map(\.name).joined(last: word) }
}
