import Foundation
import TestSupport
import Testing

@Suite struct QueryCommandTests {
    private static func counts(_ run: Program.Run) throws -> [String] {
        try run.objects().map { object in
            let time = (object["time"] as? String).map { $0 + " " } ?? ""
            return "\(time)\(object["keyword"] as? String ?? "null") \(object["count"] as? Int ?? -1)"
        }
    }

    @Test func `it counts by keyword and hour`() throws {
        let run = try SampleStore().run(["query", "--every", "1h", "--json"])
        #expect(run.exitCode == 0)
        #expect(
            try Self.counts(run) == [
                "2017-08-29T13:00:00Z api 1", "2017-08-29T14:00:00Z api 1", "2017-08-30T00:00:00Z api 1",
                "2017-08-29T13:00:00Z swift 2",
            ]
        )
    }

    @Test(arguments: [
        (["--every", "all"], ["api 3", "swift 2"]), (["--every", "all", "--topics", "swift"], ["swift 2"]),
        (["--every", "all", "--topics", "none"], []),
        (
            ["--every", "1d"],
            ["2017-08-29T00:00:00Z api 2", "2017-08-29T00:00:00Z swift 2", "2017-08-30T00:00:00Z api 1"]
        ),
        (["--every", "7d", "--topics", "api"], ["2017-08-24T00:00:00Z api 3"]),
        (["--every", "all", "--from", "2017-08-29T14:00:00Z"], ["api 2"]),
        (["--every", "all", "--to", "2017-08-29T14:00:00Z"], ["api 1", "swift 2"]),
        (["--every", "all", "--from", "2017-08-30", "--to", "2017-08-31"], ["api 1"]),
        (["--every", "all", "--from", "2020-01-01"], []),
    ])
    func `the options say what is counted`(options: [String], expected: [String]) throws {
        #expect(try Self.counts(try SampleStore().run(["query", "--json"] + options)).sorted() == expected.sorted())
    }

    @Test func `totals count a signal of two keywords once`() throws {
        let run = try SampleStore().run(["query", "--every", "all", "--totals", "--json"])
        #expect(Set(try Self.counts(run)) == ["null 4", "api 3", "swift 2"])
    }

    @Test func `keys come in the documented order`() throws {
        let line = try #require(try SampleStore().run(["query", "--every", "1h", "--json"]).lines.first)
        #expect(
            line.matches(of: /"([a-z_]+)":/).map { String($0.1) } == [
                "time", "keyword", "count", "relevance", "sentiment", "negative", "neutral", "positive", "volatile",
                "duplicates",
            ]
        )
    }

    @Test func `unknown sentiment is null and no zero`() throws {
        let run = try SampleStore().run([
            "query", "--every", "1h", "--from", "2017-08-29T14:00:00Z", "--to", "2017-08-29T15:00:00Z", "--json",
        ])
        let row = try #require(try run.objects().first)
        #expect(row["sentiment"] is NSNull)
        #expect(row["neutral"] as? Int == 0)
    }

    @Test func `means are those of the judgements`() throws {
        let store = try SampleStore()
        let signals = try store.run(["export", "signals", "--topic", "swift"]).objects()
        let judgements = signals.compactMap { $0["judgement"] as? [String: Any] }
        let row = try #require(
            try store.run(["query", "--every", "all", "--topics", "swift", "--json"]).objects().first
        )
        for (mean, key) in [("relevance", "relevance"), ("sentiment", "sentiment_score")] {
            let values = judgements.compactMap { $0[key] as? Double }
            #expect(values.count == 2)
            #expect(abs((row[mean] as? Double ?? -9) - values.reduce(0, +) / 2) < 0.000_06, "\(mean)")
        }
        #expect(row["positive"] as? Int == 1)
        #expect(row["negative"] as? Int == 1)
    }

    @Test func `the table, the values and the objects agree`() throws {
        let store = try SampleStore()
        let objects = try store.run(["query", "--every", "1h", "--json"]).objects()
        let csv = try store.run(["query", "--every", "1h", "--csv"]).lines.map {
            $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
        let table = try store.run(["query", "--every", "1h"]).lines.map { $0.split(separator: " ").map(String.init) }
        #expect(
            csv.first == [
                "time", "keyword", "count", "relevance", "sentiment", "negative", "neutral", "positive", "volatile",
                "duplicates",
            ]
        )
        #expect(table.first == ["time", "keyword", "posts", "sentiment", "relevance", "volatile"])
        try #require(csv.count == objects.count + 1 && table.count == objects.count + 1)
        for (index, object) in objects.enumerated() {
            let (cells, columns) = (csv[index + 1], table[index + 1])
            #expect(cells[0] == object["time"] as? String)
            #expect(columns[0] == object["time"] as? String)
            #expect(cells[1] == object["keyword"] as? String)
            #expect(columns[1] == object["keyword"] as? String)
            #expect(Int(cells[2]) == object["count"] as? Int)
            #expect(Int(columns[2]) == object["count"] as? Int)
            #expect(Double(cells[3]) == object["relevance"] as? Double)
            #expect(Double(cells[4]) == object["sentiment"] as? Double)
            #expect((columns[3] == "-") == (object["sentiment"] is NSNull))
        }
    }

    @Test func `nothing in a span is fine and said`() throws {
        let run = try SampleStore().run(["query", "--from", "2030-01-01"])
        #expect(run.exitCode == 0)
        #expect(run.output == "Nothing was kept in that time.\n")
    }

    @Test func `without a bucket it chooses one that gives a screenful`() throws {
        let run = try SampleStore().run(["query", "--json", "--topics", "api"])
        #expect(
            try Self.counts(run) == [
                "2017-08-29T13:00:00Z api 1", "2017-08-29T14:00:00Z api 1", "2017-08-30T00:00:00Z api 1",
            ]
        )
    }
}
