import GRDB
package import Signals

/// Signals that changed after they were kept, as far as somebody follows them without a cursor.
package struct SignalChanges: Hashable, Sendable {
    /// The last change there was.
    package var last: Int64
    /// The numbers of the signals that changed; nil if changes have left before they were read.
    package var signals: [Int64]?
}

extension Store {
    /// Returns the changes after a number.
    package func changes(after number: Int64) async throws -> SignalChanges {
        try await pool.read { db in
            let last = try ReaderRecords.last(of: .changes, in: db)
            guard last > number else { return SignalChanges(last: last, signals: []) }
            let rows = try Row.fetchAll(
                db,
                sql: "SELECT signal, cause FROM change WHERE id > ? ORDER BY id",
                arguments: [number]
            )
            guard Int64(rows.count) == last - number else { return SignalChanges(last: last, signals: nil) }
            var changed: Set<Int64> = []
            for row in rows where try row.decodeCase(OutboxEntry.Cause.self, forColumn: "cause") == .changed {
                changed.insert(try row.decode(forColumn: "signal"))
            }
            return SignalChanges(last: last, signals: changed.sorted())
        }
    }

    /// Has signals that a sink was told of told to it again, those of a selection, and returns how many.
    package func sendAgain(to sink: String, _ selection: Selection, at now: Timestamp) async throws -> Int {
        try await pool.write { db in
            guard let known = try ReaderRecords.known(sink, in: db) else { return 0 }
            let condition = selection.condition
            try db.execute(
                sql: """
                    INSERT INTO change (signal, cause, reader, at)
                    SELECT signal.seq, ?, ?, ? FROM signal WHERE signal.seq <= ? AND \(condition.sql) ORDER BY signal.seq
                    """,
                arguments: [
                    OutboxEntry.Cause.sentAgain.rawValue, known.id, now.milliseconds, known.position[.signals], 0,
                ] + condition.arguments
            )
            return db.changesCount
        }
    }
}

/// Adds changes inside a transaction.
enum ChangeRecords {
    /// For all readers.
    static let insertSQL =
        "INSERT INTO change (signal, cause, at) VALUES (?1, \(OutboxEntry.Cause.changed.rawValue), ?2)"

    /// Has a signal told again to the sinks that remove by instant.
    static let resendByInstantSQL = """
        INSERT INTO change (signal, cause, reader, at) SELECT ?1, \(OutboxEntry.Cause.sentAgain.rawValue), id, ?2 FROM reader
        WHERE removes = \(OutboxReader.Removal.byInstant.rawValue)
        """

    /// Has a signal told again to one sink; false if there is none of that identity.
    static func resend(_ signal: Int64, to sink: String, at now: Timestamp, in db: Database) throws -> Bool {
        try db.execute(
            sql: "INSERT INTO change (signal, cause, reader, at) SELECT ?, ?, id, ? FROM reader WHERE identity = ?",
            arguments: [signal, OutboxEntry.Cause.sentAgain.rawValue, now.milliseconds, sink]
        )
        return db.changesCount > 0
    }
}
