import GRDB
package import Language
package import Signals
import Synchronization

extension Store {
    /// Makes the store ready to keep batches judged with `topics`, which become the tracked ones.
    ///
    /// `revision`: of the model that judges.
    /// `sketch`: how a text is sketched, to recognise copies of what was kept before.
    /// - Returns: the last block of unmatched signals that has to be looked through because a topic is new, or was when
    ///   an earlier look was cut off; nil where none has.
    @discardableResult
    package func prepare(
        topics: [Topic],
        revision: UInt64,
        sketch: @escaping @Sendable (String) -> Sketch?
    ) async throws -> Int64? {
        try requireLease()
        return try await pool.write { db in
            let tracked = Set(try TopicRecords.tracked(in: db))
            let ids = try TopicRecords.track(topics, in: db)
            if topics.contains(where: { !tracked.contains($0) }) { try UnmatchedRecords.noteRecall(in: db) }
            let make: @Sendable (Database) throws -> BatchWriter = { db in
                let writer = try BatchWriter(db, topics: ids, revision: revision)
                try writer.warm(sketch)
                return writer
            }
            // Made for the first batch: what it has to read of the store takes a moment that no start should wait for.
            self.writer.withLock { $0 = WriterState(make: make, current: nil) }
            return try UnmatchedRecords.recall(in: db)
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
    /// - Throws: database errors; `StoreError` if the store's file has gone or was replaced.
    package func keep(_ batch: Batch) async throws -> Receipt {
        try requireLease()
        do {
            return try await pool.write { db in
                try self.checkFile()
                return try self.writer.withLock { try $0.writer(db).write(batch) }
            }
        } catch {
            // What the writer remembers of the batch is not in the store.
            writer.withLock { $0.current = nil }
            throw error
        }
    }
}

/// The writer of batches, and how another is made.
struct WriterState {
    var make: (@Sendable (Database) throws -> BatchWriter)?
    var current: BatchWriter?

    mutating func writer(_ db: Database) throws -> BatchWriter {
        if let current { return current }
        guard let make else { preconditionFailure("the store was not prepared to keep anything") }
        let writer = try make(db)
        current = writer
        return writer
    }
}
