import ArgumentParser
import Signals
import Store
import Trends

struct TopicsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "topics",
        abstract: "List the topics with what was heard of them; try topics out.",
        subcommands: [List.self, TopicsTestCommand.self, TopicsPreviewCommand.self, TopicsSuggestCommand.self],
        defaultSubcommand: List.self
    )

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the topics (the default).")

        @OptionGroup var store: StoreOption
        @OptionGroup var output: JSONOption

        func run() async throws {
            let store = try Store.read(store.path)
            let totals = try await store.topicTotals()
            if output.json {
                var writer = JSONWriter()
                for total in totals { writer.append(total) }
                try StandardOutput.write(writer.bytes)
            } else {
                for line in try await TopicListing.lines(totals, store: store) { try StandardOutput.print(line) }
            }
        }
    }
}

/// Topics as a table with a graph each.
enum TopicListing {
    private static let bars: Int64 = 24

    static func lines(_ totals: [TopicTotals], store: Store) async throws -> [String] {
        guard !totals.isEmpty else { return ["No topics yet. Name some: earshot replay FILE --topics a,b"] }
        var table = TextTable([
            .init(title: "topic", limit: 24), .init(title: "posts", isNumber: true), .init(title: "over time"),
            .init(title: "sentiment", isNumber: true), .init(title: "relevance", isNumber: true),
            .init(title: "volatile", isNumber: true),
        ])
        let span = Span(totals, bars: bars)
        let graphs = try await graphs(of: totals, over: span, store: store)
        for total in totals {
            table.add([
                total.isTracked ? total.topic : "\(total.topic) (past)", "\(total.sums.count)",
                graphs[total.topic] ?? "", Figures.signed(total.sums.meanSentiment),
                Figures.plain(total.sums.meanRelevance), "\(total.sums.volatile)",
            ])
        }
        var lines = table.lines
        if let span { lines.append("Each bar is \(Figures.duration(span.step)), from \(span.start).") }
        return lines
    }

    /// The time that all graphs cover, so that they can be compared.
    private struct Span {
        let start: Timestamp
        /// Of a bar, in milliseconds; a multiple of the bucket.
        let step: Int64
        /// Of the sums that bars are made of.
        let bucket: Int64

        init?(_ totals: [TopicTotals], bars: Int64) {
            guard let first = totals.compactMap(\.first).min(), let last = totals.compactMap(\.last).max() else {
                return nil
            }
            let needed = (last.milliseconds - first.milliseconds) / bars + 1
            // Of long times the coarser sums do, which are far fewer.
            bucket = (RollupStep.allCases.last { needed >= 10 * $0.milliseconds } ?? .fiveMinutes).milliseconds
            step = (needed + bucket - 1) / bucket * bucket
            start = first.floored(to: bucket)
        }
    }

    /// By topic.
    private static func graphs(
        of totals: [TopicTotals],
        over span: Span?,
        store: Store
    ) async throws -> [String: String] {
        guard let span else { return [:] }
        let rows = try await store.rollups(
            from: span.start,
            to: nil,
            bucket: span.bucket,
            topics: nil,
            includingTotals: false
        )
        let none = [Int64](repeating: 0, count: Int(bars) + 1)
        var counts: [String: [Int64]] = [:]
        for row in rows {
            guard let topic = row.topic else { continue }
            let index = Int((row.start.milliseconds - span.start.milliseconds) / span.step)
            counts[topic, default: none][min(max(index, 0), none.count - 1)] += row.sums.count
        }
        return counts.mapValues { Sparkline.of($0.last == 0 ? $0.dropLast() : $0) }
    }
}

/// Numbers for people.
///
/// Unknown is a dash, not a zero.
enum Figures {
    static func plain(_ score: Score?) -> String { hundredths(score, sign: "") }

    static func signed(_ score: Score?) -> String {
        hundredths(score, sign: (score?.tenThousandths ?? 0) > 0 ? "+" : "")
    }

    private static func hundredths(_ score: Score?, sign: String) -> String {
        guard let score else { return "-" }
        let value = Int((score.value * 100).rounded())
        let digits = String(abs(value) % 100)
        return (value < 0 ? "-" : sign) + "\(abs(value) / 100)." + (digits.count < 2 ? "0" : "") + digits
    }

    static func duration(_ milliseconds: Int64) -> String {
        let minutes = milliseconds / 60_000
        if minutes % 1440 == 0 { return minutes == 1440 ? "a day" : "\(minutes / 1440) days" }
        if minutes % 60 == 0 { return minutes == 60 ? "an hour" : "\(minutes / 60) hours" }
        return minutes > 60 ? "\(minutes / 60) h \(minutes % 60) min" : "\(minutes) minutes"
    }
}

extension JSONWriter {
    fileprivate mutating func append(_ total: TopicTotals) {
        raw("{\"topic\":")
        append(total.topic)
        raw(",\"tracked\":")
        append(total.isTracked)
        raw(",")
        appendMembers(of: total.sums)
        appendTime(",\"first\":", total.first)
        appendTime(",\"last\":", total.last)
        raw("}\n")
    }

    /// `"count":…` to `"duplicates":…`: what `topics` and `query` share.
    mutating func appendMembers(of sums: Rollup) {
        raw("\"count\":")
        append(sums.count)
        raw(",\"relevance\":")
        append(sums.meanRelevance)
        raw(",\"sentiment\":")
        append(sums.meanSentiment)
        raw(",\"negative\":")
        append(sums.negative)
        raw(",\"neutral\":")
        append(sums.neutral)
        raw(",\"positive\":")
        append(sums.positive)
        raw(",\"volatile\":")
        append(sums.volatile)
        raw(",\"duplicates\":")
        append(sums.duplicates)
    }

    mutating func appendTime(_ key: StaticString, _ time: Timestamp?) {
        raw(key)
        guard let time else { return raw("null") }
        raw("\"")
        append(time)
        raw("\"")
    }
}
