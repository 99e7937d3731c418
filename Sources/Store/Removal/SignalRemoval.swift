import GRDB
import Signals

/// What is known of signals that were removed.
struct RemovedSignals {
    /// Enough of each to remove it from sinks.
    struct Trace {
        let sequence: Int64
        let id: SignalID
        let source: Int64
        let time: Timestamp
    }

    var traces: [Trace] = []
    /// The signals, and beside each the first of its copies that is left.
    var successors: [Int64: Int64?] = [:]
}

/// Takes signals out of the store with all that hangs on them, and leaves what stays sound.
///
/// Roll-ups stay: they name nobody. Used on the writer's queue only.
struct SignalRemoval {
    private let keys: SignalKeys
    private let read: SQLStatement
    private let deleteSignal: SQLStatement
    private let deleteLink: SQLStatement
    private let deleteLetters: SQLStatement
    private let deleteSnooze: SQLStatement
    private let deleteAssignment: SQLStatement
    private let deleteAuthor: SQLStatement
    private let findCopy: SQLStatement
    private let free: SQLStatement
    private let lead: SQLStatement
    private let noteHighest: SQLStatement
    private let sinks: [String]

    init(_ db: Database) throws {
        keys = try SignalKeys(db)
        read = try SQLStatement(
            db,
            """
            SELECT signal.key, source.name, signal.native, signal.source, signal.time, signal.topics,
                signal.author_id FROM signal
            JOIN source ON source.id = signal.source WHERE signal.seq = ?1
            """
        )
        deleteSignal = try SQLStatement(db, "DELETE FROM signal WHERE seq = ?1")
        deleteLink = try SQLStatement(db, "DELETE FROM link WHERE topic = ?1 AND time = ?2 AND signal = ?3")
        deleteLetters = try SQLStatement(db, "DELETE FROM dead_letter WHERE sink = ?1 AND signal = ?2")
        deleteSnooze = try SQLStatement(db, "DELETE FROM snooze WHERE signal = ?1")
        deleteAssignment = try SQLStatement(db, "DELETE FROM assignment WHERE signal = ?1")
        deleteAuthor = try SQLStatement(
            db,
            "DELETE FROM author WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM signal WHERE author_id = ?1)"
        )
        findCopy = try SQLStatement(db, "SELECT min(seq) FROM signal WHERE duplicate_of = ?1")
        free = try SQLStatement(db, "UPDATE signal SET duplicate_of = NULL WHERE seq = ?1")
        lead = try SQLStatement(db, "UPDATE signal SET duplicate_of = ?2 WHERE duplicate_of = ?1")
        noteHighest = try SQLStatement(db, "UPDATE removed SET signal = ?1 WHERE signal < ?1")
        sinks = try String.fetchAll(db, sql: "SELECT identity FROM reader")
    }

    /// Those of `sequences` that are not there are passed over.
    func remove(_ sequences: [Int64]) throws -> RemovedSignals {
        var removed = RemovedSignals()
        for sequence in sequences {
            guard let trace = try remove(sequence) else { continue }
            removed.traces.append(trace)
            removed.successors.updateValue(nil, forKey: sequence)
        }
        // After all of them: a copy that leaves as well leads nobody.
        for sequence in removed.successors.keys {
            removed.successors.updateValue(try promoteCopy(of: sequence), forKey: sequence)
        }
        if let highest = removed.successors.keys.max() {
            noteHighest.bind(1, highest)
            try noteHighest.run()
        }
        return removed
    }

    private func remove(_ sequence: Int64) throws -> RemovedSignals.Trace? {
        read.bind(1, sequence)
        let row = try read.first { row in
            let id = SignalID(source: row.text(1), id: row.text(2))
            let trace = RemovedSignals.Trace(
                sequence: sequence,
                id: id,
                source: row.int(3),
                time: Timestamp(milliseconds: row.int(4))
            )
            return (trace: trace, key: row.int(0), topics: TopicList.decode(row.blob(5)), author: row.optionalInt(6))
        }
        guard let row else { return nil }
        for topic in row.topics {
            deleteLink.bind(1, topic)
            deleteLink.bind(2, row.trace.time.milliseconds)
            deleteLink.bind(3, sequence)
            try deleteLink.run()
        }
        for sink in sinks {
            deleteLetters.bind(1, sink)
            deleteLetters.bind(2, sequence)
            try deleteLetters.run()
        }
        for statement in [deleteSnooze, deleteAssignment, deleteSignal] {
            statement.bind(1, sequence)
            try statement.run()
        }
        if let author = row.author {
            deleteAuthor.bind(1, author)
            try deleteAuthor.run()
        }
        try keys.close(row.key)
        return row.trace
    }

    /// Makes the first copy of a removed signal the one that the others are copies of.
    private func promoteCopy(of sequence: Int64) throws -> Int64? {
        findCopy.bind(1, sequence)
        guard let successor = try findCopy.first({ $0.optionalInt(0) }) ?? nil else { return nil }
        free.bind(1, successor)
        try free.run()
        lead.bind(1, sequence)
        lead.bind(2, successor)
        try lead.run()
        return successor
    }
}
