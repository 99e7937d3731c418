import ArgumentParser
import Signals
import Store
import Trends

struct QueryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "query",
        abstract: "Count signals, sentiment and relevance by time and keyword.",
        usage: "earshot query [<options>]",
        discussion: "Covers all that is kept unless --from or --to say otherwise. Sentiment and relevance are means."
    )

    @OptionGroup var store: StoreOption
    @OptionGroup var window: WindowOptions
    @OptionGroup var output: JSONOption

    @Option(help: "These keywords only, separated by commas.")
    var topics: String?

    @Option(help: "The length of a bucket, a multiple of 5m: 5m, 15m, 1h, 6h, 1d, 7d; or all for one.")
    var every: String?

    @Flag(help: "Count all signals too, as keyword null (in tables, *).")
    var totals = false

    @Flag(help: "Comma-separated values with a heading.")
    var csv = false

    func validate() throws {
        if csv, output.json { throw ValidationError("--csv and --json cannot go together.") }
        if let every, every != "all", Self.milliseconds(every) == nil {
            throw ValidationError("--every \(every) is no multiple of 5m. Write 5m, 15m, 1h, 1d or all.")
        }
        _ = try window.bounds()
    }

    func run() async throws {
        let store = try Store.read(store.path)
        let (from, to) = try window.bounds()
        let names = topics?.commaSeparated
        let bucket = try await bucket(store)
        let rows = try await store.rollups(from: from, to: to, bucket: bucket, topics: names, includingTotals: totals)
        var writer = JSONWriter()
        if output.json {
            for row in rows { writer.append(row, hasTime: bucket != nil) }
            try StandardOutput.write(writer.bytes)
        } else if csv {
            try StandardOutput.write(QueryText.csv(rows, hasTime: bucket != nil))
        } else {
            for line in QueryText.table(rows, hasTime: bucket != nil) { try StandardOutput.print(line) }
        }
    }

    /// The bucket asked for; else one that gives a screenful.
    private func bucket(_ store: Store) async throws -> Int64? {
        if every == "all" { return nil }
        if let every { return Self.milliseconds(every) }
        let totals = try await store.topicTotals()
        let (from, to) = try window.bounds()
        guard let first = from ?? totals.compactMap(\.first).min(), let last = to ?? totals.compactMap(\.last).max()
        else {
            return RollupStep.day.milliseconds
        }
        let span = last.milliseconds - first.milliseconds
        return RollupStep.allCases.first { span / $0.milliseconds <= 48 }?.milliseconds ?? RollupStep.day.milliseconds
    }

    private static func milliseconds(_ text: String) -> Int64? {
        guard let unit = text.last, let number = Int64(text.dropLast()), number > 0, number < 100_000 else {
            return nil
        }
        let factor: [Character: Int64] = ["m": 60_000, "h": 3_600_000, "d": 86_400_000]
        guard let scale = factor[unit], number * scale % RollupStep.fiveMinutes.milliseconds == 0 else { return nil }
        return number * scale
    }
}

/// Rows of a query as text.
enum QueryText {
    static func table(_ rows: [RollupRow], hasTime: Bool) -> [String] {
        guard !rows.isEmpty else { return ["Nothing was kept in that time."] }
        var columns: [TextTable.Column] = hasTime ? [.init(title: "time")] : []
        columns += [
            .init(title: "keyword", limit: 22), .init(title: "posts", isNumber: true),
            .init(title: "sentiment", isNumber: true), .init(title: "relevance", isNumber: true),
            .init(title: "volatile", isNumber: true),
        ]
        var table = TextTable(columns)
        for row in rows {
            let cells = [
                row.topic ?? "*", "\(row.sums.count)", Figures.signed(row.sums.meanSentiment),
                Figures.plain(row.sums.meanRelevance), "\(row.sums.volatile)",
            ]
            table.add((hasTime ? ["\(row.start)"] : []) + cells)
        }
        return table.lines
    }

    static func csv(_ rows: [RollupRow], hasTime: Bool) -> [UInt8] {
        var text =
            (hasTime ? "time," : "")
            + "keyword,count,relevance,sentiment,negative,neutral,positive,volatile,duplicates\n"
        for row in rows {
            let sums = row.sums
            let cells = [
                CSV.cell(row.topic ?? ""), "\(sums.count)", sums.meanRelevance?.description ?? "",
                sums.meanSentiment?.description ?? "", "\(sums.negative)", "\(sums.neutral)", "\(sums.positive)",
                "\(sums.volatile)", "\(sums.duplicates)",
            ]
            text += ((hasTime ? ["\(row.start)"] : []) + cells).joined(separator: ",") + "\n"
        }
        return Array(text.utf8)
    }
}

extension JSONWriter {
    fileprivate mutating func append(_ row: RollupRow, hasTime: Bool) {
        raw("{")
        if hasTime {
            raw("\"time\":\"")
            append(row.start)
            raw("\",")
        }
        raw("\"keyword\":")
        append(row.topic)
        raw(",")
        appendMembers(of: row.sums)
        raw("}\n")
    }
}
