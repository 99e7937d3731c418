import GRDB
import Signals

/// Finds the numbers of signals by what is known of them.
struct SignalLookup {
    private let find: SQLStatement

    init(_ db: Database) throws {
        find = try SQLStatement(
            db,
            """
            SELECT signal.seq FROM signal JOIN source ON source.id = signal.source
            WHERE \(SignalKeys.match) AND source.name = ?3
            """
        )
    }

    /// The signal with an id.
    func sequence(of id: SignalID) throws -> Int64? {
        SignalKeys.bind(id, to: find)
        find.bind(3, id.source)
        return try find.first { $0.int(0) }
    }

    /// The signals that only repeat these, and those that repeat them.
    static func reposts(of sequences: [Int64], in db: Database) throws -> [Int64] {
        let find = try SQLStatement(
            db,
            """
            SELECT repost.seq FROM signal JOIN source ON source.id = signal.source
            JOIN signal AS repost ON repost.parent IN (signal.native, source.name || ':' || signal.native)
                AND repost.kind = \(Signal.Kind.repost.rawValue) AND repost.source = signal.source
            WHERE signal.seq = ?1
            """
        )
        var known = Set(sequences)
        var found: [Int64] = []
        var next = sequences
        while let sequence = next.popLast() {
            find.bind(1, sequence)
            for repost in try find.all({ $0.int(0) }) where known.insert(repost).inserted {
                found.append(repost)
                next.append(repost)
            }
        }
        return found
    }

    /// The ids of signals.
    static func ids(of sequences: [Int64], in db: Database) throws -> Set<SignalID> {
        let read = try SQLStatement(
            db,
            "SELECT source.name, native FROM signal JOIN source ON source.id = signal.source WHERE seq = ?1"
        )
        var ids: Set<SignalID> = []
        for sequence in sequences {
            read.bind(1, sequence)
            if let id = try read.first({ SignalID(source: $0.text(0), id: $0.text(1)) }) { ids.insert(id) }
        }
        return ids
    }
}
