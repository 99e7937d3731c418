import Foundation
import GRDB
package import Signals

/// The log of decisions: appended to, never changed, read in its order.
///
/// A row holds all that is learned from it, so that neither retention nor forgetting changes what was learned.
enum DecisionRecords {
    static let tableSQL = """
        CREATE TABLE decision (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            source TEXT NOT NULL, native TEXT NOT NULL,
            verdict INTEGER NOT NULL,
            decider TEXT NOT NULL,
            at INTEGER NOT NULL,
            -- What is muted or tracked: 1 an author, 2 a phrase.
            subject_kind INTEGER, subject TEXT,
            -- DecisionFeatures; null where the signal was not known.
            features BLOB,
            weight INTEGER NOT NULL
        );
        -- The same person says one thing of a signal at a time: said again, it is the same decision.
        CREATE UNIQUE INDEX decision_once ON decision (native, source, decider, at);
        """

    /// Columns for what a sample found; null is unknown, and in all that are no samples.
    static let outcomesSQL = """
        ALTER TABLE decision ADD COLUMN likes INTEGER;
        ALTER TABLE decision ADD COLUMN reposts INTEGER;
        ALTER TABLE decision ADD COLUMN replies INTEGER;
        """

    static let insertSQL = """
        INSERT INTO decision (
            source, native, verdict, decider, at, subject_kind, subject, features, weight, likes, reposts, replies
        ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING RETURNING id
        """

    static func arguments(_ decision: Decision) -> StatementArguments {
        var (kind, subject): (Int?, String?) = (nil, nil)
        switch decision.subject {
        case .author(let name): (kind, subject) = (1, name)
        case .phrase(let phrase): (kind, subject) = (2, phrase)
        case nil: break
        }
        return [
            decision.signal.source, decision.signal.native, decision.verdict.rawValue, decision.by,
            decision.at.milliseconds, kind, subject, decision.features.map { Data($0.encoded) },
            decision.weight.tenThousandths, decision.outcome?.likes, decision.outcome?.reposts,
            decision.outcome?.replies,
        ]
    }

    /// Decodes every value: a row of a damaged page may lack any of them, which is no reason to end the program.
    static func decision(_ row: Row) throws -> Decision {
        let verdict: Decision.Verdict = try row.decodeCase(forColumn: "verdict")
        return Decision(
            signal: SignalID(source: try row.decode(forColumn: "source"), id: try row.decode(forColumn: "native")),
            verdict: verdict,
            by: try row.decode(forColumn: "decider"),
            at: Timestamp(milliseconds: try row.decode(forColumn: "at")),
            subject: try subject(row),
            features: try features(row),
            weight: Score(tenThousandths: try row.decode(forColumn: "weight")),
            outcome: verdict == .shared ? try outcome(row) : nil
        )
    }

    private static func subject(_ row: Row) throws -> Decision.Subject? {
        let (kind, name): (Int?, String?) = try (
            row.decode(forColumn: "subject_kind"), row.decode(forColumn: "subject")
        )
        return switch (kind, name) {
        case (1, let name?): .author(name)
        case (2, let phrase?): .phrase(phrase)
        case (nil, nil): nil
        default: throw try unreadable(row)
        }
    }

    private static func features(_ row: Row) throws -> DecisionFeatures? {
        guard let data: Data = try row.decode(forColumn: "features") else { return nil }
        guard let features = DecisionFeatures(encoded: [UInt8](data)) else { throw try unreadable(row) }
        return features
    }

    static func insert(_ decisions: [Decision], in db: Database) throws -> [Int64?] {
        let statement = try db.cachedStatement(sql: insertSQL)
        return try decisions.map { try Int64.fetchOne(statement, arguments: arguments($0)) }
    }

    static func lastPlace(in db: Database) throws -> Int64 {
        try Int64.fetchOne(db, sql: "SELECT max(id) FROM decision") ?? 0
    }

    /// Milliseconds ahead of the clock from which on a moment in the log is taken for a mistake.
    private static let farAhead: Int64 = 86_400_000

    /// Returns the moment of a decision that a person makes now: later than any before.
    static func moment(of person: String, _ now: Timestamp, in db: Database) throws -> Timestamp {
        let last = try Int64.fetchOne(
            db,
            sql: "SELECT max(at) FROM decision WHERE decider = ? AND at <= ?",
            arguments: [person, now.milliseconds + farAhead]
        )
        return Timestamp(milliseconds: max(now.milliseconds, last.map { $0 + 1 } ?? .min))
    }

    private static func outcome(_ row: Row) throws -> Engagement {
        Engagement(
            likes: try row.decode(forColumn: "likes"),
            reposts: try row.decode(forColumn: "reposts"),
            replies: try row.decode(forColumn: "replies")
        )
    }

    private static func unreadable(_ row: Row) throws -> DatabaseError {
        let number: Int64 = try row.decode(forColumn: "id")
        return DatabaseError(resultCode: .SQLITE_CORRUPT, message: "decision \(number) cannot be read")
    }
}

