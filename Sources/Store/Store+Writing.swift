import GRDB
package import Language
package import Signals
import Synchronization

extension Store {
    /// Makes the store ready to keep batches judged with `topics`, which become the tracked ones.
    ///
    /// `revision`: of the model that judges.
    /// `sketch`: how a text is sketched, to recognise copies of what was kept before.
    package func prepare(
        topics: [Topic],
        revision: UInt64,
        sketch: @escaping @Sendable (String) -> Sketch?
    ) async throws {
        try await pool.write { db in
            let ids = try TopicRecords.track(topics, in: db)
            let writer = try BatchWriter(db, topics: ids, revision: revision)
            try writer.warm(sketch)
            self.writer.withLock { $0 = writer }
        }
    }

    /// Keeps a batch: signals, judgements, links, roll-ups, dead letters and the feed's cursor in one transaction.
    ///
    /// `prepare` was called before. On an error nothing of the batch is kept.
    package func keep(_ batch: Batch) async throws -> Receipt {
        try await pool.write { db in
            try self.writer.withLock { writer in
                guard let writer else { preconditionFailure("the store was not prepared to keep anything") }
                return try writer.write(batch)
            }
        }
    }
}
