/// A panel: a question, and how its answer is drawn.
struct DashboardPanel: Hashable, Sendable {
    enum Drawing: Hashable, Sendable {
        case lines
        /// One on top of the other.
        case bars
        case number
    }

    let title: String
    /// What it shows, for those who look at it.
    let note: String
    let drawing: Drawing
    let query: InfluxQuery
    /// The bounds of its values; nil where they are counts.
    var bounds: ClosedRange<Int>?
    /// In twelfths of the page.
    var width = 6

    /// Whether its values are parts of a whole.
    var isShare: Bool {
        if case .share = query.value { true } else { false }
    }

    /// What a line is called in Grafana's words.
    var alias: String {
        if let tag = query.tag { return "$tag_\(tag.rawValue)" }
        if case .means = query.value { return "$col" }
        return "posts"
    }
}

extension DashboardPanel {
    /// What both dashboards show, from left to right and from the top down.
    static let all = [
        DashboardPanel(
            title: "Posts over time by keyword",
            note: "A post that names two keywords is in both lines.",
            drawing: .lines,
            query: InfluxQuery(value: .count, measurement: TweetSchema.perKeyword, tag: .keywords, bucket: "5m"),
            width: 12
        ),
        DashboardPanel(
            title: "Sentiment by keyword",
            note: "Mean of the posts whose sentiment is known, from -1 to 1. Where none is, there is no value.",
            drawing: .lines,
            query: InfluxQuery(
                value: .mean(.sentiment),
                measurement: TweetSchema.perKeyword,
                tag: .keywords,
                bucket: "1h"
            ),
            bounds: -1...1
        ),
        DashboardPanel(
            title: "Share of volatile posts by keyword",
            note: "Posts with profanity, or clearly offensive, among all that name the keyword.",
            drawing: .lines,
            query: InfluxQuery(
                value: .share(.volatile),
                measurement: TweetSchema.perKeyword,
                tag: .keywords,
                bucket: "1h"
            ),
            bounds: 0...1
        ),
        DashboardPanel(
            title: "Relevance by keyword",
            note: "Mean, from 0 to 1.",
            drawing: .lines,
            query: InfluxQuery(
                value: .mean(.relevance),
                measurement: TweetSchema.perKeyword,
                tag: .keywords,
                bucket: "1h"
            ),
            bounds: 0...1
        ),
        DashboardPanel(
            title: "Posts over time by source",
            note: "Each post once.",
            drawing: .bars,
            query: InfluxQuery(value: .count, measurement: TweetSchema.perPost, tag: .source, bucket: "1h")
        ),
        DashboardPanel(
            title: "Posts over time",
            note: "Each post once, whatever it names.",
            drawing: .bars,
            query: InfluxQuery(value: .count, measurement: TweetSchema.perPost, bucket: "1h"),
            width: 9
        ),
        DashboardPanel(
            title: "Posts",
            note: "Each post once, in the whole span.",
            drawing: .number,
            query: InfluxQuery(value: .count, measurement: TweetSchema.perPost),
            width: 3
        ),
        DashboardPanel(
            title: "How well relevance is learned",
            note: """
                Of the latest hundred decisions, each predicted before it was learned: AUC and accuracy are best at 1, the \
                calibration error at 0.
                """,
            drawing: .lines,
            query: InfluxQuery(
                value: .means([.auc, .accuracy, .calibrationError]),
                measurement: TweetSchema.figures,
                bucket: "1h"
            ),
            bounds: 0...1,
            width: 12
        ),
    ]

    /// The left and upper edge of each panel, in twelfths of the page and in rows.
    static func places(of panels: [DashboardPanel]) -> [(x: Int, row: Int)] {
        var (x, row) = (0, 0)
        return panels.map { panel in
            if x + panel.width > 12 { (x, row) = (0, row + 1) }
            defer { x += panel.width }
            return (x, row)
        }
    }
}
