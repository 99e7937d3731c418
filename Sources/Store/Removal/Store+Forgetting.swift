import Foundation
import GRDB
package import Signals
import Synchronization

/// Something a person can ask to have forgotten.
package enum Forgettable: Hashable, Sendable {
    case signal(SignalID)
    /// All of an author's signals in a source, in whatever case the name was written.
    case author(name: String, source: String)
}

/// What is to be forgotten, found and counted, and nothing touched yet.
package struct ForgettingPlan: Codable, Sendable {
    /// Numbers of signals.
    package var signals: [Int64] = []
    /// Numbers of signals that only repeat them.
    package var reposts: [Int64] = []
    /// Signals that matched nothing and still wait in the ring.
    package var unmatched: [SignalID] = []
    /// Numbers of lines that could not be read and state the id or the author.
    package var deadLetters: [Int64] = []
    /// Ids of imported posts.
    package var imports: [String] = []
    /// Sinks that were told, and will delete their points.
    package var sinks: [String] = []

    package init() {}
}

extension Store {
    /// What a name may mean: an id in either form, `@author`, or an author's name alone.
    ///
    /// `source`: of this source only.
    package func forgettables(_ text: String, source: String?) async throws -> Set<Forgettable> {
        try await pool.read { db in
            var found: Set<Forgettable> = []
            let search = ForgettingSearch(text)
            try search.signals(in: db) { found.insert($0) }
            try search.unmatched(in: db) { what, _ in found.insert(what) }
            try search.imports(in: db) { what, _ in found.insert(what) }
            if found.isEmpty {
                try search.deadLetters(in: db, source: source ?? "file") { what, _ in found.insert(what) }
            }
            guard let source else { return found }
            return found.filter { $0.source == source }
        }
    }

    /// Looks for all that is kept of something; changes nothing.
    package func plan(toForget what: Forgettable) async throws -> ForgettingPlan {
        try await pool.read { db in
            var plan = ForgettingPlan()
            let search = ForgettingSearch(what)
            plan.signals = try search.sequences(of: what, in: db)
            plan.reposts = try SignalLookup.reposts(of: plan.signals, in: db)
            var known = try SignalLookup.ids(of: plan.signals + plan.reposts, in: db)
            if case .signal(let id) = what { known.insert(id) }
            // Twice, for reposts of what the first look has found.
            for _ in 0..<2 {
                try search.unmatched(in: db, repeating: known) { found, id in
                    if found == what || found == .signal(id) { known.insert(id) }
                }
            }
            try search.deadLetters(in: db, source: what.source) { found, letter in
                if found == what { plan.deadLetters.append(letter) }
            }
            try search.imports(in: db) { found, id in
                if found == what { plan.imports.append(id) }
            }
            plan.unmatched = try search.idsOfUnmatched(in: db, among: known)
            plan.sinks = try String.fetchAll(
                db,
                sql: "SELECT identity FROM reader WHERE removes <> 0 ORDER BY identity"
            )
            return plan
        }
    }

    /// Forgets what a plan has found.
    ///
    /// The bytes are overwritten in the file, and the log is emptied.
    /// - Returns: false where the log could not be emptied, because another program reads the store.
    package func forget(_ plan: ForgettingPlan, at time: Timestamp) async throws -> Bool {
        try requireLease()
        let sequences = plan.signals + plan.reposts
        for start in stride(from: 0, to: sequences.count, by: Self.rowsAtOnce) {
            let chunk = Array(sequences[start..<min(start + Self.rowsAtOnce, sequences.count)])
            try await pool.write { db in
                var forgetting = try Forgetting(db, at: time)
                try forgetting.forget(chunk)
                try self.writer.withLock { try $0.current?.forgot(forgetting.removed) }
            }
        }
        let unmatched = Set(plan.unmatched)
        try await pool.write { db in
            var forgetting = try Forgetting(db, at: time)
            if !unmatched.isEmpty { _ = try UnmatchedRing.remove(db, unmatched) }
            try forgetting.refuse(plan.unmatched, areEarly: false)
            for id in plan.imports { try db.execute(sql: "DELETE FROM import WHERE id = ?", arguments: [id]) }
            try DeadLetterRecords.remove(plan.deadLetters, in: db)
            try self.writer.withLock { try $0.current?.forgot(forgetting.removed) }
        }
        return try await scrub()
    }

    /// Rows that are removed in one transaction.
    static let rowsAtOnce = 500

    /// Overwrites pages that were given back earlier, and empties the log.
    ///
    /// - Returns: false where another program reads the store, so that the log has to stay.
    private func scrub() async throws -> Bool {
        try await pool.writeWithoutTransaction { db in
            try Self.overwriteFreePages(db)
            do {
                try db.checkpoint(.truncate)
                return true
            } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY {
                return false
            }
        }
    }

    /// What left before anybody asked for it to be overwritten is in free pages: a table takes all of them, full of
    /// zeros, and gives them back.
    private static func overwriteFreePages(_ db: Database) throws {
        let free = try Int.fetchOne(db, sql: "PRAGMA freelist_count") ?? 0
        let page = try Int.fetchOne(db, sql: "PRAGMA page_size") ?? 4096
        guard free > 0 else { return }
        try db.execute(sql: "PRAGMA secure_delete = OFF")
        try db.inTransaction {
            try db.execute(sql: "CREATE TABLE scrub (bytes BLOB)")
            // SQLite's blobs end at a gigabyte.
            for start in stride(from: 0, to: free, by: 65_536) {
                let bytes = min(65_536, free - start) * page
                try db.execute(sql: "INSERT INTO scrub VALUES (zeroblob(?))", arguments: [bytes])
            }
            try db.execute(sql: "DROP TABLE scrub")
            return .commit
        }
        try db.execute(sql: "PRAGMA secure_delete = ON")
    }
}

extension Forgettable {
    package var source: String {
        switch self {
        case .signal(let id): id.source
        case .author(_, let source): source
        }
    }
}
