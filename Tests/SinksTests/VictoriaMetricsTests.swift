import Foundation
import Language
import Signals
import Sinks
import TestSupport
import Testing

/// What a real VictoriaMetrics makes of points: what docs/reference.md says that a user finds there.
@Suite(
    .enabled(if: VictoriaMetricsServer.isInstalled, "\(VictoriaMetricsServer.absence)"),
    .timeLimit(.minutes(1))
)
struct VictoriaMetricsTests {
    private static func sink(
        _ server: VictoriaMetricsServer,
        credentials: Credentials = .none,
        labels: [String] = []
    ) throws -> PointSink {
        let address = try #require(ServerAddress(server.url))
        let target = VictoriaMetricsTarget(server: address, credentials: credentials, labels: labels)
        return PointSink(target: target, http: WebWriter(SharedWeb.web))
    }

    private static func tell(_ entries: [OutboxEntry], _ sink: PointSink) async {
        #expect(await SinkBench.drain(MemoryOutbox(entries), into: sink) == .drained)
    }

    private static func series(
        _ server: VictoriaMetricsServer,
        _ selector: String = "{__name__!=\"\"}"
    ) async throws -> [VictoriaMetricsServer.Series] {
        try await Blocking.run { try server.series(selector) }
    }

    @Test func `It holds the numbers of points, by the millisecond, and no text`() async throws {
        let server = try await VictoriaMetricsServer.started()
        // An author that reads like a number would be one there.
        await Self.tell([.told(author: "1234", isVolatile: true)], try Self.sink(server))
        let series = try await Self.series(server)
        let hash = Double(StableHash.hash("x:902518307445772288") >> 11)
        var expected: [String: Double] = [:]
        for keyword in [nil, "swift", "devops"] {
            let name = keyword == nil ? "posts" : "tweets"
            for (field, value) in ["tweetid": hash, "relevance": 0.71, "volatile": 1, "sentiment": -0.25] {
                expected["\(name)_\(field) \(keyword ?? "-") x"] = value
            }
        }
        var found: [String: Double] = [:]
        for one in series {
            found["\(one.name) \(one.metric["keywords"] ?? "-") \(one.metric["source"] ?? "-")"] = one.values.first
            #expect(one.values.count == 1 && one.timestamps == [1_504_012_107_131])
            #expect(Set(one.metric.keys).isSubset(of: ["__name__", "keywords", "source"]))
        }
        #expect(found == expected)
    }

    @Test(arguments: ["1", "9007199254740991", "9007199254740992", "902518307445772288", "at://did:plc:a/1"])
    func `Ids are told apart to the last digit`(id: String) async throws {
        let server = try await VictoriaMetricsServer.started()
        let signal = SignalID(source: "mastodon", id: id)
        await Self.tell([.told(id: signal, sourceTag: "mastodon", topics: [])], try Self.sink(server))
        let found = try await Self.series(server, "posts_tweetid").flatMap(\.values)
        let hash = Double(StableHash.hash(signal.qualified) >> 11)
        #expect(found == [signal.number <= 1 << 53 ? Double(signal.number) : hash])
    }

