import GRDB
import Signals

/// Forgets signals inside a transaction: what was heard of them goes, a tombstone stays, sinks are told.
///
/// Used on the writer's queue only.
struct Forgetting {
    private let db: Database
    private let time: Timestamp
    private let removal: SignalRemoval
    private var tombstones: Tombstones
    private let lookup: SignalLookup
    private let notices: RemovalNotices
    private let detachMemory: SQLStatement
    /// What was removed last.
    private(set) var removed = RemovedSignals()

    /// Whoever makes one has the bytes of what goes overwritten, not only given back.
    init(_ db: Database, at time: Timestamp) throws {
        self.db = db
        self.time = time
        try db.execute(sql: "PRAGMA secure_delete = ON")
        removal = try SignalRemoval(db)
        tombstones = try Tombstones(db)
        lookup = try SignalLookup(db)
        notices = try RemovalNotices(db)
        detachMemory = try SQLStatement(db, MemoryRecords.detachSQL)
    }

    /// Forgets signals that are kept.
    mutating func forget(_ sequences: [Int64]) throws {
        for sequence in sequences {
            detachMemory.bind(1, sequence)
            try detachMemory.run()
        }
        removed = try removal.remove(sequences)
        for trace in removed.traces {
            try tombstones.add(trace.id, at: time, isEarly: false)
            try notices.add(trace, at: time)
        }
    }

    /// Leaves tombstones for signals that were not kept.
    mutating func refuse(_ ids: [SignalID], areEarly: Bool) throws {
        for id in ids { try tombstones.add(id, at: time, isEarly: areEarly) }
    }

    /// Forgets what a source has taken back, and returns how many of it were there.
    ///
    /// `unmatched`: those of them that may be in the ring. `deadLetters`: the numbers of lines that state one of them.
    mutating func withdraw(
        _ ids: [SignalID],
        unmatched wanted: Set<SignalID>,
        deadLetters: [Int64]
    ) throws -> Int {
        let kept = try ids.compactMap { try lookup.sequence(of: $0) }
        // Reading the whole ring takes a while, and most of what a source takes back was never here.
        let unmatched = try wanted.isEmpty ? [] : UnmatchedRing.remove(db, wanted)
        try DeadLetterRecords.remove(deadLetters, in: db)
        try refuse(ids, areEarly: true)
        try refuse(unmatched, areEarly: false)
        let sequences = Array(Set(kept))
        try forget(sequences + SignalLookup.reposts(of: sequences, in: db))
        try Tombstones.trimEarly(in: db)
        return sequences.count + Set(unmatched).count
    }
}
