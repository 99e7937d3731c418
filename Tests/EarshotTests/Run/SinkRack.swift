import Foundation
import TestSupport
import Testing

/// A sink of every kind on its other side, and a folder with the configuration of a run that tells all of them.
struct SinkRack {
    let folder: TemporaryFolder
    let influx: InfluxServer
    let bucket: InfluxBucketServer
    let victoria: VictoriaMetricsServer
    let receiver: WebhookReceiver

    static let isInstalled = InfluxServer.isInstalled && VictoriaMetricsServer.isInstalled
    static let absence = "\(InfluxServer.absence), or \(VictoriaMetricsServer.absence)"

    /// `feeds`: entries of the configuration.
    init(
        feeds: [String],
        batch: Int = 500,
        answer: @escaping @Sendable (RecordedRequest) -> ScriptedServer.Answer = { _ in .status(200) }
    ) throws {
        folder = try TemporaryFolder()
        influx = try InfluxServer()
        bucket = try InfluxBucketServer()
        victoria = try VictoriaMetricsServer()
        receiver = try WebhookReceiver(answer: answer)
        _ = try folder.write("token", "s3cr+t\n")
        _ = try folder.write(
            "earshot.yaml",
            """
            topics: [devops]
            feeds: [\(feeds.joined(separator: ", "))]
            sinks:
              - influxdb: \(influx.url)
              - influxdb: \(bucket.url)
                version: 2
                org: home
                bucket: earshot
                token_file: token
              - victoriametrics: \(victoria.url)
              - webhook: \(receiver.url)
                batch: \(batch)
                secret_file: token
            """
        )
    }

    var names: [String] {
        [
            "influxdb:\(bucket.url)/home/earshot", "influxdb:\(influx.url)/twitter", "victoriametrics:\(victoria.url)",
            "webhook:\(receiver.url)",
        ].sorted()
    }

    /// The objects of `earshot sinks --json`.
    func sinks() throws -> [[String: Any]] {
        try Program.run(["sinks", "--json", "--store", folder.path("earshot.db")]).objects()
    }

    /// Waits until no sink has anything left to be told.
    func drain() throws {
        try Eventually.holds("all sinks have everything", within: .seconds(60)) {
            let backlogs = try sinks().compactMap { $0["backlog"] as? Int }
            return backlogs.count == 4 && backlogs.allSatisfy { $0 == 0 }
        }
    }

    /// Expects the same ids at every sink: once where points are, and at least once at the receiver.
    func expectAll(_ ids: [Int], _ comment: Comment? = nil) throws {
        let expected = ids.sorted()
        let series = try influx.series("SELECT tweetid FROM posts", database: "twitter").first?["values"] as? [[Any]]
        #expect((series ?? []).compactMap { ($0[1] as? NSNumber)?.intValue }.sorted() == expected, comment)
        let lines = bucket.lines("posts").compactMap { $0.firstMatch(of: /tweetid=([0-9]+)i/).flatMap { Int($0.1) } }
        #expect(lines.sorted() == expected, comment)
        #expect(try victoria.series("posts_tweetid").flatMap(\.values).map { Int($0) }.sorted() == expected, comment)
        #expect(receiver.ids.map { Int($0.dropFirst("test:".count)) ?? -1 }.sorted() == expected, comment)
    }
}
