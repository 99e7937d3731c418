/// A question in InfluxQL about one measurement, before the span that a dashboard shows is known.
struct InfluxQuery: Hashable, Sendable {
    enum Value: Hashable, Sendable {
        /// How many points.
        case count
        /// The mean of a number, over the points that have it.
        case mean(TweetSchema.Field)
        /// The same of several, a line each.
        case means([TweetSchema.Field])
        /// In how many of the points a flag is set, from 0 to 1.
        case share(TweetSchema.Field)
    }

    let value: Value
    let measurement: TweetSchema.Measurement
    /// A line for each value of it; nil for one line.
    var tag: TweetSchema.Tag?
    /// Length of a bucket, such as `5m`; nil for one number.
    var bucket: String?

    /// `database`: quoted here.
    func text(database: String, span: DashboardSpan) -> String {
        let source = "\(Self.quoted(database)).\"autogen\".\"\(measurement.name)\""
        switch value {
        case .count:
            // The original collector's query, to the name of the column.
            return
                "SELECT count(\"tweetid\") AS \"count_tweetid\" FROM \(source) WHERE \(span.condition)\(groups(span))"
        case .mean(let field): return means(of: [field], source, span)
        case .means(let fields): return means(of: fields, source, span)
        case .share(let field): return share(of: field, source, span)
        }
    }

    private func means(of fields: [TweetSchema.Field], _ source: String, _ span: DashboardSpan) -> String {
        let columns = fields.map { "mean(\"\($0.rawValue)\") AS \"\($0.rawValue)\"" }.joined(separator: ", ")
        // A bucket without a known value is left out: unknown is never zero.
        let fill = bucket == nil ? "" : " fill(none)"
        return "SELECT \(columns) FROM \(source) WHERE \(span.condition)\(groups(span))\(fill)"
    }

    /// InfluxQL has no mean of booleans: the points and those that have the flag are counted side by side.
    ///
    /// Without the fill a keyword that never had it would have no line; without the last condition a bucket without posts
    /// would have a share.
    private func share(of field: TweetSchema.Field, _ source: String, _ span: DashboardSpan) -> String {
        let all = "SELECT \"tweetid\" AS \"heard\" FROM \(source)"
        let flagged = "SELECT \"tweetid\" AS \"flagged\" FROM \(source) WHERE \"\(field.rawValue)\" = true"
        let counts = """
            SELECT count("flagged") AS "flagged", count("heard") AS "heard" FROM (\(all)), (\(flagged)) \
            WHERE \(span.condition)\(groups(span)) fill(0)
            """
        let lines = tag.map { " GROUP BY \"\($0.rawValue)\"" } ?? ""
        return """
            SELECT "flagged" / "heard" AS "\(field.rawValue)" FROM (\(counts)) \
            WHERE "heard" > 0 AND \(span.condition)\(lines)
            """
    }

    private func groups(_ span: DashboardSpan) -> String {
        let parts = [bucket.map { "time(\(span.bucket ?? $0))" }, tag.map { "\"\($0.rawValue)\"" }].compactMap(\.self)
        return parts.isEmpty ? "" : " GROUP BY \(parts.joined(separator: ", "))"
    }

    /// A name in double quotes, in which InfluxQL escapes quotes and backslashes.
    private static func quoted(_ name: String) -> String {
        let escaped = name.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        return "\"\(escaped)\""
    }
}

/// How a dashboard writes the span of time that it shows.
struct DashboardSpan: Hashable, Sendable {
    let condition: String
    /// What stands for the length of a bucket; nil where each panel has its own.
    let bucket: String?

    /// Grafana picks buckets by the width of the screen, and not shorter than the panel's.
    static let grafana = DashboardSpan(condition: "$timeFilter", bucket: "$__interval")
    static let chronograf = DashboardSpan(
        condition: "time > :dashboardTime: AND time < :upperDashboardTime:",
        bucket: nil
    )
}
