import GRDB
package import Language
package import Signals
import Synchronization

extension Store {
    /// Makes the store ready to keep batches judged with `topics`, which become the tracked ones.
    ///
    /// `authors`: names of friendlies and of accounts of one's own, folded. `revision`: of the model that judges.
    /// `sketch`: how a text is sketched, to recognise copies of what was kept before.
    /// - Returns: the number of these rules, and what has to be looked through because of them.
    @discardableResult
    package func prepare(
        topics: [Topic],
        authors: Set<String> = [],
        revision: UInt64,
        sketch: @escaping @Sendable (String) -> Sketch?
    ) async throws -> Preparation {
        try requireLease()
        return try await pool.write { db in
            let tracked = Set(try TopicRecords.tracked(in: db))
            let ids = try TopicRecords.track(topics, in: db)
            if topics.contains(where: { !tracked.contains($0) }) { try UnmatchedRecords.noteRecall(in: db) }
            let make: @Sendable (Database) throws -> BatchWriter = { db in
                let writer = try BatchWriter(db, topics: ids, authors: authors, revision: revision)
                try writer.warm(sketch)
                return writer
            }
            // Made for the first batch: what it has to read of the store takes a moment that no start should wait for.
            let generation = self.writer.withLock { state in
                state = WriterState(make: make, current: nil, generation: state.generation + 1)
                return state.generation
            }
            return Preparation(
                generation: generation,
                recall: try UnmatchedRecords.recall(in: db),
                authors: try AuthorNames.settleAll(authors, in: db)
            )
        }
    }

    /// Reads what keeping the first batch needs, which that would do otherwise.
    ///
    /// `prepare` was called before.
    package func warmUp() async throws {
        try await pool.write { db in try self.writer.withLock { _ = try $0.writer(db) } }
    }

    /// Keeps a batch: signals, judgements, links, roll-ups, dead letters and the feed's cursor in one transaction.
    ///
    /// `prepare` was called before. On an error nothing of the batch is kept.
    /// - Throws: database errors; `StoreError` if the store's file has gone or was replaced, or if the batch was judged with
    ///   other rules than the store was prepared for last.
    package func keep(_ batch: Batch) async throws -> Receipt {
        try requireLease()
        do {
            return try await pool.write { db in
                try self.checkFile()
                return try self.writer.withLock { state in
                    guard batch.generation == nil || batch.generation == state.generation else {
                        throw StoreError.otherRules
                    }
                    return try state.writer(db).write(batch)
                }
            }
        } catch {
            // What the writer remembers of the batch is not in the store. Its statements may end on the queue alone.
            writer.withLock { $0.isStale = true }
            throw error
        }
    }
}

/// The rules that a store was made ready for.
package struct Preparation: Hashable, Sendable {
    /// Their number: batches that were judged with them bear it.
    package let generation: Int
    /// The last block of unmatched signals that has to be looked through because a topic is new, or was when an earlier
    /// look was cut off; nil if none has.
    package let recall: Int64?
    /// Whom names of authors mean, as far as it is known.
    package let authors: [NamedAuthor]
}

/// The writer of batches, and how another is made.
struct WriterState {
    var make: (@Sendable (Database) throws -> BatchWriter)?
    var current: BatchWriter?
    /// True if a batch was taken back that `current` remembers as written.
    var isStale = false
    /// The number of times that the store was made ready for rules.
    var generation = 0

    /// Called on the writer's queue.
    mutating func writer(_ db: Database) throws -> BatchWriter {
        if isStale { (current, isStale) = (nil, false) }
        if let current { return current }
        guard let make else { preconditionFailure("the store was not prepared to keep anything") }
        let writer = try make(db)
        current = writer
        return writer
    }
}
