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
    private let findSharers: SQLStatement
    private let insertDeletion: SQLStatement
    private let sendAgain: SQLStatement
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
        findSharers = try SQLStatement(
            db,
            """
            SELECT signal.seq, source.name, signal.native, signal.time FROM signal JOIN source ON source.id = signal.source
            WHERE signal.time >= ?1 AND signal.time < ?1 + \(SourceTraits.coarsestResolution)
                AND (signal.source = ?2 OR min(signal.source, ?2) > \(Store.namedSources))
            """
        )
        insertDeletion = try SQLStatement(
            db,
            "INSERT INTO deletion (instant, source, signal, key, at) VALUES (?1, ?2, ?3, ?4, ?5)"
        )
        sendAgain = try SQLStatement(db, ChangeRecords.resendByInstantSQL)
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
            try noteRemoval(of: trace)
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
        try forget(sequences + lookup.reposts(of: sequences))
        try Tombstones.trimEarly(in: db)
        return sequences.count + Set(unmatched).count
    }

    /// Has the sinks remove a signal, and those that remove by instant tell again what else lies on the same one.
    func noteRemoval(of trace: RemovedSignals.Trace) throws {
        let instant = trace.id.instant(at: trace.time)
        insertDeletion.bind(1, instant)
        insertDeletion.bind(2, Store.tag(source: trace.id.source, number: trace.source))
        insertDeletion.bind(3, trace.sequence)
        insertDeletion.bind(4, trace.id.key)
        insertDeletion.bind(5, time.milliseconds)
        try insertDeletion.run()
        findSharers.bind(1, trace.time.floored(to: SourceTraits.coarsestResolution).milliseconds)
        findSharers.bind(2, trace.source)
        let sharers = try findSharers.all { row in
            let id = SignalID(source: row.text(1), id: row.text(2))
            return (sequence: row.int(0), instant: id.instant(at: Timestamp(milliseconds: row.int(3))))
        }
        // A signal that only lost topics is told of as changed.
        for sharer in sharers where sharer.instant == instant && sharer.sequence != trace.sequence {
            sendAgain.bind(1, sharer.sequence)
            sendAgain.bind(2, time.milliseconds)
            try sendAgain.run()
        }
    }
}
