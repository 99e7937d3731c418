import GRDB

extension Store {
    /// The number of the feed of an identity, which is given one the first time; the label may change.
    ///
    /// `identity`: kind and place.
    package func feedNumber(of identity: String, kind: String, label: String) async throws -> Int64 {
        try await pool.write { db in
            let number = try Int64.fetchOne(
                db,
                sql: """
                    INSERT INTO feed (identity, kind, label) VALUES (?, ?, ?)
                    ON CONFLICT (identity) DO UPDATE SET label = excluded.label RETURNING id
                    """,
                arguments: [identity, kind, label]
            )
            guard let number else { throw DatabaseError(message: "a feed was given no number") }
            return number
        }
    }
}
