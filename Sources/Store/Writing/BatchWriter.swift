import GRDB
import Language
import Signals
import Trends

/// Writes batches: prepared statements, the ids of names, and the window in which copies are recognised.
///
/// Unchecked because it is touched inside `DatabasePool.write` only, which lets one caller in at a time.
final class BatchWriter: @unchecked Sendable {
    let db: Database
    let statements: SignalStatements
    let lookup: SignalLookup
    let removalNotices: RemovalNotices
    private let mergeRollup: SQLStatement
    private let insertUnmatched: SQLStatement
    private let insertDeadLetter: SQLStatement

    var nextSequence: Int64
    private var sources: [String: Int64] = [:]
    let model: Int64
    /// Store ids of the topics that batches number.
    let topicIDs: [Int64]
    var nearDuplicates = NearDuplicates()
    var originals: Originals
    var tombstones: Tombstones
    var authors: Authors
    var facets: FacetSeries
    private var unmatchedKeys = UnmatchedKeys()
    private let deadLetterIDs: DeadLetterIDs
    var rollups = RollupBatch()

    /// Makes a writer.
    ///
    /// `topics`: store ids of the topics that batches number. `names`: of authors that a person named.
    init(_ db: Database, topics: [Int64], authors names: Set<String>, revision: UInt64) throws {
        self.db = db
        topicIDs = topics
        statements = try SignalStatements(db)
        lookup = try SignalLookup(db)
        removalNotices = try RemovalNotices(db)
        mergeRollup = try SQLStatement(db, Self.mergeRollupSQL)
        insertUnmatched = try SQLStatement(
            db,
            "INSERT INTO unmatched (count, newest, lines, heard) VALUES (?1, ?2, ?3, ?4)"
        )
        insertDeadLetter = try SQLStatement(db, DeadLetterRecords.insertSQL)
        deadLetterIDs = try DeadLetterIDs(db)
        originals = try Originals(db)
        tombstones = try Tombstones(db)
        authors = try Authors(db, names: names)
        facets = try FacetSeries(db)
        nextSequence = try ReaderRecords.last(of: .signals, in: db) + 1
        try db.execute(
            sql: "INSERT OR IGNORE INTO model (revision) VALUES (?)",
            arguments: [Int64(bitPattern: revision)]
        )
        model =
            try Int64.fetchOne(
                db,
                sql: "SELECT id FROM model WHERE revision = ?",
                arguments: [Int64(bitPattern: revision)]
            ) ?? 0
        for row in try Row.fetchAll(db, sql: "SELECT name, id FROM source") { sources[row[0]] = row[1] }
    }

    private static let mergeRollupSQL = """
        INSERT INTO rollup VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
        ON CONFLICT (series, step, start) DO UPDATE SET
            count = count + excluded.count, relevance = relevance + excluded.relevance,
            sentiment = sentiment + excluded.sentiment, judged = judged + excluded.judged,
            negative = negative + excluded.negative, neutral = neutral + excluded.neutral,
            positive = positive + excluded.positive, volatile = volatile + excluded.volatile,
            duplicates = duplicates + excluded.duplicates
        """

    /// Fills the window in which copies are recognised from what was kept last, so that a restart changes nothing.
    func warm(_ sketch: (String) -> Sketch?) throws {
        let rows = try Row.fetchCursor(
            db,
            sql: """
                SELECT seq, text, duplicate_of FROM
                    (SELECT seq, text, duplicate_of FROM signal ORDER BY seq DESC LIMIT ?) ORDER BY seq
                """,
            arguments: [NearDuplicates.window]
        )
        // Decoded and not only read: a damaged page may hold anything.
        while let row = try rows.next() {
            nearDuplicates.add(
                sketch(try row.decode(String.self, atIndex: 1)),
                signal: try row.decode(Int64.self, atIndex: 0),
                original: try row.decode(Int64?.self, atIndex: 2)
            )
        }
    }

