import GRDB
import Signals

/// Entries that leave the outbox before a sink has read them: counted for each sink that they were meant for.
///
/// Sinks that retention waits for lose none.
enum ExpiredEntries {
    private static let sinksThatLose = "kind <> '\(OutboxReader.projection)' AND NOT (\(ReaderRecords.pinning))"

    private static func cursor(_ stream: OutboxStream) -> String {
        "(SELECT position FROM cursor WHERE cursor.reader = reader.id AND stream = \(stream.rawValue))"
    }

    /// A change that the sink of the row would be told of.
    private static let change = """
        change.id > \(cursor(.changes)) AND (change.reader IS NULL OR change.reader = reader.id)
            AND EXISTS (SELECT 1 FROM signal WHERE signal.seq = change.signal AND signal.seq <= \(cursor(.signals)))
        """

    /// Counts signals that are about to be removed, and changes of such signals.
    static func count(removing signals: [Int64], in db: Database) throws {
        guard !signals.isEmpty else { return }
        let removed = "(\(signals.map(String.init).joined(separator: ",")))"
        try db.execute(
            sql: """
                UPDATE reader SET expired = expired
                    + (SELECT count(*) FROM signal WHERE seq IN \(removed) AND seq > \(cursor(.signals))
                        AND (reader.start = \(OutboxReader.Start.beginning.rawValue) OR \(PageReader.isEvent)))
                    + (SELECT count(*) FROM change WHERE signal IN \(removed) AND \(change))
                WHERE \(sinksThatLose)
                """
        )
    }

    /// Counts removals and changes that are about to leave, by conditions on the rows of both.
    static func count(
        removals: (sql: String, arguments: StatementArguments),
        changes: (sql: String, arguments: StatementArguments),
        in db: Database
    ) throws {
        try db.execute(
            sql: """
                UPDATE reader SET expired = expired
                    + (SELECT count(*) FROM deletion WHERE id > \(cursor(.removals)) AND \(removals.sql))
                    + (SELECT count(*) FROM change WHERE \(change) AND \(changes.sql))
                WHERE \(sinksThatLose)
                """,
            arguments: removals.arguments + changes.arguments
        )
    }

    /// Takes what a sink was told of off its count.
    static func settle(_ count: Int, of reader: Int64, in db: Database) throws {
        guard count > 0 else { return }
        try db.execute(sql: "UPDATE reader SET expired = expired - ? WHERE id = ?", arguments: [count, reader])
    }
}
