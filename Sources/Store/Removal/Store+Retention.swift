import GRDB
package import Signals
import Synchronization

/// What a round of retention did.
package struct RetentionResult: Hashable, Sendable {
    /// Signals that were to go and stay, because a sink has still to read them.
    package struct HeldBack: Hashable, Sendable {
        package let sink: String
        package let signals: Int

        package init(sink: String, signals: Int) {
            self.sink = sink
            self.signals = signals
        }
    }

    package var signals = 0
    package var unmatched = 0
    package var deadLetters = 0
    package var heldBack: [HeldBack] = []
    /// Bytes of the file that hold something, after the round.
    package var bytes: Int64 = 0

    package init() {}
}

extension Store {
    /// Removes what was heard longest ago: all that is older than `age` milliseconds, and as much more as it takes to
    /// hold no more than `bytes`.
    ///
    /// Many short transactions, so that hearing goes on between them. Roll-ups, tombstones, cursors and topics stay, and so
    /// does what a sink has still to read.
    package func retain(age: Int64?, bytes: Int64?, now: Timestamp) async throws -> RetentionResult {
        try requireLease()
        var result = RetentionResult()
        let limit = age.map { now.milliseconds - $0 }
        if let limit {
            while let more = try await retentionStep(before: limit) { result += more }
        }
        if let bytes {
            while try await bytesInUse() > bytes, let more = try await retentionStep(before: nil) { result += more }
        }
        result.bytes = try await pool.write { db in
            try OutboxRecords.trim(db, at: now)
            try Tombstones.trimEarly(in: db)
            return try Self.bytesInUse(db)
        }
        // What is still too much is held back, whatever its age.
        let isOver = bytes.map { result.bytes > $0 } ?? false
        result.heldBack = try await pool.read { try RetentionHorizon.heldBack($0, before: isOver ? nil : limit) }
        _ = try await pool.writeWithoutTransaction { try $0.checkpoint(.passive) }
        return result
    }

    /// What a round would remove by age, and about what by size; nothing is touched.
    package func retainable(age: Int64?, bytes: Int64?, now: Timestamp) async throws -> RetentionResult {
        try await pool.read { db in
            var result = RetentionResult()
            let limit = age.map { now.milliseconds - $0 }
            if let limit { result = try RetentionHorizon(db).count(db, before: limit) }
            result.bytes = try Self.bytesInUse(db)
            guard let bytes, result.bytes > bytes else {
                result.heldBack = try RetentionHorizon.heldBack(db, before: limit)
                return result
            }
            let all = try RetentionHorizon(db).count(db, before: .max)
            let share = Double(result.bytes - bytes) / Double(result.bytes)
            result.signals = max(result.signals, min(all.signals, Int((share * Double(all.signals)).rounded(.up))))
            result.heldBack = try RetentionHorizon.heldBack(db, before: nil)
            return result
        }
    }

    private func bytesInUse() async throws -> Int64 {
        try await pool.read { try Self.bytesInUse($0) }
    }

    static func bytesInUse(_ db: Database) throws -> Int64 {
        func pragma(_ name: String) throws -> Int64 { try Int64.fetchOne(db, sql: "PRAGMA \(name)") ?? 0 }
        return try (pragma("page_count") - pragma("freelist_count")) * pragma("page_size")
    }

    /// Removes the oldest rows, a bounded number; nil when there are none to remove.
    ///
    /// `limit`: the time heard before which they go; nil for as much as one step takes.
    private func retentionStep(before limit: Int64?) async throws -> RetentionResult? {
        try await pool.write { db in
            try db.execute(sql: "PRAGMA secure_delete = ON")
            let chunk = try RetentionHorizon(db).oldest(db, Self.rowsAtOnce, before: limit ?? .max)
            try ExpiredEntries.count(removing: chunk.sequences, in: db)
            let removed = try SignalRemoval(db).remove(chunk.sequences)
            var result = RetentionResult()
            result.signals = removed.traces.count
            // By size the oldest of all go, so none of these that is younger than the signals that went.
            let others = limit ?? chunk.last ?? .max
            result.unmatched = try Self.removeUnmatched(db, before: others)
            result.deadLetters = try Self.removeDeadLetters(db, before: others)
            self.writer.withLock { $0.current?.remove(removed) }
            return result == RetentionResult() ? nil : result
        }
    }

    /// Removes the oldest block of unmatched signals, and returns how many were in it.
    private static func removeUnmatched(_ db: Database, before limit: Int64) throws -> Int {
        try Int.fetchOne(
            db,
            sql: """
                DELETE FROM unmatched WHERE id = (SELECT id FROM unmatched WHERE coalesce(heard, newest) < ? ORDER BY id LIMIT 1)
                RETURNING count
                """,
            arguments: [limit]
        ) ?? 0
    }

