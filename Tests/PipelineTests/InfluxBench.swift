import Feeds
import Foundation
import Language
import Pipeline
import Signals
import Sinks
import Store
import TestSupport
import Trends

/// A store and a stream of posts, told to a real InfluxDB.
struct InfluxBench {
    static let topics = ["devops", "swift", "kubernetes"]
    /// The first post: 2017-08-29T13:00:00Z.
    static let start: Int64 = 1_504_011_600
    /// A post each so many seconds.
    static let spacing: Int64 = 3

    let folder: TemporaryFolder
    let store: Store
    let rules: JudgingRules

    init() throws {
        folder = try TemporaryFolder()
        store = try Store.open(folder.path("earshot.db"), purpose: "a test")
        rules = try JudgingRules(topics: Self.topics.map(Topic.init))
    }

    /// A post of the stream, and the topics it names.
    struct Post {
        let number: Int
        let topics: [String]
        let source: String

        var seconds: Int64 { InfluxBench.start + Int64(number) / 2 * InfluxBench.spacing }

        var line: String {
            let time = Timestamp(seconds: seconds)
            let text = "Post \(number) about \(topics.joined(separator: " and ")) \\\"quoted\\\" 🎉 from here"
            return """
                {"id":"\(1000 + number)","source":"\(source)","author":"user\(number % 17)","time":"\(time)","text":"\(text)"}

                """
        }
    }

    /// Posts that name none, one or several topics, often two in the same second.
    static func posts(_ numbers: Range<Int>, seed: UInt64 = 1) -> [Post] {
        var random = SplitMix(state: seed)
        return numbers.map { number in
            let topics = Self.topics.filter { _ in Int.random(in: 0..<2, using: &random) == 0 }
            return Post(number: number, topics: topics, source: ["github", "mastodon"][number % 2])
        }
    }

    func target(
        _ server: InfluxServer,
        username: String? = nil,
        password: @autoclosure @escaping @Sendable () -> String? = nil
    ) throws -> InfluxTarget {
        try InfluxTarget(url: server.url, database: "twitter", username: username, password: password())
    }

    /// Hears posts and tells them; nil when nobody is told.
    @discardableResult
    func replay(
        _ posts: [Post],
        to target: InfluxTarget?,
        http: any HTTPWriter = WebWriter(SharedWeb.web),
        timeout: Duration = .seconds(30),
        configure: (inout PointSink.Configuration) -> Void = { _ in }
    ) async throws -> (summary: Replay.Summary, ending: SinkRunner.Ending?) {
        var sinkConfiguration = PointSink.Configuration()
        configure(&sinkConfiguration)
        let sinks = target.map { target in
            let sink = PointSink(target: target, http: http, configuration: sinkConfiguration)
            return [SinkRunner(sink: sink, store: store, drainTimeout: timeout, jitter: { 0.1 })]
        }
        let bytes = Array(posts.map(\.line).joined().utf8)
        let configuration = Replay.Configuration(sources: [.memory(bytes: bytes, name: "posts")])
        let result = try await Replay(configuration, rules: rules, store: store, sinks: sinks ?? []).run()
        return (result.summary, result.endings.first)
    }

    /// Where the stream of so many posts lies, as a condition of a query.
    static func span(_ count: Int) -> String {
        let end = Timestamp(seconds: start + Int64(count) * spacing + 1)
        return "time >= '\(Timestamp(seconds: start))' AND time < '\(end)'"
    }

    /// Posts by keyword and five minutes, as the original collector's query draws them.
    static func counts(in server: InfluxServer, posts count: Int) async throws -> [Bucket: Int] {
        let query = """
            SELECT count("tweetid") AS "count_tweetid" FROM "twitter"."autogen"."tweets" WHERE \(span(count)) \
            GROUP BY time(5m), "keywords"
            """
        var counts: [Bucket: Int] = [:]
        for series in try await server.run(query)[0] {
            for row in series.rows {
                guard case .integer(let start) = row[0], let number = row[1].number, number > 0 else { continue }
                counts[Bucket(keyword: series.tags["keywords"] ?? "", start: start / 1_000_000_000)] = Int(number)
            }
        }
        return counts
    }

    /// The same counted from the posts.
    static func counts(of posts: [Post]) -> [Bucket: Int] {
        var counts: [Bucket: Int] = [:]
        for post in posts {
            for topic in post.topics {
                counts[Bucket(keyword: topic, start: post.seconds / 300 * 300), default: 0] += 1
            }
        }
        return counts
    }

    /// The same as the store has it.
    func counts() async throws -> [Bucket: Int] {
        let rows = try await store.rollups(from: nil, to: nil, bucket: 300_000, topics: nil, includingTotals: false)
        var counts: [Bucket: Int] = [:]
        for row in rows {
            counts[Bucket(keyword: row.topic ?? "", start: row.start.milliseconds / 1000)] = Int(row.sums.count)
        }
        return counts
    }

    struct Bucket: Hashable {
        let keyword: String
        /// Seconds since 1970.
        let start: Int64
    }

    /// Points of a measurement.
    static func points(
        _ measurement: String,
        in server: InfluxServer,
        user: String? = nil,
        password: String? = nil
    ) async throws -> Int {
        let series = try await server.run(
            "SELECT count(tweetid) FROM \(measurement)",
            database: "twitter",
            user: user,
            password: password
        )[0]
        return series.first.flatMap { $0.rows[0][1].number }.map { Int($0) } ?? 0
    }

    /// What all sinks wait for.
    func waiting() async throws -> [String?] {
        try await store.sinks().map { $0.waiting?.expanded }
    }
}
