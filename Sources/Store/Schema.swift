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
        migrator.registerMigration("5 imports") { db in try db.execute(sql: imports) }
        return migrator
    }

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
}
