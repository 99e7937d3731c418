import GRDB

/// The tables of migration "11 ports": feeds by place, readers by cursor, kinds, authors, and what later features stand on.
///
/// Each piece makes its tables, moves what an earlier table held, and drops that. Nothing writes `sample`, `counted`, `step`,
/// `act`, `episode`, `notice` and `author.flags` yet: they are here so that what comes next needs no migration of its own.
enum PortsSchema {
    static func migrate(_ db: Database) throws {
        let places = PlaceRecords.tableSQL + PlaceRecords.moveSQL
        for piece in [signals, feeds, places, readers, people] { try db.execute(sql: piece) }
        try DeadLetterIDs.migrate(db)
    }

    /// Signals: which feed heard them, who wrote them, what they belong to, and what was learned when they were heard.
    private static let signals = """
        CREATE TABLE feed (id INTEGER PRIMARY KEY, identity TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, label TEXT NOT NULL);
        -- Known by the network's stable id.
        CREATE TABLE author (
            id INTEGER PRIMARY KEY, source INTEGER NOT NULL, native TEXT NOT NULL, handle TEXT, flags INTEGER NOT NULL DEFAULT 0,
            -- The name of the configuration that means them, since they were first heard under it.
            named TEXT,
            UNIQUE (source, native)
        );
        CREATE INDEX author_handle ON author (handle COLLATE NOCASE) WHERE handle IS NOT NULL;
        CREATE UNIQUE INDEX author_named ON author (named, source) WHERE named IS NOT NULL;
        ALTER TABLE signal ADD COLUMN feed INTEGER;
        ALTER TABLE signal ADD COLUMN author_id INTEGER;
        ALTER TABLE signal ADD COLUMN thread TEXT;
        ALTER TABLE signal ADD COLUMN news INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE signal ADD COLUMN edited INTEGER;
        -- Null where it is that of relevance.
        ALTER TABLE signal ADD COLUMN prior INTEGER;
        -- The place in the log of decisions that relevance was learned from; null where it is the prior.
        ALTER TABLE signal ADD COLUMN learned INTEGER;
        -- JSON: title, in, links, reach, facts, quoted. Null where there is nothing.
        ALTER TABLE signal ADD COLUMN extra TEXT;
        -- A signal whose own key was taken is found by it all the same.
        DROP INDEX signal_displaced;
        CREATE INDEX signal_home ON signal (home) WHERE home IS NOT NULL;
        CREATE INDEX signal_thread ON signal (thread, source) WHERE thread IS NOT NULL;
        CREATE INDEX signal_author ON signal (author_id, time) WHERE author_id IS NOT NULL;
        -- By a hash of the canonical address.
        CREATE TABLE signal_link (
            url INTEGER, signal INTEGER REFERENCES signal ON DELETE CASCADE, PRIMARY KEY (url, signal)
        ) WITHOUT ROWID;
        CREATE INDEX signal_link_signal ON signal_link (signal);
        -- Facets of all signals, below zero; the series of a topic has the topic's number and no row.
        CREATE TABLE series (
            id INTEGER PRIMARY KEY, source INTEGER NOT NULL, kind INTEGER NOT NULL, state TEXT NOT NULL DEFAULT '',
            UNIQUE (source, kind, state)
        );
        ALTER TABLE rollup RENAME COLUMN topic TO series;
        CREATE TABLE sample (
            signal INTEGER REFERENCES signal ON DELETE CASCADE, at INTEGER, likes INTEGER, reposts INTEGER, replies INTEGER,
            PRIMARY KEY (signal, at)
        ) WITHOUT ROWID;
        -- A like, repost or answer by the hash of its own record, so that it counts once.
        CREATE TABLE counted (ref INTEGER PRIMARY KEY, signal INTEGER NOT NULL, what INTEGER NOT NULL);
        """

    /// Feeds: how far each stream was heard, and what was not.
    private static let feeds = """
        CREATE TABLE gap (
            id INTEGER PRIMARY KEY, feed INTEGER NOT NULL, start INTEGER, stop INTEGER, dropped INTEGER, code TEXT NOT NULL,
            why TEXT NOT NULL, at INTEGER NOT NULL
        );
        """

