import Foundation
import GRDB
package import Signals

/// A dead letter as it is kept.
package struct KeptDeadLetter: Sendable {
    package let id: Int64
    package let letter: DeadLetter
    package let at: Timestamp
}

/// Dead letters.
enum DeadLetterRecords {
    /// A letter that is there already is not written twice.
    static let insertSQL = """
        INSERT OR IGNORE INTO dead_letter (feed, label, position, sink, signal, reason, digest, length, payload, at)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
        """

    static func bind(_ letter: DeadLetter, at: Timestamp, to statement: SQLStatement) -> SQLStatement {
        let columns = Columns(letter.origin)
        statement.bind(1, columns.feed)
        statement.bind(2, columns.label)
        statement.bind(3, columns.position)
        statement.bind(4, columns.sink)
        statement.bind(5, columns.signal)
        statement.bind(6, letter.reason)
        statement.bind(7, Int64(bitPattern: letter.digest))
        statement.bind(8, Int64(letter.length))
        statement.bind(9, letter.payload)
        statement.bind(10, at.milliseconds)
        return statement
    }

    static func remove(_ ids: [Int64], in db: Database) throws {
        for id in ids { try db.execute(sql: "DELETE FROM dead_letter WHERE id = ?", arguments: [id]) }
    }

    private struct Columns {
        var feed: String?
        var label: String?
        var position: Int64?
        var sink: String?
        var signal: Int64?

        init(_ origin: DeadLetter.Origin) {
            switch origin {
            case .feed(let name, let label, let offset): (feed, self.label, position) = (name, label, offset)
            case .sink(let name, let signal): (sink, self.signal) = (name, signal)
            case .figure(let sink, let number): (self.sink, position) = (sink, number)
            case .expired(let sink): self.sink = sink
            }
        }
    }

    static func letter(_ row: Row) throws -> KeptDeadLetter {
        let payload: Data = try row.decode(forColumn: "payload")
        let letter = DeadLetter(
            origin: try origin(row),
            reason: try row.decode(forColumn: "reason"),
            digest: UInt64(bitPattern: try row.decode(forColumn: "digest")),
            payload: [UInt8](payload),
            length: try row.decode(forColumn: "length")
        )
        let at: Int64 = try row.decode(forColumn: "at")
        return KeptDeadLetter(id: try row.decode(forColumn: "id"), letter: letter, at: Timestamp(milliseconds: at))
    }

    private static func origin(_ row: Row) throws -> DeadLetter.Origin {
        let position: Int64? = try row.decode(forColumn: "position")
        guard let sink: String = try row.decode(forColumn: "sink") else {
            return .feed(
                name: try row.decode(forColumn: "feed"),
                label: try row.decode(String?.self, forColumn: "label") ?? "",
                offset: try row.decode(forColumn: "position")
            )
        }
        if let signal: Int64 = try row.decode(forColumn: "signal") { return .sink(name: sink, signal: signal) }
        return position.map { .figure(sink: sink, number: $0) } ?? .expired(sink: sink)
    }
}

extension Store {
    /// Dead letters in the order they were written, at most `limit` after `id`.
    package func deadLetters(after id: Int64 = 0, limit: Int) async throws -> [KeptDeadLetter] {
        try await pool.read { db in
            try Row.fetchAll(
                db,
                sql: "SELECT * FROM dead_letter WHERE id > ? ORDER BY id LIMIT ?",
                arguments: [id, limit]
            ).map(DeadLetterRecords.letter)
        }
    }

    /// How many there are.
    package func deadLetterCount() async throws -> Int {
        try await pool.read { db in try Int.fetchOne(db, sql: "SELECT count(*) FROM dead_letter") ?? 0 }
    }

    /// Takes letters out, because what they held was heard now.
    package func removeDeadLetters(_ ids: [Int64]) async throws {
        try await pool.write { db in try DeadLetterRecords.remove(ids, in: db) }
    }

    /// Takes a sink's letter out and has its signal told to that sink again, or its figures from this one on.
    ///
    /// - Returns: false if there is nothing that could be told again, and the letter stays.
    package func requeue(_ letter: KeptDeadLetter, at now: Timestamp) async throws -> Bool {
        try await pool.write { db in
            switch letter.letter.origin {
            case .feed, .expired: return false
            case .sink(let sink, let signal):
                guard try ChangeRecords.resend(signal, to: sink, at: now, in: db) else { return false }
            case .figure(let sink, let number):
                try db.execute(
                    sql: """
                        UPDATE cursor SET position = min(position, ?) WHERE stream = ?
                            AND reader = (SELECT id FROM reader WHERE identity = ?)
                        """,
                    arguments: [number - 1, OutboxStream.figures.rawValue, sink]
                )
                guard db.changesCount > 0 else { return false }
            }
            try db.execute(sql: "DELETE FROM dead_letter WHERE id = ?", arguments: [letter.id])
            return true
        }
    }
}
