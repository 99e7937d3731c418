import Foundation
import GRDB
import Signals

/// The notes of readers beside their cursors.
enum MemoryRecords {
    /// Notes that belong to no signal; more of them than this are not read.
    private static let generalLimit = 1000

    /// Returns a reader's notes that concern some signals and removals, and those that belong to no signal.
    static func memory(of reader: Int64, concerning items: [OutboxPage.Item], in db: Database) throws -> ReaderMemory {
        let any = "SELECT EXISTS (SELECT 1 FROM memory WHERE reader = ?)"
        guard try Bool.fetchOne(try db.cachedStatement(sql: any), arguments: [reader]) ?? false else {
            return ReaderMemory()
        }
        var values: [[UInt8]: [UInt8]] = [:]
        func read(_ condition: String, _ arguments: StatementArguments) throws {
            let sql = "SELECT key, value FROM memory WHERE \(condition)"
            for row in try Row.fetchAll(try db.cachedStatement(sql: sql), arguments: [reader] + arguments) {
                let (key, value) = (try row.decode(Data.self, atIndex: 0), try row.decode(Data.self, atIndex: 1))
                values[[UInt8](key)] = [UInt8](value)
            }
        }
        // The plus keeps SQLite from the key, by which it would read a note for every signal that was ever told.
        try read("+reader = ? AND signal IS NULL AND removed IS NULL LIMIT \(generalLimit)", [])
        for item in items {
            switch item.content {
            case .signal(let entry): try read("reader = ? AND signal = ?", [entry.number])
            case .removal(let removal):
                if let signal = removal.signal { try read("reader = ? AND removed = ?", [signal]) }
            case .figure, .decision: break
            }
        }
        return ReaderMemory(values)
    }

    static func apply(_ changes: [ReaderMemory.Change], of reader: Int64, in db: Database) throws {
        for change in changes {
            switch change {
            case .set(let key, let value, let signal):
                precondition(
                    key.count <= ReaderMemory.limit && value.count <= ReaderMemory.limit,
                    "a note is too large"
                )
                try db.cachedStatement(sql: setSQL).execute(arguments: [reader, Data(key), Data(value), signal])
            case .remove(let key):
                try db.cachedStatement(sql: "DELETE FROM memory WHERE reader = ? AND key = ?")
                    .execute(arguments: [reader, Data(key)])
            }
        }
    }

    /// What is noted of a signal that was forgotten on the way waits for the removal, if the reader has that still to read, and
    /// else is not noted.
    private static let setSQL = """
        INSERT OR REPLACE INTO memory (reader, key, value, signal, removed)
        SELECT ?1, ?2, ?3, kept.seq, iif(kept.seq IS NULL, ?4, NULL)
        FROM (SELECT (SELECT seq FROM signal WHERE seq = ?4) AS seq) AS kept
        WHERE ?4 IS NULL OR kept.seq IS NOT NULL OR EXISTS (
            SELECT 1 FROM deletion JOIN cursor ON cursor.reader = ?1 AND cursor.stream = \(OutboxStream.removals.rawValue)
            WHERE deletion.id > cursor.position AND deletion.signal = ?4
        )
        """

    /// Lets notes of a forgotten signal stay until their readers have removed it.
    static let detachSQL = """
        UPDATE memory SET signal = NULL, removed = ?1 WHERE signal = ?1
            AND reader IN (SELECT reader FROM cursor WHERE stream = \(OutboxStream.removals.rawValue))
        """

    /// Lets go of the notes of signals that a reader has removed.
    static func dropRemoved(
        of reader: Int64,
        from start: OutboxPosition,
        to end: OutboxPosition,
        in db: Database
    ) throws {
        guard start[.removals] != end[.removals] else { return }
        try db.execute(
            sql: """
                DELETE FROM memory WHERE reader = ? AND removed IN (SELECT signal FROM deletion WHERE id > ? AND id <= ?)
                """,
            arguments: [reader, start[.removals], end[.removals]]
        )
    }
}
