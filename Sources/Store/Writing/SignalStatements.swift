import GRDB

/// The prepared statements that write signals.
///
/// Used on the writer's queue only.
struct SignalStatements {
    let insert: SQLStatement
    let find: SQLStatement
    let revise: SQLStatement
    let setTopics: SQLStatement
    let insertTopicLink: SQLStatement
    let deleteTopicLink: SQLStatement
    let insertLink: SQLStatement
    let insertChange: SQLStatement

    init(_ db: Database) throws {
        insert = try SQLStatement(
            db,
            """
            INSERT INTO signal (seq, key, source, native, kind, author, time, heard, text, language, url, parent, likes,
                reposts, replies, duplicate_of, relevance, sentiment, volatile, topics, model, judgement, raw, home,
                feed, author_id, thread, news, edited, prior, learned, extra)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22,
                ?23, ?24, ?25, ?26, ?27, ?28, ?29, ?30, ?31, ?32)
            ON CONFLICT (key) DO NOTHING
            """
        )
        find = try SQLStatement(
            db,
            """
            SELECT signal.seq, signal.native, signal.topics, signal.relevance, signal.volatile, signal.judgement, signal.time,
                signal.duplicate_of IS NOT NULL, source.name, signal.source, signal.edited, signal.kind, signal.extra
            FROM signal JOIN source ON source.id = signal.source WHERE signal.seq = ?1
            """
        )
        revise = try SQLStatement(
            db,
            """
            UPDATE signal SET text = ?2, language = ?3, url = ?4, likes = ?5, reposts = ?6, replies = ?7, relevance = ?8,
                sentiment = ?9, volatile = ?10, topics = ?11, model = ?12, judgement = ?13, raw = ?14, edited = ?15,
                prior = ?16, learned = ?17, extra = ?18, author = ?19, parent = ?20, thread = ?21,
                author_id = coalesce(?22, author_id) WHERE seq = ?1
            """
        )
        setTopics = try SQLStatement(db, "UPDATE signal SET topics = ?2 WHERE seq = ?1")
        insertTopicLink = try SQLStatement(db, "INSERT OR IGNORE INTO link (topic, time, signal) VALUES (?1, ?2, ?3)")
        deleteTopicLink = try SQLStatement(db, "DELETE FROM link WHERE topic = ?1 AND time = ?2 AND signal = ?3")
        insertLink = try SQLStatement(db, "INSERT OR IGNORE INTO signal_link (url, signal) VALUES (?1, ?2)")
        insertChange = try SQLStatement(db, ChangeRecords.insertSQL)
    }
}
