import GRDB
package import Signals

/// Names of authors that a person gave, and whom each means: in a network, who was heard first under it since.
///
/// Used on the writer's queue only.
struct AuthorNames {
    /// Folded: `ada`, or `github:ada` for one network.
    private let names: Set<String>
    private let note: SQLStatement

    init(_ db: Database, _ names: Set<String>) throws {
        self.names = names
        note = try SQLStatement(
            db,
            """
            UPDATE author SET named = ?2 WHERE id = ?1 AND named IS NULL
                AND NOT EXISTS (SELECT 1 FROM author AS other WHERE other.named = ?2 AND other.source = author.source)
            """
        )
    }

    /// The name that a handle of a network goes by; nil if nobody gave any.
    func name(of handle: String, in source: String) -> String? {
        guard !names.isEmpty else { return nil }
        let folded = NamedAuthor.folded(handle)
        return [folded, "\(source):\(folded)"].first(where: names.contains)
    }

    /// Settles that a name means an author; false if it means another already, or they have one.
    func settle(_ name: String, as number: Int64) throws -> Bool {
        note.bind(1, number)
        note.bind(2, name)
        return try note.run() > 0
    }

    /// Settles those names that authors heard earlier have now, and returns whom all of them mean.
    static func settleAll(_ names: Set<String>, in db: Database) throws -> [NamedAuthor] {
        guard !names.isEmpty else { return [] }
        let authors = try AuthorNames(db, names)
        let find = try SQLStatement(
            db,
            """
            SELECT author.id, source.name, author.named FROM author JOIN source ON source.id = author.source
            WHERE author.handle = ?1 COLLATE NOCASE ORDER BY author.id
            """
        )
        let release = try SQLStatement(db, "UPDATE author SET named = NULL WHERE id = ?1")
        for name in names {
            // A colon parts the network from the handle, if there is such a network.
            let parts = name.split(separator: ":", maxSplits: 1).map(String.init)
            for handle in Set([name, parts.last ?? name]) {
                find.bind(1, handle)
                for author in try find.all({ (number: $0.int(0), source: $0.text(1), named: $0.optionalText(2)) })
                where handle == name || parts[0] == author.source {
                    if let named = author.named {
                        guard !names.contains(named) else { continue }
                        release.bind(1, author.number)
                        try release.run()
                    }
                    _ = try authors.settle(name, as: author.number)
                }
            }
        }
        return try settled(in: db)
    }

    /// Whom names mean, also those of an earlier configuration.
    static func settled(in db: Database) throws -> [NamedAuthor] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT source.name, author.native, author.named FROM author JOIN source ON source.id = author.source
                WHERE author.named IS NOT NULL
                """
        ).map {
            NamedAuthor(
                source: try $0.decode(atIndex: 0),
                id: try $0.decode(atIndex: 1),
                name: try $0.decode(atIndex: 2)
            )
        }
    }
}

extension Store {
    /// Whom names of authors mean that a person gave, also those of an earlier configuration.
    package func namedAuthors() async throws -> [NamedAuthor] {
        try await pool.read(AuthorNames.settled)
    }
}
