import GRDB

/// The tables, as migrations.
///
/// A migration that was released is never changed.
enum Schema {
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1 signals") { db in try db.execute(sql: signals) }
        // What there is to a topic besides its name, as JSON; null where there is nothing.
        migrator.registerMigration("2 topics") { db in
            try db.execute(sql: "ALTER TABLE topic ADD COLUMN definition TEXT")
        }
        migrator.registerMigration("3 reposts") { db in try db.execute(sql: reposts) }
        migrator.registerMigration("4 forgotten") { db in
            try db.execute(sql: forgotten)
            try SignalKeys.noteDisplaced(in: db)
        }
        migrator.registerMigration("5 imports") { db in try db.execute(sql: imports) }
        migrator.registerMigration("6 decisions") { db in try db.execute(sql: DecisionRecords.tableSQL) }
        migrator.registerMigration("7 queue") { db in try db.execute(sql: QueueRecords.tableSQL) }
        migrator.registerMigration("8 outcomes") { db in try db.execute(sql: DecisionRecords.outcomesSQL) }
        migrator.registerMigration("9 figures") { db in try db.execute(sql: FigureRecords.tableSQL) }
        migrator.registerMigration("10 recall") { db in try db.execute(sql: UnmatchedRecords.recallTableSQL) }
        migrator.registerMigration("11 ports") { db in try PortsSchema.migrate(db) }
        return migrator
    }

    /// About what a migration takes for a million signals, as measured; those that are not listed take nothing to speak of.
    static let costs: [String: (seconds: Double, megabytes: Double)] = [
        "3 reposts": (seconds: 1, megabytes: 5), "4 forgotten": (seconds: 3, megabytes: 20),
        "11 ports": (seconds: 2, megabytes: 10),
    ]

    private static let signals = """
        CREATE TABLE source (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
        CREATE TABLE model (id INTEGER PRIMARY KEY, revision INTEGER NOT NULL UNIQUE);
        CREATE TABLE topic (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, tracked INTEGER NOT NULL);

        -- One row a signal with its judgement. Scores are ten-thousandths, times milliseconds since 1970.
        CREATE TABLE signal (
            seq INTEGER PRIMARY KEY,
            key INTEGER NOT NULL UNIQUE,
            source INTEGER NOT NULL,
            native TEXT NOT NULL,
            kind INTEGER NOT NULL,
            author TEXT,
            time INTEGER NOT NULL,
            heard INTEGER NOT NULL,
            text TEXT NOT NULL,
            language TEXT,
            url TEXT,
            parent TEXT,
            likes INTEGER,
            reposts INTEGER,
            replies INTEGER,
            duplicate_of INTEGER,
            relevance INTEGER NOT NULL,
            sentiment INTEGER,
            volatile INTEGER NOT NULL,
            topics BLOB NOT NULL,
            model INTEGER NOT NULL,
            judgement BLOB NOT NULL,
            raw BLOB
        );

        CREATE TABLE link (topic INTEGER, time INTEGER, signal INTEGER, PRIMARY KEY (topic, time, signal)) WITHOUT ROWID;

        -- Topic 0 is every signal.
        CREATE TABLE rollup (
            topic INTEGER, step INTEGER, start INTEGER,
            count INTEGER NOT NULL, relevance INTEGER NOT NULL, sentiment INTEGER NOT NULL, judged INTEGER NOT NULL,
            negative INTEGER NOT NULL, neutral INTEGER NOT NULL, positive INTEGER NOT NULL, volatile INTEGER NOT NULL,
            duplicates INTEGER NOT NULL,
            PRIMARY KEY (topic, step, start)
        ) WITHOUT ROWID;

        -- Signals that matched no topic, in blocks of neutral lines; the oldest leave.
        CREATE TABLE unmatched (id INTEGER PRIMARY KEY, count INTEGER NOT NULL, newest INTEGER NOT NULL, lines BLOB NOT NULL);

        -- How far each stream was heard. A row moves on with its stream until the stream's end was reached.
        CREATE TABLE feed_cursor (
            feed TEXT, lens INTEGER, digest INTEGER, bytes INTEGER NOT NULL, lines INTEGER NOT NULL,
            complete INTEGER NOT NULL,
            PRIMARY KEY (feed, lens, digest)
        ) WITHOUT ROWID;

        -- How far each sink has read, and what it waits for.
        CREATE TABLE sink (
            name TEXT PRIMARY KEY, signal INTEGER NOT NULL, relinked INTEGER NOT NULL, waiting TEXT
        ) WITHOUT ROWID;
        -- Signals that gained a topic after they were kept: sinks read them again.
        CREATE TABLE relinked (id INTEGER PRIMARY KEY AUTOINCREMENT, signal INTEGER NOT NULL);

        CREATE TABLE dead_letter (
            id INTEGER PRIMARY KEY,
            feed TEXT, label TEXT, position INTEGER, sink TEXT, signal INTEGER,
            reason TEXT NOT NULL, digest INTEGER NOT NULL, length INTEGER NOT NULL, payload BLOB NOT NULL,
            at INTEGER NOT NULL
        );
        CREATE UNIQUE INDEX dead_letter_feed ON dead_letter (feed, position, digest) WHERE feed IS NOT NULL;
        CREATE UNIQUE INDEX dead_letter_sink ON dead_letter (sink, signal, digest) WHERE sink IS NOT NULL;
        """

    /// What its owner posted and shared again, and by what the authors of what was shared are counted.
    private static let imports = """
        CREATE TABLE import (
            id TEXT PRIMARY KEY, kind TEXT NOT NULL, author TEXT, time INTEGER, text TEXT NOT NULL, weight INTEGER NOT NULL,
            imported INTEGER NOT NULL
        ) WITHOUT ROWID;
        CREATE INDEX import_author ON import (author COLLATE NOCASE) WHERE author IS NOT NULL;
        """

    /// By what an original finds the reposts that were kept before it, and a copy the copies of itself.
    private static let reposts = """
        CREATE INDEX signal_repost ON signal (parent) WHERE kind = 2 AND parent IS NOT NULL;
        CREATE INDEX signal_copy ON signal (duplicate_of) WHERE duplicate_of IS NOT NULL;
        """

    private static let forgotten = """
        -- Signals that are not to come back, by their key and a second hash. Early ones were taken back by their source
        -- before they were heard; only the latest of those stay.
        CREATE TABLE forgotten (
            id INTEGER PRIMARY KEY,
            key INTEGER NOT NULL, proof INTEGER NOT NULL, at INTEGER NOT NULL, early INTEGER NOT NULL
        );
        CREATE UNIQUE INDEX forgotten_key ON forgotten (key, proof);
        CREATE INDEX forgotten_early ON forgotten (id) WHERE early;

        -- Points that sinks have still to delete, and how far each has come.
        CREATE TABLE deletion (id INTEGER PRIMARY KEY AUTOINCREMENT, instant INTEGER NOT NULL, source TEXT NOT NULL);
        ALTER TABLE sink ADD COLUMN deletion INTEGER NOT NULL DEFAULT 0;

        -- The highest number of a signal that was removed: none is given twice, because sinks count by them.
        CREATE TABLE removed (signal INTEGER NOT NULL);
        INSERT INTO removed VALUES (0);

        -- By what signals of one instant are found.
        CREATE INDEX signal_time ON signal (time);
        -- The key a signal would have if none had been there before it; null where it has that.
        ALTER TABLE signal ADD COLUMN home INTEGER;
        CREATE INDEX signal_displaced ON signal (key) WHERE home IS NOT NULL;

        -- When a block was heard; null in blocks of an earlier version.
        ALTER TABLE unmatched ADD COLUMN heard INTEGER;
        """
}
