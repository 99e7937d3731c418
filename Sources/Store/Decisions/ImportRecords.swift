import GRDB
package import Signals

/// Something its owner posted or shared again: a decision made before there was anything to decide with.
package struct ImportedPost: Hashable, Sendable {
    package enum Kind: String, Sendable {
        case own
        case reshare
    }

    package var id: SignalID
    package var kind: Kind
    /// Of a re-share: who wrote what was shared, where that is known.
    package var author: String?
    /// nil where it is not known.
    package var time: Timestamp?
    package var text: String
    /// How much of an accept it is: see `ImportedPost.weight`.
    package var weight: Score

    package init(
        id: SignalID,
        kind: Kind,
        author: String? = nil,
        time: Timestamp? = nil,
        text: String,
        engagement: Engagement = Engagement()
    ) {
        self.id = id
        self.kind = kind
        self.author = author
        self.time = time
        self.text = text
        weight = Self.weight(kind, engagement)
    }

    /// A re-share is a whole accept; a post of one's own is half of one, and up to a whole as others answer to it.
    ///
    /// With e likes, reposts and replies it is 0.5 + 0.5 · e / (e + 20). What is not known of them adds nothing.
    private static func weight(_ kind: Kind, _ engagement: Engagement) -> Score {
        guard kind == .own else { return .one }
        let counts = [engagement.likes, engagement.reposts, engagement.replies].compactMap { $0 }.map(Double.init)
        let sum = counts.reduce(0, +)
        return Score(0.5 + 0.5 * sum / (sum + 20))
    }
}

/// An author one has shared again, and how often.
package struct ReshareCount: Hashable, Sendable {
    package let author: String
    package let reshares: Int

    package init(author: String, reshares: Int) {
        self.author = author
        self.reshares = reshares
    }
}

extension Store {
    /// More authors than this are no friends; those re-shared most come first.
    package static let friendlyLimit = 65_536

    /// Keeps posts and re-shares; what is there already stays, and takes the longer of two texts.
    ///
    /// - Returns: how many are new, and the ids of those that are new or have a longer text now.
    package func keep(
        _ posts: [ImportedPost],
        importedAt: Timestamp
    ) async throws -> (new: Int, changed: Set<SignalID>) {
        try await pool.write { db in
            let before = try Int.fetchOne(db, sql: "SELECT count(*) FROM import") ?? 0
            var changed: Set<SignalID> = []
            let statement = try db.cachedStatement(
                sql: """
                    INSERT INTO import (id, kind, author, time, text, weight, imported) VALUES (?, ?, ?, ?, ?, ?, ?)
                    ON CONFLICT (id) DO UPDATE SET text = excluded.text WHERE length(excluded.text) > length(text)
                    RETURNING id
                    """
            )
            for post in posts {
                let row = try Row.fetchOne(
                    statement,
                    arguments: [
                        post.id.qualified, post.kind.rawValue, post.author, post.time?.milliseconds, post.text,
                        post.weight.tenThousandths, importedAt.milliseconds,
                    ]
                )
                if row != nil { changed.insert(post.id) }
            }
            return (try (Int.fetchOne(db, sql: "SELECT count(*) FROM import") ?? 0) - before, changed)
        }
    }

    /// The authors in imports that were shared again, the most shared first.
    package func importedFriendlies() async throws -> [ReshareCount] {
        try await pool.read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT min(author), count(*) FROM import WHERE author IS NOT NULL
                    GROUP BY author COLLATE NOCASE ORDER BY 2 DESC, 1 LIMIT ?
                    """,
                arguments: [Self.friendlyLimit]
            ).map { ReshareCount(author: try $0.decode(atIndex: 0), reshares: try $0.decode(atIndex: 1)) }
        }
    }

    /// What was imported, by id, at most `limit` after `id`.
    package func imports(after id: String = "", limit: Int) async throws -> [(id: String, post: ImportedPost)] {
        try await pool.read { db in
            try Row.fetchAll(
                db,
                sql: "SELECT * FROM import WHERE id > ? ORDER BY id LIMIT ?",
                arguments: [id, limit]
            ).map { row in (try row.decode(forColumn: "id"), try Self.importedPost(row)) }
        }
    }

    private static func importedPost(_ row: Row) throws -> ImportedPost {
        let id: String = try row.decode(forColumn: "id")
        let parts = id.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, let kind = ImportedPost.Kind(rawValue: try row.decode(forColumn: "kind")) else {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "an imported post cannot be read")
        }
        let time: Int64? = try row.decode(forColumn: "time")
        var post = ImportedPost(
            id: SignalID(source: parts[0], id: parts[1]),
            kind: kind,
            author: try row.decode(forColumn: "author"),
            time: time.map(Timestamp.init(milliseconds:)),
            text: try row.decode(forColumn: "text")
        )
        post.weight = Score(tenThousandths: try row.decode(forColumn: "weight"))
        return post
    }
}
