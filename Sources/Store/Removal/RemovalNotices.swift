import GRDB
import Signals

/// Notes for sinks that points of a signal have to go.
///
/// Used on the writer's queue only.
struct RemovalNotices {
    private let findSharers: SQLStatement
    private let insertDeletion: SQLStatement
    private let sendAgain: SQLStatement

    init(_ db: Database) throws {
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
    }

    /// Has the sinks remove a signal's points, and those that remove by instant tell again what else lies on the same one.
    func add(_ trace: RemovedSignals.Trace, at time: Timestamp) throws {
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