    /// Readers: sinks and projections, with a cursor a stream and a memory each.
    private static let readers = """
        -- pins: whether retention waits for it. waiting: in words; code: the same for programs. expired: entries that left
        -- before it came for them, and that nobody was told of yet.
        CREATE TABLE reader (
            id INTEGER PRIMARY KEY, identity TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, label TEXT NOT NULL,
            -- 0 with the first signal, 1 with what is kept from then on.
            start INTEGER NOT NULL,
            -- Forgotten signals: 0 cannot, 1 by the instant of their points, 2 by its memory.
            removes INTEGER NOT NULL,
            pins INTEGER NOT NULL, code TEXT, waiting TEXT, theirs TEXT, expired INTEGER NOT NULL DEFAULT 0
        );
        CREATE TABLE cursor (
            reader INTEGER REFERENCES reader ON DELETE CASCADE, stream INTEGER, position INTEGER NOT NULL,
            PRIMARY KEY (reader, stream)
        ) WITHOUT ROWID;
        -- Signals to be told again: cause 1 changed, 2 sent again. reader: the one it is for; null for all.
        -- It may name a signal that has left: who follows it counts on numbers without a gap.
        CREATE TABLE change (
            id INTEGER PRIMARY KEY AUTOINCREMENT, signal INTEGER NOT NULL,
            cause INTEGER NOT NULL, reader INTEGER REFERENCES reader ON DELETE CASCADE, at INTEGER NOT NULL
        );
        CREATE INDEX change_reader ON change (reader) WHERE reader IS NOT NULL;
        CREATE TABLE memory (
            reader INTEGER REFERENCES reader ON DELETE CASCADE, key BLOB, value BLOB NOT NULL,
            signal INTEGER REFERENCES signal ON DELETE CASCADE,
            -- The number of a forgotten signal that the reader has still to remove.
            removed INTEGER,
            PRIMARY KEY (reader, key)
        ) WITHOUT ROWID;
        CREATE INDEX memory_signal ON memory (signal) WHERE signal IS NOT NULL;
        CREATE INDEX memory_removed ON memory (removed) WHERE removed IS NOT NULL;
        -- Every page asks for them, beside as many notes as there are signals.
        CREATE INDEX memory_general ON memory (reader) WHERE signal IS NULL AND removed IS NULL;
        CREATE TABLE projection (
            reader INTEGER PRIMARY KEY REFERENCES reader ON DELETE CASCADE, version INTEGER NOT NULL, state BLOB NOT NULL
        );

        -- What was forgotten may say so to sinks that know it by more than an instant. at: when it was forgotten.
        ALTER TABLE deletion ADD COLUMN signal INTEGER;
        ALTER TABLE deletion ADD COLUMN key INTEGER;
        ALTER TABLE deletion ADD COLUMN at INTEGER NOT NULL DEFAULT 0;
        UPDATE deletion SET at = CAST(strftime('%s', 'now') AS INTEGER) * 1000;

        -- Sinks wrote points, all of them: they go on where they were.
        INSERT INTO reader (identity, kind, label, start, removes, pins, waiting)
            SELECT name, 'influxdb', name, 0, 1, 1, waiting FROM sink ORDER BY name;
        INSERT INTO cursor SELECT reader.id, 2, sink.signal FROM sink JOIN reader ON reader.identity = sink.name;
        -- What left before a sink came is none of its business.
        INSERT INTO cursor SELECT reader.id, 1, max(sink.deletion, coalesce(
                (SELECT min(id) - 1 FROM deletion), (SELECT seq FROM sqlite_sequence WHERE name = 'deletion'), 0
            )) FROM sink JOIN reader ON reader.identity = sink.name;
        INSERT INTO cursor SELECT reader.id, 3, max(sink.relinked, coalesce(
                (SELECT min(id) - 1 FROM relinked), (SELECT seq FROM sqlite_sequence WHERE name = 'relinked'), 0
            )) FROM sink JOIN reader ON reader.identity = sink.name;
        INSERT INTO cursor SELECT reader.id, 4, sink.figure FROM sink JOIN reader ON reader.identity = sink.name;
        INSERT INTO change (id, signal, cause, at)
            SELECT id, signal, 1, CAST(strftime('%s', 'now') AS INTEGER) * 1000 FROM relinked;
        -- Cursors speak of the numbers that were given.
        DELETE FROM sqlite_sequence WHERE name = 'change';
        INSERT INTO sqlite_sequence (name, seq) SELECT 'change', seq FROM sqlite_sequence WHERE name = 'relinked';
        DROP TABLE relinked;
        DROP TABLE sink;
        """

    /// Tables of what people do besides deciding, and of what is done in their name.
    private static let people = """
        -- By what the latest moment is found at which a person decided.
        CREATE INDEX decision_moment ON decision (decider, at);
        CREATE TABLE step (
            id INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, by TEXT NOT NULL, via TEXT, what INTEGER NOT NULL,
            signal INTEGER, body TEXT, reverses INTEGER
        );
        CREATE TABLE act (
            id INTEGER PRIMARY KEY AUTOINCREMENT, step INTEGER NOT NULL, target TEXT NOT NULL, key TEXT NOT NULL UNIQUE,
            state INTEGER NOT NULL, receipt TEXT, at INTEGER NOT NULL
        );
        CREATE TABLE episode (
            id INTEGER PRIMARY KEY AUTOINCREMENT, rule TEXT NOT NULL, fingerprint INTEGER NOT NULL, state INTEGER NOT NULL,
            started INTEGER NOT NULL, ended INTEGER, body TEXT
        );
        CREATE TABLE notice (
            id INTEGER PRIMARY KEY AUTOINCREMENT, episode INTEGER REFERENCES episode ON DELETE CASCADE, recipient TEXT NOT NULL,
            cause INTEGER NOT NULL, expires INTEGER, body TEXT NOT NULL
        );
        """
}