    @Test func `Hostile topics are labels as they are elsewhere, but that it makes one of two backslashes`()
        async throws
    {
        let server = try await VictoriaMetricsServer.started()
        var hostile = HostileText(random: SplitMix(state: 14))
        let topics = Set((0..<400).map { _ in hostile.next(longest: 200) }).sorted()
        await Self.tell([.told(topics: topics)], try Self.sink(server))
        let found = try await Self.series(server, "tweets_tweetid").map { $0.metric["keywords"] ?? "" }
        let expected = topics.map { (RepairRule.tag($0) ?? "").replacing(#"\\"#, with: #"\"#) }
        #expect(Set(found).symmetricDifference(expected) == [])
    }

    @Test func `What is sent again counts once where distinct values are counted, or the server deduplicates`()
        async throws
    {
        let entries = (1...50 as ClosedRange<Int64>).map { OutboxEntry.made($0) }
        let query = "sum(count_over_time(tweets_tweetid[1h])) by (keywords)"
        let distinct = "sum(distinct_over_time(tweets_tweetid[1h])) by (keywords)"
        for deduplicates in [false, true] {
            let server = try await VictoriaMetricsServer.started(deduplicates: deduplicates)
            for _ in 0..<3 { await Self.tell(entries, try Self.sink(server)) }
            func count(_ query: String) async throws -> Double? {
                try await Blocking.run { try server.values(query, at: 1_504_013_000, by: "keywords")["devops"] }
            }
            #expect(try await count(query) == (deduplicates ? 50 : 150))
            #expect(try await count(distinct) == 50)
        }
    }

    @Test func `Of two signals of a millisecond and series it keeps both, unless it deduplicates`() async throws {
        for deduplicates in [false, true] {
            let server = try await VictoriaMetricsServer.started(deduplicates: deduplicates)
            let entries = ["1", "2"].enumerated().map { index, id in
                let told = OutboxEntry.told(id: SignalID(source: "x", id: id), topics: ["swift"])
                return OutboxEntry(
                    number: Int64(index + 1),
                    signal: told.signal,
                    judgement: told.judgement,
                    sourceTag: "x",
                    topics: ["swift"]
                )
            }
            await Self.tell(entries, try Self.sink(server))
            let count = try await Self.series(server, "tweets_tweetid").map(\.values.count)
            #expect(count == [deduplicates ? 1 : 2])
        }
    }

    @Test func `What is older than its retention is taken and not there`() async throws {
        let server = try await VictoriaMetricsServer.started(retention: "1y")
        await Self.tell([.made(1)], try Self.sink(server))
        #expect(try await Self.series(server).isEmpty)
    }

    @Test func `Labels of the configuration are on every series`() async throws {
        let server = try await VictoriaMetricsServer.started()
        let sink = try Self.sink(server, labels: ["site=a b&c", "instance=home"])
        await Self.tell([.made(1)], sink)
        let series = try await Self.series(server)
        #expect(series.count == 6)
        #expect(series.allSatisfy { $0.metric["instance"] == "home" && $0.metric["site"] == "a b&c" })
        #expect(sink.reader.identity == "victoriametrics:\(server.url)?instance=home&site=a b&c")
    }

    @Test func `Wrong credentials and addresses hold, and right ones do not`() async throws {
        let server = try await VictoriaMetricsServer.started(
            flags: ["-httpAuth.username=ear", "-httpAuth.password=s3cr+t"]
        )
        func fault(_ url: String, _ credentials: Credentials) async throws -> Cause.Code? {
            let target = VictoriaMetricsTarget(server: try #require(ServerAddress(url)), credentials: credentials)
            return try await PointProbe(target: target, http: WebWriter(SharedWeb.web)).fault()?.code
        }
        let right = Credentials.basic(user: "ear") { "s3cr+t" }
        #expect(try await fault(server.url, right) == nil)
        #expect(try await fault(server.url, .basic(user: "ear") { "wrong" }) == .credentials)
        #expect(try await fault(server.url, .none) == .credentials)
        #expect(try await fault("\(server.url)/nothing", right) == .notFound)
    }

    @Test(arguments: [200, 202])
    func `Another success is not its own`(status: Int) throws {
        let target = VictoriaMetricsTarget(server: try #require(ServerAddress("http://127.0.0.1:8428")))
        guard case .hold(let cause) = target.reply(toWrite: HTTPAnswer(status: status, body: "OK"), points: 1) else {
            Issue.record("it holds")
            return
        }
        #expect(cause.code == .notTheService)
    }

    @Test func `It cannot take back, and reads no removals`() throws {
        let target = VictoriaMetricsTarget(server: try #require(ServerAddress("http://127.0.0.1:8428")))
        let reader = PointSink(target: target, http: WebWriter(SharedWeb.web)).reader
        #expect(reader.removal == .none && reader.reads == [.signals, .figures])
    }
}
