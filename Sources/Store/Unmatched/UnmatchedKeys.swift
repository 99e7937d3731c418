import Foundation
import GRDB
import Signals

/// Tells which signals may be in the ring without reading it each time.
///
/// Empty until a source takes something back for the first time.
struct UnmatchedKeys {
    /// Keys of lines that have left are still in it; above this many the ring is read anew.
    private static let limit = 300_000

    private var keys: Set<Int64>?

    /// Notes lines that were added to the ring.
    mutating func add(_ lines: [UInt8]) {
        guard keys != nil else { return }
        _ = UnmatchedRing.lines(lines) { line in
            if let id = UnmatchedLine.id(of: line) { keys?.insert(id.key) }
            return true
        }
    }

    /// Those of some ids that may be there.
    mutating func among(_ ids: [SignalID], in db: Database) throws -> Set<SignalID> {
        if keys == nil || keys?.count ?? 0 > Self.limit { try read(db) }
        guard let keys else { return [] }
        return Set(ids.filter { keys.contains($0.key) })
    }

    private mutating func read(_ db: Database) throws {
        keys = []
        let blocks = try Data.fetchCursor(db, sql: "SELECT lines FROM unmatched")
        while let block = try blocks.next() { add([UInt8](block)) }
    }
}
