import GRDB
package import Signals

/// The figures of learned relevance over time: written once, never changed.
enum FigureRecords {
    static let tableSQL = """
        CREATE TABLE relevance_figure (
            id INTEGER PRIMARY KEY,
            at INTEGER NOT NULL,
            -- The place of the last decision in the log.
            log INTEGER NOT NULL,
            decisions INTEGER NOT NULL, accepted INTEGER NOT NULL,
            -- Ten-thousandths; null is unknown.
            auc INTEGER, accuracy INTEGER, calibration_error INTEGER
        );
        -- How many of them each sink has.
        ALTER TABLE sink ADD COLUMN figure INTEGER NOT NULL DEFAULT 0;
        """

    static let insertSQL = """
        INSERT INTO relevance_figure (id, at, log, decisions, accepted, auc, accuracy, calibration_error)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
        """

    static func arguments(_ figure: RelevanceFigure) -> StatementArguments {
        [
            figure.number, figure.at.milliseconds, figure.log, figure.decisions, figure.accepted,
            figure.auc?.tenThousandths, figure.accuracy?.tenThousandths, figure.calibrationError?.tenThousandths,
        ]
    }

    static func figure(_ row: Row) throws -> RelevanceFigure {
        func score(_ column: String) throws -> Score? {
            try row.decode(Int32?.self, forColumn: column).map(Score.init(tenThousandths:))
        }
        return RelevanceFigure(
            number: try row.decode(forColumn: "id"),
            at: Timestamp(milliseconds: try row.decode(forColumn: "at")),
            log: try row.decode(forColumn: "log"),
            decisions: try row.decode(forColumn: "decisions"),
            accepted: try row.decode(forColumn: "accepted"),
            auc: try score("auc"),
            accuracy: try score("accuracy"),
            calibrationError: try score("calibration_error")
        )
    }
}

extension Store {
    /// The figures behind the first `number`, in order.
    package func figures(after number: Int64 = 0, limit: Int = .max) async throws -> [RelevanceFigure] {
        try await pool.read { db in
            try Row.fetchAll(
                db,
                sql: "SELECT * FROM relevance_figure WHERE id > ? ORDER BY id LIMIT ?",
                arguments: [number, limit]
            ).map(FigureRecords.figure)
        }
    }

    /// Keeps figures; those that are there already stay as they are.
    package func keep(_ figures: [RelevanceFigure]) async throws {
        try await pool.write { db in
            let statement = try db.cachedStatement(sql: FigureRecords.insertSQL)
            for figure in figures { try statement.execute(arguments: FigureRecords.arguments(figure)) }
        }
    }

    /// How many figures there are, and how many accepts and rejects of people came after the last.
    package func figureState() async throws -> (figures: Int64, since: Int) {
        try await pool.read { db in
            let last = try Row.fetchOne(db, sql: "SELECT id, log FROM relevance_figure ORDER BY id DESC LIMIT 1")
            let since = try Int.fetchOne(
                db,
                sql: """
                    SELECT count(*) FROM decision WHERE id > ? AND verdict IN (1, 2) AND features IS NOT NULL
                        AND weight > 0 AND decider <> ?
                    """,
                arguments: [last?["log"] as Int64? ?? 0, Decision.archive]
            )
            return (last?["id"] ?? 0, since ?? 0)
        }
    }
}
