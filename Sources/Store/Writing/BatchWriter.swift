import GRDB
import Language
import Signals
import Trends

/// Writes batches: prepared statements, the ids of names, and the window in which copies are recognised.
///
/// Unchecked because it is touched inside `DatabasePool.write` only, which lets one caller in at a time.
final class BatchWriter: @unchecked Sendable {
    private let insertSignal: SQLStatement
    private let findSignal: SQLStatement
    private let insertLink: SQLStatement
    private let mergeRollup: SQLStatement
    private let setTopics: SQLStatement
    private let insertChange: SQLStatement
    private let insertUnmatched: SQLStatement
    private let insertDeadLetter: SQLStatement
    private let db: Database

    private var nextSequence: Int64
    private var sources: [String: Int64] = [:]
    private let model: Int64
    /// Store ids of the topics that batches number.
    private let topicIDs: [Int64]
    private var nearDuplicates = NearDuplicates()
    private var originals: Originals
    private var tombstones: Tombstones
    private var unmatchedKeys = UnmatchedKeys()
    private var deadLetterIDs = DeadLetterIDs()
    private var rollups = RollupBatch()

    /// `topics`: store ids of the topics that batches number.
    init(_ db: Database, topics: [Int64], revision: UInt64) throws {
        self.db = db
        topicIDs = topics
        insertSignal = try SQLStatement(db, Self.insertSignalSQL)
        findSignal = try SQLStatement(
            db,
            """
            SELECT signal.seq, signal.native, signal.topics, signal.relevance, signal.volatile, signal.judgement, signal.time,
                signal.duplicate_of IS NOT NULL, source.name
            FROM signal JOIN source ON source.id = signal.source WHERE signal.key = ?1
            """
        )
        insertLink = try SQLStatement(db, "INSERT OR IGNORE INTO link (topic, time, signal) VALUES (?1, ?2, ?3)")
        mergeRollup = try SQLStatement(db, Self.mergeRollupSQL)
        setTopics = try SQLStatement(db, "UPDATE signal SET topics = ?2 WHERE seq = ?1")
        insertChange = try SQLStatement(db, ChangeRecords.insertSQL)
        insertUnmatched = try SQLStatement(
            db,
            "INSERT INTO unmatched (count, newest, lines, heard) VALUES (?1, ?2, ?3, ?4)"
        )
        insertDeadLetter = try SQLStatement(db, DeadLetterRecords.insertSQL)
        originals = try Originals(db)
        tombstones = try Tombstones(db)
        let last = "SELECT max(coalesce((SELECT max(seq) FROM signal), 0), (SELECT signal FROM removed))"
        nextSequence = try (Int64.fetchOne(db, sql: last) ?? 0) + 1
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

    private static let insertSignalSQL = """
        INSERT INTO signal (seq, key, source, native, kind, author, time, heard, text, language, url, parent, likes,
            reposts, replies, duplicate_of, relevance, sentiment, volatile, topics, model, judgement, raw, home)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23,
            ?24)
        ON CONFLICT (key) DO NOTHING
        """

    private static let mergeRollupSQL = """
        INSERT INTO rollup VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
        ON CONFLICT (topic, step, start) DO UPDATE SET
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
        while let row = try rows.next() {
            nearDuplicates.add(sketch(row[1]), signal: row[0], original: row[2])
        }
    }

    /// Writes a batch; the caller commits.
    func write(_ batch: Batch) throws -> Receipt {
        var receipt = Receipt()
        rollups = RollupBatch()
        // Before what is taken back, which may be one of them.
        for letter in batch.deadLetters {
            try DeadLetterRecords.bind(letter, at: batch.heardAt, to: insertDeadLetter).run()
            deadLetterIDs.add(letter)
        }
        // Before the signals, so that one of this batch that was taken back already is never written.
        receipt.withdrawn = try withdraw(batch.withdrawn, at: batch.heardAt)
        for judged in batch.signals {
            if try write(judged, heardAt: batch.heardAt) { receipt.kept += 1 } else { receipt.duplicates += 1 }
        }
        for entry in rollups.sums { try merge(entry.key, entry.sums) }
        if batch.unmatched.count > 0 { try write(batch.unmatched, heardAt: batch.heardAt) }
        if let cursor = batch.cursor { try CursorRecords.move(cursor, in: db) }
        return receipt
    }

    /// Writes a signal; false when it is in the store already, or was forgotten.
    private func write(_ judged: JudgedSignal, heardAt: Timestamp) throws -> Bool {
        let signal = judged.signal
        guard try !tombstones.hold(signal) else { return false }
        let source = try source(signal.id.source)
        let reposts = try originals.reposts(of: signal.id, source: source)
        let original = try original(of: judged, source: source, reposts: reposts)
        let topics = judged.topics.map { topicIDs[$0] }
        try bind(judged, topics: topics, original: original, heardAt: heardAt)
        let home = signal.id.key
        var key = home
        while true {
            insertSignal.bind(2, key)
            insertSignal.bind(24, key == home ? nil : home)
            if try insertSignal.run() == 1 { break }
            guard let kept = try keptSignal(key) else { throw DatabaseError(message: "a signal's key vanished") }
            if kept.native == signal.id.native, kept.source == signal.id.source {
                try link(kept, topics: topics, at: heardAt)
                return false
            }
            // Another signal has this key: the next one is tried, here as in every look-up.
            key &+= 1
        }
        nearDuplicates.add(judged.sketch, signal: nextSequence, original: original)
        originals.kept(signal)
        try lead(reposts, to: original ?? nextSequence)
        let judgement = judged.judgement
        rollups.add(Rollup(judgement, isDuplicate: original != nil), topic: 0, time: signal.time)
        for (index, topic) in topics.enumerated() {
            try link(topic, signal.time, nextSequence)
            let share = Rollup(judgement, keyword: index, isDuplicate: original != nil)
            rollups.add(share, topic: topic, time: signal.time)
        }
        nextSequence += 1
        return true
    }

    /// What a signal is a copy of: what it reposts, else one that says the same.
    ///
    /// An original that comes after its reposts is none of them.
    private func original(
        of judged: JudgedSignal,
        source: Int64,
        reposts: [Originals.Repost]
    ) throws -> Int64? {
        if let original = try originals.original(of: judged.signal, source: source) { return original }
        guard let original = judged.sketch.flatMap({ nearDuplicates.original(of: $0) }),
            !reposts.contains(where: { $0.sequence == original })
        else { return nil }
        return original
    }

    /// Marks reposts that were kept before their original as copies; they are counted as such from now on.
    private func lead(_ reposts: [Originals.Repost], to original: Int64) throws {
        let led = reposts.filter { $0.sequence != original && $0.duplicateOf != original }
        guard !led.isEmpty else { return }
        nearDuplicates.lead(Set(led.map(\.sequence)), to: original)
        for repost in led {
            try originals.mark(repost, copyOf: original)
            guard repost.duplicateOf == nil else { continue }
            var share = Rollup()
            share.duplicates = 1
            for topic in [0] + repost.topics { rollups.add(share, topic: topic, time: repost.time) }
        }
    }

    private func bind(_ judged: JudgedSignal, topics: [Int64], original: Int64?, heardAt: Timestamp) throws {
        let (signal, judgement) = (judged.signal, judged.judgement)
        insertSignal.bind(1, nextSequence)
        insertSignal.bind(3, try source(signal.id.source))
        insertSignal.bind(4, signal.id.native)
        insertSignal.bind(5, Int64(signal.kind.rawValue))
        insertSignal.bind(6, signal.author)
        insertSignal.bind(7, signal.time.milliseconds)
        insertSignal.bind(8, heardAt.milliseconds)
        insertSignal.bind(9, signal.text)
        insertSignal.bind(10, signal.language)
        insertSignal.bind(11, signal.url)
        insertSignal.bind(12, signal.parent)
        insertSignal.bind(13, signal.engagement.likes)
        insertSignal.bind(14, signal.engagement.reposts)
        insertSignal.bind(15, signal.engagement.replies)
        insertSignal.bind(16, original)
        insertSignal.bind(17, Int64(judgement.relevance.tenThousandths))
        insertSignal.bind(18, judgement.sentiment.map { Int64($0.score.tenThousandths) })
        insertSignal.bind(19, judgement.isVolatile ? 1 : 0)
        insertSignal.bind(20, TopicList.encode(topics))
        insertSignal.bind(21, model)
        insertSignal.bind(22, JudgementBlob.encode(judgement))
        insertSignal.bind(23, signal.raw)
    }

    private func source(_ name: String) throws -> Int64 {
        if let id = sources[name] { return id }
        try db.execute(sql: "INSERT INTO source (name) VALUES (?)", arguments: [name])
        sources[name] = db.lastInsertedRowID
        return db.lastInsertedRowID
    }

    private func link(_ topic: Int64, _ time: Timestamp, _ sequence: Int64) throws {
        insertLink.bind(1, topic)
        insertLink.bind(2, time.milliseconds)
        insertLink.bind(3, sequence)
        try insertLink.run()
    }

    private struct KeptSignal {
        let sequence: Int64
        let source: String
        let native: String
        let topics: [Int64]
        let time: Timestamp
        let share: Rollup
    }

    private func keptSignal(_ key: Int64) throws -> KeptSignal? {
        findSignal.bind(1, key)
        return try findSignal.first { row in
            let relevance = Score(tenThousandths: Int32(row.int(3)))
            guard let judgement = JudgementBlob.decode(row.blob(5), relevance: relevance, isVolatile: row.int(4) != 0)
            else { throw SignalRecords.unreadable(row.int(0)) }
            return KeptSignal(
                sequence: row.int(0),
                source: row.text(8),
                native: row.text(1),
                topics: TopicList.decode(row.blob(2)),
                time: Timestamp(milliseconds: row.int(6)),
                share: Rollup(judgement, isDuplicate: row.int(7) != 0)
            )
        }
    }

    /// Gives a signal that was kept before the topics it has gained since; its judgement stays as it was.
    private func link(_ kept: KeptSignal, topics: [Int64], at time: Timestamp) throws {
        let gained = topics.filter { !kept.topics.contains($0) }
        guard !gained.isEmpty else { return }
        for topic in gained {
            try link(topic, kept.time, kept.sequence)
            rollups.add(kept.share, topic: topic, time: kept.time)
        }
        setTopics.bind(1, kept.sequence)
        setTopics.bind(2, TopicList.encode(kept.topics + gained))
        try setTopics.run()
        insertChange.bind(1, kept.sequence)
        insertChange.bind(2, time.milliseconds)
        try insertChange.run()
    }

    private func merge(_ key: RollupKey, _ sums: Rollup) throws {
        let columns = [
            key.topic, key.step.rawValue, key.start, sums.count, sums.relevance, sums.sentiment, sums.judged,
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
        let letters = try deadLetterIDs.letters(stating: ids, in: db)
        let found = try forgetting.withdraw(ids, unmatched: unmatchedKeys.among(ids, in: db), deadLetters: letters)
        try forgot(forgetting.removed)
        return found
    }

    /// Takes note of what was forgotten, so that nothing of it is kept from now on.
    func forgot(_ removed: RemovedSignals) throws {
        remove(removed)
        tombstones = try Tombstones(db)
    }

    /// Takes removed signals out of the window in which copies are recognised.
    func remove(_ removed: RemovedSignals) {
        nearDuplicates.remove(removed.successors)
    }
}

/// The topics of a signal in its row: store ids as variable-length integers.
enum TopicList {
    static func encode(_ topics: [Int64]) -> [UInt8] {
        var bytes: [UInt8] = []
        for topic in topics {
            var rest = UInt64(topic)
            while rest >= 0x80 {
                bytes.append(UInt8(rest & 0x7F) | 0x80)
                rest >>= 7
            }
            bytes.append(UInt8(rest))
        }
        return bytes
    }

    static func decode(_ bytes: [UInt8]) -> [Int64] {
        var topics: [Int64] = []
        var value: UInt64 = 0
        var shift: UInt64 = 0
        for byte in bytes {
            value |= UInt64(byte & 0x7F) << shift
            shift += 7
            if byte < 0x80 {
                topics.append(Int64(bitPattern: value))
                (value, shift) = (0, 0)
            }
        }
        return topics
    }
}
