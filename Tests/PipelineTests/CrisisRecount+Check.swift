import Foundation
import GRDB
import TestSupport
import Testing

extension CrisisRecount {
    /// Whether a store holds what it has to, whole and once.
    func expectStore(_ path: String, _ round: Comment) throws {
        var configuration = Configuration()
        configuration.readonly = true
        try DatabaseQueue(path: path, configuration: configuration).read { db in
            #expect(try String.fetchAll(db, sql: "PRAGMA integrity_check") == ["ok"], round)
            let natives = try String.fetchAll(db, sql: "SELECT native FROM signal")
            #expect(natives.count == ids.count, round)
            expectSame(Set(natives), ids, round)
            expectSame(try links(in: db), links, round)
            expectSame(try buckets(in: db), buckets, round)
            try expectCursors(db, round)
        }
    }

    private func links(in db: Database) throws -> Set<Link> {
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT topic.name, link.time, signal.native FROM link
                JOIN topic ON topic.id = link.topic JOIN signal ON signal.seq = link.signal AND signal.time = link.time
                """
        )
        #expect(rows.count == links.count)
        return Set(rows.map { Link(topic: $0[0], time: $0[1], id: $0[2]) })
    }

    private func buckets(in db: Database) throws -> [Bucket: Int] {
        let rows = try Row.fetchAll(
            db,
            sql:
                "SELECT topic.name, rollup.step, rollup.start, rollup.count FROM rollup LEFT JOIN topic ON topic.id = rollup.series WHERE rollup.series >= 0"
        )
        return Dictionary(rows.map { (Bucket(topic: $0[0], step: $0[1], start: $0[2]), $0[3]) }, uniquingKeysWith: +)
    }

    /// The file's cursor stands at its end, and the sink's behind the last signal.
    private func expectCursors(_ db: Database, _ round: Comment) throws {
        let places = try String.fetchAll(db, sql: "SELECT CAST(bytes AS TEXT) FROM place")
        #expect(places.map { $0.split(separator: " ").prefix(3).map { Int($0) } } == [[bytes, lines, 1]], round)
        let sink = try Row.fetchAll(
            db,
            sql: """
                SELECT stream, position = (SELECT max(seq) FROM signal), position, waiting FROM cursor
                JOIN reader ON reader.id = cursor.reader WHERE stream IN (2, 3) ORDER BY stream
                """
        )
        #expect(sink.map { [$0[0] as Int?, $0[1], $0[3]] } == [[2, 1, nil], [3, 0, nil]], round)
        #expect(sink.last.map { $0[2] as Int } == 0, round)
    }

    /// Whether a database holds every point once.
    func expectPoints(_ server: InfluxServer, database: String, topics: [String], _ round: Comment) throws {
        let span = "time >= \(span.first * 1_000_000) AND time < \((span.last + 1) * 1_000_000)"
        for measure in [#"count("tweetid")"#, #"count(distinct("id"))"#] {
            let posts = try server.series("SELECT \(measure) FROM \"posts\" WHERE \(span)", database: database)
            #expect(posts.map(Self.value) == [ids.count], round)
            let keywords = try server.series(
                "SELECT \(measure) FROM \"tweets\" WHERE \(span) GROUP BY \"keywords\"",
                database: database
            )
            let counts = keywords.compactMap { series in
                (series["tags"] as? [String: String])?["keywords"].map { ($0, Self.value(series)) }
            }
            let expected = topics.map { ($0, count(of: $0)) }.filter { $0.1 > 0 }
            #expect(Dictionary(uniqueKeysWithValues: counts) == Dictionary(uniqueKeysWithValues: expected), round)
        }
        let outside = try server.series("SELECT count(\"tweetid\") FROM \"posts\"", database: database)
        #expect(outside.map(Self.value) == [ids.count], round)
    }

    private static func value(_ series: [String: Any]) -> Int {
        ((series["values"] as? [[Any]])?.first?.last as? NSNumber)?.intValue ?? -1
    }

    /// Without the element-wise comparison that a failed `#expect` makes, which takes minutes for these.
    private func expectSame<Value: Equatable>(_ found: Value, _ expected: Value, _ round: Comment) {
        let isSame = found == expected
        #expect(isSame, round)
    }
}
