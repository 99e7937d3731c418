import Foundation
import GRDB
import Signals

/// Finds the lines that could not be read by the ids that they state: what a source takes back goes with them.
///
/// A row an id, so that the cost follows what is found, however many letters there are. A letter states ids where anything
/// like a member `id` is in it, with the source that it names or for every source.
struct DeadLetterIDs {
    static let tableSQL = """
        -- Hashes of ids that lines which could not be read state: of source:id, or of the id alone where no source is named.
        CREATE TABLE dead_letter_id (
            hash INTEGER, letter INTEGER REFERENCES dead_letter ON DELETE CASCADE, PRIMARY KEY (hash, letter)
        ) WITHOUT ROWID;
        CREATE INDEX dead_letter_id_letter ON dead_letter_id (letter);
        """

    private let insert: SQLStatement
    private let find: SQLStatement
    private let read: SQLStatement

    init(_ db: Database) throws {
        insert = try SQLStatement(db, "INSERT OR IGNORE INTO dead_letter_id (hash, letter) VALUES (?1, ?2)")
        find = try SQLStatement(db, "SELECT letter FROM dead_letter_id WHERE hash = ?1")
        read = try SQLStatement(db, "SELECT payload FROM dead_letter WHERE id = ?1")
    }

    /// Notes the letters that an earlier version kept.
    static func migrate(_ db: Database) throws {
        try db.execute(sql: tableSQL)
        let ids = try DeadLetterIDs(db)
        let rows = try Row.fetchCursor(db, sql: "SELECT id, payload FROM dead_letter WHERE feed IS NOT NULL")
        while let row = try rows.next() {
            try ids.add(try row.decode(Data.self, atIndex: 1), number: try row.decode(Int64.self, atIndex: 0))
        }
    }

    /// Notes a line that was added under a number.
    func add(_ payload: some Sequence<UInt8>, number: Int64) throws {
        let line = StatedMembers(Array(payload))
        var hashes: Set<Int64> = []
        for id in line.ids {
            guard let source = line.source else {
                hashes.insert(Self.hash(id))
                // An id may be written with its source before it.
                if let colon = id.firstIndex(of: ":") {
                    hashes.insert(Self.hash(SignalID(source: String(id[..<colon]), id: id)))
                }
                continue
            }
            hashes.insert(Self.hash(SignalID(source: source, id: id)))
        }
        for hash in hashes {
            insert.bind(1, hash)
            insert.bind(2, number)
            try insert.run()
        }
    }

    /// The numbers of the letters that state one of some ids.
    ///
    /// A line that names no source is of the source that takes it back.
    func letters(stating ids: [SignalID]) throws -> [Int64] {
        var letters: Set<Int64> = []
        for id in ids {
            for hash in [Self.hash(id), Self.hash(id.native)] {
                find.bind(1, hash)
                for letter in try find.all({ $0.int(0) }) where try !letters.contains(letter) && states(letter, id) {
                    letters.insert(letter)
                }
            }
        }
        return letters.sorted()
    }

    /// Returns whether a letter states an id, and not another with the same hash.
    private func states(_ letter: Int64, _ id: SignalID) throws -> Bool {
        read.bind(1, letter)
        guard let payload = try read.first({ $0.blob(0) }) else { return false }
        let line = StatedMembers(payload)
        return line.ids.contains { SignalID(source: line.source ?? id.source, id: $0) == id }
    }

    private static func hash(_ id: SignalID) -> Int64 { hash(id.qualified, seed: 0x4445_4144_4C45_5454) }

    /// Of an id without a source.
    private static func hash(_ native: String) -> Int64 { hash(native, seed: 0x4445_4144_5F49_4453) }

    private static func hash(_ text: String, seed: UInt64) -> Int64 {
        Int64(bitPattern: StableHash.hash(text, seed: seed))
    }
}
