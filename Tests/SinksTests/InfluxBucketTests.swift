import Foundation
import Signals
import Sinks
import TestSupport
import Testing

/// InfluxDB 2: requests by the protocol, and what servers were seen to answer.
@Suite(.timeLimit(.minutes(1)))
struct InfluxBucketTests {
    private static func target(
        _ url: String = "http://127.0.0.1:8086",
        bucket: String = "earshot",
        token: String = "s3cr+t"
    ) throws -> InfluxBucket {
        InfluxBucket(server: try #require(ServerAddress(url)), organisation: "home", bucket: bucket) { token }
    }

    private static func sink(_ target: InfluxBucket) -> PointSink {
        PointSink(target: target, http: WebWriter(SharedWeb.web))
    }

    private static func reply(_ status: Int, _ body: String = "", points: Int = 10) throws -> PointReply {
        try target().reply(toWrite: HTTPAnswer(status: status, body: body), points: points)
    }

    @Test func `Points go to the bucket with the token`() async throws {
        let server = try InfluxBucketServer()
        let outbox = MemoryOutbox([.made(1), .made(2)])
        #expect(await SinkBench.drain(outbox, into: Self.sink(try Self.target(server.url))) == .drained)
        #expect(server.requests.map(\.target) == ["/api/v2/write?org=home&bucket=earshot&precision=ns"])
        #expect(server.requests.map { $0.headers["authorization"] } == ["Token s3cr+t"])
        #expect(server.lines("posts").count == 2 && server.lines("tweets").count == 2)
    }

    @Test func `Names of any text are a query's values`() throws {
        let target = InfluxBucket(
            server: try #require(ServerAddress("https://h/influx/")),
            organisation: "a&b=c",
            bucket: "my bucket+1"
        ) { nil }
        #expect(
            target.writeURL.absoluteString
                == "https://h/influx/api/v2/write?org=a%26b%3Dc&bucket=my%20bucket%2B1&precision=ns"
        )
        #expect("\(target)" == "influxdb:https://h/influx/a&b=c/my bucket+1")
    }

    @Test(arguments: [(500, InfluxBucketServer.Recorded.tooOld), (422, InfluxBucketServer.Recorded.tooOldNow)])
    func `A point that is too old is a dead letter, and nothing else is`(status: Int, body: String) async throws {
        // Of two points of the signal one is older than its bucket keeps.
        let server = try InfluxBucketServer { $0.contains("post13") && $0.hasPrefix("posts") ? (status, body) : nil }
        let outbox = MemoryOutbox((1...60 as ClosedRange<Int64>).map { OutboxEntry.made($0) })
        #expect(await SinkBench.drain(outbox, into: Self.sink(try Self.target(server.url))) == .drained)
        #expect(await outbox.refused == [13])
        #expect(await outbox.reasons.allSatisfy { $0.hasSuffix("points beyond retention policy dropped=1") })
        #expect(server.lines("posts").count == 59 && server.lines("tweets").count == 60)
    }

    @Test func `Whole writes that are too old are not halved`() async throws {
        let body = InfluxBucketServer.Recorded.tooOldNow.replacingOccurrences(of: "dropped=1", with: "dropped=80")
        let server = try InfluxBucketServer { _ in (422, body) }
        let outbox = MemoryOutbox((1...40 as ClosedRange<Int64>).map { OutboxEntry.made($0) })
        #expect(await SinkBench.drain(outbox, into: Self.sink(try Self.target(server.url))) == .drained)
        #expect(server.requests.count == 1)
        #expect(await outbox.refused.count == 40)
    }

    @Test func `A fault of the server is none of a point`() throws {
        #expect(
            try Self.reply(500, #"{"code":"internal error","message":"timeout"}"#)
                == .later(Cause(.failed, "the server failed (500)", theirs: "timeout"))
        )
    }

    @Test(arguments: [200, 201, 299])
    func `Another success is not InfluxDB's`(status: Int) throws {
        let ours = "what answers there is not InfluxDB 2: it says \(status) to a write, where InfluxDB answers 204"
        #expect(try Self.reply(status, "<html>") == .hold(Cause(.notTheService, ours, theirs: "<html>")))
    }

    @Test func `What is missing or refused is said, and what to write`() throws {
        #expect(
            try Self.reply(404, InfluxBucketServer.Recorded.noBucket)
                == .hold(
                    Cause(
                        .missing,
                        "the server knows no such organisation or bucket (404). Create it",
                        theirs: #"bucket "none" not found"#
                    )
                )
        )
        #expect(
            try Self.reply(401, InfluxBucketServer.Recorded.unauthorized)
                == .hold(
                    Cause(
                        .credentials,
                        "the server refuses the credentials (401). Write token_file, with a token that may write to the "
                            + "bucket, in the configuration"
                    )
                )
        )
    }

    @Test func `A probe writes nothing, and tells a right place from a wrong one`() async throws {
        let server = try InfluxBucketServer()
        func fault(_ target: InfluxBucket) async throws -> Cause.Code? {
            try await PointProbe(target: target, http: WebWriter(SharedWeb.web)).fault()?.code
        }
        #expect(try await fault(try Self.target(server.url)) == nil)
        #expect(try await fault(try Self.target(server.url, bucket: "none")) == .missing)
        #expect(try await fault(try Self.target(server.url, token: "other")) == .credentials)
        #expect(server.lines("posts").isEmpty)
    }

    @Test(
        arguments: [
            (1_504_012_107_131_000_001, "2017-08-29T13:08:27.131000001Z"), (0, "1970-01-01T00:00:00.000000000Z"),
            (-1, "1969-12-31T23:59:59.999999999Z"), (1_000_000_000, "1970-01-01T00:00:01.000000000Z"),
        ] as [(Int64, String)]
    )
    func `A signal's points are deleted at their instant, a measurement a request`(
        instant: Int64,
        text: String
    ) throws {
        let removal = OutboxRemoval(number: 1, instant: instant, sourceTag: "x")
        let requests = try Self.target().deletions(of: [removal])
        #expect(
            requests.map(\.body)
                == ["tweets", "posts"].map {
                    #"{"start":"\#(text)","stop":"\#(text)","predicate":"_measurement=\"\#($0)\" AND source=\"x\""}"#
                }
        )
        #expect(requests.allSatisfy { $0.url.absoluteString.hasSuffix("/api/v2/delete?org=home&bucket=earshot") })
        #expect(requests.allSatisfy { $0.type == "application/json" })
    }

    @Test(arguments: [
        (204, PointReply.done),
        (
            501,
            .later(Cause(.failed, "the server failed (501)", theirs: "Not implemented"))
        ),
        (400, .hold(Cause(.refused, "the server does not delete points (400)", theirs: "Not implemented"))),
    ])
    func `Answers to deletions`(status: Int, reply: PointReply) throws {
        let answer = HTTPAnswer(status: status, body: #"{"code":"x","message":"Not implemented"}"#)
        #expect(try Self.target().reply(toDeletion: answer) == reply)
    }
}
