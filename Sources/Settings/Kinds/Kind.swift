/// A kind of feed or sink: a row of a table that everything about it is read from.
///
/// `init`, `doctor`, listings, the reference and the errors for unknown keys come from the rows.
package protocol Kind: Sendable {
    /// The noun for its entries: "feed" or "sink".
    static var noun: String { get }
    /// Keys that entries of every kind may have.
    static var sharedKeys: [Key] { get }
    /// Keys that entries of every kind will have.
    static var plannedKeys: [String] { get }

    /// The first key of its entries.
    var name: String { get }
    /// A description of what it does, in one line that begins with a verb: "follows a file".
    var summary: String { get }
    /// The value of the first key; nil if the kind has no place and stands alone.
    var place: Key? { get }
    var keys: [Key] { get }
    var access: Access { get }
    /// The things that it cannot hear or tell, a clause each.
    var blindSpots: [String] { get }
    /// The date and reason of its end, once that is announced.
    var ends: String? { get }
    /// An example as YAML lines, the first of which begins with a dash.
    var template: [String] { get }

    /// The name that the store, listings and health know an entry by: its kind and place.
    func identity(of entry: Entry) throws -> String
}

extension Kind {
    package static var plannedKeys: [String] { [] }

    /// All keys but the first, the kind's own before those of every kind.
    package var allKeys: [Key] {
        keys + Self.sharedKeys.filter { shared in !keys.contains { $0.name == shared.name } }
    }

    /// Its own way of writing the first line: `file: posts.ndjson`, or `stdin`.
    package var example: String { place.map { "\(name): \($0.example)" } ?? name }

    /// The keys that take user and password out of an address.
    private var credentials: String? {
        let names = keys.filter { ["username", "password"].contains($0.name) }.map { $0.spellings[0] }
        return names.isEmpty ? nil : names.joined(separator: " and ")
    }

    /// Refuses what an entry of this kind does not take.
    package func validate(_ entry: Entry) throws(ConfigurationError) {
        for line in entry.keys.lines {
            guard !keys.contains(where: { $0.isSecret && $0.name == line.name }) else {
                throw Self.refusedSecret(line)
            }
            guard let key = allKeys.first(where: { $0.spellings.contains(line.name) }) else {
                let known = [name] + allKeys.flatMap(\.spellings)
                throw entry.keys.named("a \(Self.noun) of kind \(name)").unknown(line, known, Self.plannedKeys)
            }
            try key.check(line.value, credentials: credentials)
        }
        try validatePlace(entry)
    }

    private func validatePlace(_ entry: Entry) throws(ConfigurationError) {
        guard let place else {
            guard let written = entry.place else { return }
            guard try written.flag() else { throw written.error("\(name) stands alone: - \(name)") }
            return
        }
        guard let written = entry.place else {
            throw entry.error("\(name) has no place. Write - \(example)")
        }
        try place.check(written, credentials: credentials)
    }

    /// A configuration is read, copied and sent to colleagues; a secret in it would be, too.
    private static func refusedSecret(_ line: Section.Line) -> ConfigurationError {
        line.key.error(
            "a \(line.name) does not belong in this file. Put it into a file of its own and write \(line.name)_file: FILE, or "
                + "name an environment variable: \(line.name)_env: NAME"
        )
    }
}