    /// Writes a batch; the caller commits.
    func write(_ batch: Batch) throws -> Receipt {
        var receipt = Receipt()
        rollups.removeAll()
        authors.settled = []
        // Before what is taken back, which may be one of them.
        for letter in batch.deadLetters {
            let isNew = try DeadLetterRecords.bind(letter, at: batch.heardAt, to: insertDeadLetter).run() > 0
            if isNew, case .feed = letter.origin {
                try deadLetterIDs.add(letter.payload, number: db.lastInsertedRowID)
            }
        }
        // Before the signals, so that one of this batch that was taken back already is never written.
        receipt.withdrawn = try withdraw(batch.withdrawn, at: batch.heardAt)
        var unmatched = batch.unmatched
        for judged in batch.signals {
            let fate = try write(judged, heardAt: batch.heardAt)
            if fate == .unrelated, let line = judged.unmatchedLine {
                unmatched.add(line, at: min(judged.signal.time, batch.heardAt))
            }
            receipt.fates.append(fate)
        }
        for entry in rollups.sums { try merge(entry.key, entry.sums) }
        if unmatched.count > 0 { try write(unmatched, heardAt: batch.heardAt) }
        for place in batch.places { try PlaceRecords.move(place, at: batch.heardAt, in: db) }
        for gap in batch.gaps { try GapRecords.add(gap, at: batch.heardAt, in: db) }
        receipt.authors = authors.settled
        return receipt
    }

    func source(_ name: String) throws -> Int64 {
        if let id = sources[name] { return id }
        try db.execute(sql: "INSERT INTO source (name) VALUES (?)", arguments: [name])
        sources[name] = db.lastInsertedRowID
        return db.lastInsertedRowID
    }

    private func merge(_ key: RollupKey, _ sums: Rollup) throws {
        let columns = [
            key.series, key.step.rawValue, key.start, sums.count, sums.relevance, sums.sentiment, sums.judged,
            sums.negative,
            sums.neutral, sums.positive, sums.volatile, sums.duplicates,
        ]
        for (index, value) in columns.enumerated() { mergeRollup.bind(Int32(index + 1), value) }
        try mergeRollup.run()
    }

    // MARK: Unmatched signals

    /// Unmatched signals are kept for this span of event time.
    private static let unmatchedSpan: Int64 = 86_400_000
    /// No more of them than this are.
    private static let unmatchedLimit = 200_000

    private func write(_ heard: UnmatchedLines, heardAt: Timestamp) throws {
        let unmatched = try tombstones.isEmpty ? heard : withoutForgotten(heard)
        guard unmatched.count > 0 else { return }
        unmatchedKeys.add(unmatched.lines)
        insertUnmatched.bind(1, Int64(unmatched.count))
        insertUnmatched.bind(2, unmatched.newest.milliseconds)
        insertUnmatched.bind(3, unmatched.lines)
        insertUnmatched.bind(4, heardAt.milliseconds)
        try insertUnmatched.run()
        try db.execute(
            sql: """
                DELETE FROM unmatched WHERE newest < (SELECT max(newest) FROM unmatched) - ?;
                DELETE FROM unmatched WHERE id <=
                    (SELECT id FROM (SELECT id, sum(count) OVER (ORDER BY id DESC) AS total FROM unmatched) WHERE total > ?
                     ORDER BY id DESC LIMIT 1);
                """,
            arguments: [Self.unmatchedSpan, Self.unmatchedLimit]
        )
    }

    private func withoutForgotten(_ heard: UnmatchedLines) throws -> UnmatchedLines {
        var left = heard
        (left.lines, left.count) = try UnmatchedRing.lines(heard.lines) { line in
            try UnmatchedLine.id(of: line).map { try !tombstones.hold($0) } ?? true
        }
        return left
    }

    // MARK: Signals that are forgotten

    /// Forgets signals that their source has taken back, and returns how many of them were there.
    ///
    /// One that was not leaves a tombstone all the same: a source may take back what is heard later.
    private func withdraw(_ ids: [SignalID], at time: Timestamp) throws -> Int {
        guard !ids.isEmpty else { return 0 }
        var forgetting = try Forgetting(db, at: time)
        let letters = try deadLetterIDs.letters(stating: ids)
        let found = try forgetting.withdraw(ids, unmatched: unmatchedKeys.among(ids, in: db), deadLetters: letters)
        try forgot(forgetting.removed)
        return found
    }

    /// Takes note of what was forgotten, so that nothing of it is kept from now on.
    func forgot(_ removed: RemovedSignals) throws {
        remove(removed)
        tombstones = try Tombstones(db)
    }

    /// Takes removed signals out of the window in which copies are recognised, and their authors out of those known.
    func remove(_ removed: RemovedSignals) {
        nearDuplicates.remove(removed.successors)
        authors.forgetNumbers()
    }
}
