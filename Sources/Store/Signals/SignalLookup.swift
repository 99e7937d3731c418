import GRDB
import Signals

/// Finds the numbers of signals by what is known of them.
///
/// Ids whose keys are the same lie at the keys that follow (`SignalKeys`): the one walk along them is here.
struct SignalLookup {
    private let find: SQLStatement

    init(_ db: Database) throws {
        find = try SQLStatement(
            db,
            """
            SELECT signal.seq, signal.native, source.name FROM signal JOIN source ON source.id = signal.source
            WHERE signal.key = ?1
            """
        )
    }

    /// The signal with an id.
    func sequence(of id: SignalID) throws -> Int64? {
        var key = id.key
        while true {
            find.bind(1, key)
            guard let row = try find.first({ (sequence: $0.int(0), native: $0.text(1), source: $0.text(2)) }) else {
                return nil
            }
            if row.native == id.native, row.source == id.source { return row.sequence }
            key &+= 1
        }
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