    private static func removeDeadLetters(_ db: Database, before limit: Int64) throws -> Int {
        try db.execute(
            sql: "DELETE FROM dead_letter WHERE id IN (SELECT id FROM dead_letter WHERE at < ? ORDER BY id LIMIT ?)",
            arguments: [limit, rowsAtOnce]
        )
        return db.changesCount
    }

    /// Gives free pages back to the file system, by writing the file anew; as much room again is needed meanwhile.
    package func shrink() async throws {
        try await pool.writeWithoutTransaction { db in
            try db.execute(sql: "VACUUM")
            _ = try? db.checkpoint(.truncate)
        }
    }
}

extension RetentionResult {
    fileprivate static func += (total: inout RetentionResult, more: RetentionResult) {
        total.signals += more.signals
        total.unmatched += more.unmatched
        total.deadLetters += more.deadLetters
    }
}

/// Up to where signals may be removed: what a sink has still to read is behind it.
struct RetentionHorizon {
    private let signal: Int64
    /// Signals before it that a sink is to read again.
    private let pending: Set<Int64>

    /// The signals that sinks in force have still to read again.
    private static let pendingSQL = """
        SELECT change.signal FROM reader JOIN cursor ON cursor.reader = reader.id
                AND cursor.stream = \(OutboxStream.changes.rawValue)
            JOIN change ON change.id > cursor.position AND (change.reader IS NULL OR change.reader = reader.id)
        WHERE \(ReaderRecords.pinning)
        """

    init(_ db: Database) throws {
        let first = """
            SELECT min(position) FROM cursor JOIN reader ON reader.id = cursor.reader
            WHERE stream = ? AND \(ReaderRecords.pinning)
            """
        signal = try Int64.fetchOne(db, sql: first, arguments: [OutboxStream.signals.rawValue]) ?? .max
        pending = try Int64.fetchSet(db, sql: Self.pendingSQL)
    }

    /// The signals heard first, in that order, at most `limit`; and when the last of them was heard.
    func oldest(_ db: Database, _ limit: Int, before time: Int64) throws -> (sequences: [Int64], last: Int64?) {
        var sequences: [Int64] = []
        var last: Int64?
        let rows = try Row.fetchCursor(
            db,
            sql: "SELECT seq, heard FROM signal WHERE seq <= ? ORDER BY seq",
            arguments: [signal]
        )
        while sequences.count < limit, let row = try rows.next() {
            let (sequence, heard) = (try row.decode(Int64.self, atIndex: 0), try row.decode(Int64.self, atIndex: 1))
            guard heard < time else { break }
            guard !pending.contains(sequence) else { continue }
            sequences.append(sequence)
            last = heard
        }
        return (sequences, last)
    }

    /// How many rows were heard before a time and may be removed.
    func count(_ db: Database, before time: Int64) throws -> RetentionResult {
        var result = RetentionResult()
        result.signals = try oldest(db, .max, before: time).sequences.count
        result.unmatched =
            try Int.fetchOne(
                db,
                sql: "SELECT coalesce(sum(count), 0) FROM unmatched WHERE coalesce(heard, newest) < ?",
                arguments: [time]
            ) ?? 0
        result.deadLetters =
            try Int.fetchOne(db, sql: "SELECT count(*) FROM dead_letter WHERE at < ?", arguments: [time]) ?? 0
        return result
    }

    /// What each sink holds back of the signals heard before a time; nil for any time.
    static func heldBack(_ db: Database, before time: Int64?) throws -> [RetentionResult.HeldBack] {
        let sql = "SELECT identity FROM reader WHERE \(ReaderRecords.pinning) ORDER BY identity"
        return try String.fetchAll(db, sql: sql).compactMap { identity in
            guard let known = try ReaderRecords.known(identity, in: db) else { return nil }
            let signals = known.position[.signals]
            let count =
                try Int.fetchOne(
                    db,
                    sql: """
                        SELECT (SELECT count(*) FROM signal WHERE seq > ?1 AND heard < ?2) + (SELECT count(*) FROM signal
                            WHERE seq <= ?1 AND heard < ?2 AND seq IN (\(Self.pendingSQL) AND reader.id = ?3))
                        """,
                    arguments: [signals, time ?? .max, known.id]
                ) ?? 0
            return count > 0 ? RetentionResult.HeldBack(sink: identity, signals: count) : nil
        }
    }
}
