import Foundation
import GRDB
package import Signals

/// Topics and their ids.
enum TopicRecords {
    /// Makes exactly these topics the tracked ones and returns their ids in the same order.
    static func track(_ topics: [Topic], in db: Database) throws -> [Int64] {
        try db.execute(sql: "UPDATE topic SET tracked = 0")
        return try topics.map { topic in
            try Int64.fetchOne(
                db,
                sql: """
                    INSERT INTO topic (name, tracked, definition) VALUES (?, 1, ?)
                    ON CONFLICT (name) DO UPDATE SET tracked = 1, definition = excluded.definition RETURNING id
                    """,
                arguments: [topic.name, try definition(of: topic)]
            ) ?? 0
        }
    }

    private static func definition(of topic: Topic) throws -> String? {
        guard !topic.isPlain else { return nil }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(topic), as: UTF8.self)
    }

    static func topic(_ row: Row) throws -> Topic {
        guard let definition = row["definition"] as String? else { return Topic(name: row["name"]) }
        return try JSONDecoder().decode(Topic.self, from: Data(definition.utf8))
    }

    static func tracked(in db: Database) throws -> [Topic] {
        try Row.fetchAll(db, sql: "SELECT name, definition FROM topic WHERE tracked ORDER BY id").map(topic)
    }

    static func names(in db: Database) throws -> [Int64: String] {
        let rows = try Row.fetchAll(db, sql: "SELECT id, name FROM topic")
        return Dictionary(uniqueKeysWithValues: rows.map { ($0[0], $0[1]) })
    }
}

extension Store {
    /// The topics tracked when it was written last.
    package func trackedTopics() async throws -> [Topic] {
        try await pool.read(TopicRecords.tracked)
    }
}
