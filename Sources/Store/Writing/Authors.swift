import GRDB
import Signals

/// The numbers of authors that their networks know by a stable id; each with the handle heard last.
///
/// Used on the writer's queue only.
struct Authors {
    /// Authors whose numbers are remembered; beyond, all are forgotten and looked up anew.
    private static let limit = 65_536

    private struct Author: Hashable {
        let source: Int64
        let native: String
    }

    private let names: AuthorNames
    private let find: SQLStatement
    private let insert: SQLStatement
    private let rename: SQLStatement
    private var known: [Author: (number: Int64, handle: String?)] = [:]
    /// Authors of whom it turned out that a name means them, since the last batch began.
    var settled: [NamedAuthor] = []

    /// `names`: of authors that a person named, folded.
    init(_ db: Database, names: Set<String>) throws {
        self.names = try AuthorNames(db, names)
        find = try SQLStatement(db, "SELECT id, handle FROM author WHERE source = ?1 AND native = ?2")
        insert = try SQLStatement(
            db,
            "INSERT INTO author (source, native, handle) VALUES (?1, ?2, ?3) RETURNING id"
        )
        rename = try SQLStatement(db, "UPDATE author SET handle = ?2 WHERE id = ?1")
    }

    /// The number of a signal's author, who is noted if new or renamed; nil if the source states no stable id.
    mutating func number(of signal: Signal, source: Int64) throws -> Int64? {
        guard let native = signal.authorID else { return nil }
        let author = Author(source: source, native: native)
        let entry = try known[author] ?? look(author) ?? add(author, of: signal)
        if known.count >= Self.limit { known = [:] }
        known[author] = entry
        guard let handle = signal.author, handle != entry.handle else { return entry.number }
        rename.bind(1, entry.number)
        rename.bind(2, handle)
        try rename.run()
        known[author] = (entry.number, handle)
        try settle(entry.number, of: signal)
        return entry.number
    }

    /// Forgets the numbers that are remembered: some may have left the store.
    mutating func forgetNumbers() { known = [:] }

    private func look(_ author: Author) throws -> (number: Int64, handle: String?)? {
        find.bind(1, author.source)
        find.bind(2, author.native)
        return try find.first { ($0.int(0), $0.optionalText(1)) }
    }

    private mutating func add(_ author: Author, of signal: Signal) throws -> (number: Int64, handle: String?) {
        insert.bind(1, author.source)
        insert.bind(2, author.native)
        insert.bind(3, signal.author)
        guard let number = try insert.first({ $0.int(0) }) else { throw DatabaseError(message: "no author was added") }
        try settle(number, of: signal)
        return (number, signal.author)
    }

    private mutating func settle(_ number: Int64, of signal: Signal) throws {
        guard let handle = signal.author, let native = signal.authorID,
            let name = names.name(of: handle, in: signal.id.source), try names.settle(name, as: number)
        else { return }
        settled.append(NamedAuthor(source: signal.id.source, id: native, name: name))
    }
}