/// A decision as it stands in the log.
package struct KeptDecision: Sendable {
    /// Its place in the log.
    package let number: Int64
    package let decision: Decision
}

extension Store {
    /// Appends decisions in this order, in one transaction that survives a power cut.
    ///
    /// - Returns: for each its place in the log; nil for one that was there already.
    package func append(_ decisions: [Decision]) async throws -> [Int64?] {
        try await appending { db in try DecisionRecords.insert(decisions, in: db) }
    }

    /// Appends what one person decides now as one step, if nobody has decided since `place` in the log.
    ///
    /// The moment of the step is the store's to give: later than any of this person's, whatever process wrote it and
    /// however clocks are set, so that no step takes another for itself. A file may state any moment; those more than a day
    /// ahead of `now` are not waited for.
    /// - Returns: the moment; nil if the log has gone on, and nothing was appended.
    package func append(
        step decisions: [Decision],
        by person: String,
        after place: Int64,
        now: Timestamp
    ) async throws -> Timestamp? {
        try await appending { db in
            guard try DecisionRecords.lastPlace(in: db) == place else { return nil }
            let at = try DecisionRecords.moment(of: person, now, in: db)
            let step = decisions.map { decision in
                var decision = decision
                (decision.by, decision.at) = (person, at)
                return decision
            }
            _ = try DecisionRecords.insert(step, in: db)
            return at
        }
    }

    private func appending<Result: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Result
    ) async throws -> Result {
        try await pool.writeWithoutTransaction { db in
            try self.checkFile()
            // A decision is made once, by a person; no input can be heard again to make up for one that is lost.
            try db.execute(sql: "PRAGMA synchronous = FULL")
            defer { try? db.execute(sql: "PRAGMA synchronous = NORMAL") }
            var result: Result?
            try db.inTransaction(.immediate) {
                result = try body(db)
                return .commit
            }
            guard let result else { throw DatabaseError(message: "nothing was appended") }
            return result
        }
    }

    /// The last place in the log; 0 if nothing was decided yet.
    package func lastDecision() async throws -> Int64 {
        try await pool.read(DecisionRecords.lastPlace)
    }

    /// The log behind a place, at most `limit` decisions of it.
    package func decisions(after number: Int64 = 0, limit: Int = .max) async throws -> [KeptDecision] {
        try await pool.read { db in
            try Row.fetchAll(
                db,
                sql: "SELECT * FROM decision WHERE id > ? ORDER BY id LIMIT ?",
                arguments: [number, limit]
            ).map { KeptDecision(number: try $0.decode(forColumn: "id"), decision: try DecisionRecords.decision($0)) }
        }
    }

    /// Returns whether anything of a kind was ever decided.
    package func hasDecisions(_ verdict: Decision.Verdict) async throws -> Bool {
        try await pool.read { db in
            let sql = "SELECT EXISTS (SELECT 1 FROM decision WHERE verdict = ?)"
            return try Bool.fetchOne(db, sql: sql, arguments: [verdict.rawValue]) ?? false
        }
    }

    /// Returns whether something was tracked, or taken back, behind one place in the log and up to another.
    package func hasDecisions(tracksBetween start: Int64, and end: Int64) async throws -> Bool {
        try await pool.read { db in
            let sql = "SELECT EXISTS (SELECT 1 FROM decision WHERE id > ? AND id <= ? AND verdict IN (5, 6))"
            return try Bool.fetchOne(db, sql: sql, arguments: [start, end]) ?? false
        }
    }

    /// Returns one person's decisions about one signal, in the order of the log.
    package func decisions(of id: SignalID, by decider: String) async throws -> [Decision] {
        try await pool.read { db in
            try Row.fetchAll(
                db,
                sql: "SELECT * FROM decision WHERE native = ? AND source = ? AND decider = ? ORDER BY id",
                arguments: [id.native, id.source, decider]
            ).map(DecisionRecords.decision)
        }
    }

    /// The signals that one person ever decided, in the order they first did.
    package func signalsDecided(by decider: String) async throws -> [SignalID] {
        try await pool.read { db in
            try Row.fetchAll(
                db,
                sql: "SELECT source, native FROM decision WHERE decider = ? GROUP BY native, source ORDER BY min(id)",
                arguments: [decider]
            ).map { SignalID(source: try $0.decode(atIndex: 0), id: try $0.decode(atIndex: 1)) }
        }
    }

    /// Returns whether anybody else than `decider` ever accepted or rejected a signal.
    package func isDecided(_ id: SignalID, byOthersThan decider: String? = nil) async throws -> Bool {
        try await pool.read { db in
            try Bool.fetchOne(
                db,
                sql: """
                    SELECT EXISTS (
                        SELECT 1 FROM decision WHERE native = ? AND source = ? AND verdict IN (1, 2) AND decider IS NOT ?
                    )
                    """,
                arguments: [id.native, id.source, decider]
            ) ?? false
        }
    }
}
