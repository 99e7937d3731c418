import Foundation
import Signals
import Sinks
import Synchronization
import TestSupport
import Testing

/// What a webhook sends, and what it makes of answers.
@Suite(.timeLimit(.minutes(1)))
struct WebhookSinkTests {
    private static let time = Timestamp(seconds: 1_700_000_000)

    private static func sink(
        _ server: ScriptedServer,
        batch: Int = 1,
        secret: String? = nil,
        volatile: VolatilePolicy = .keep
    ) throws -> WebhookSink {
        var configuration = WebhookSink.Configuration()
        (configuration.batch, configuration.volatile) = (batch, volatile)
        var read: (@Sendable () -> String)?
        if let secret { read = { secret } }
        return WebhookSink(
            url: try #require(URL(string: "\(server.url)/in?flow=1")),
            secret: read,
            http: WebWriter(SharedWeb.web),
            configuration: configuration,
            now: { time }
        )
    }

    private static func server(_ script: ScriptedServer.Answer...) throws -> ScriptedServer {
        try ScriptedServer(script) { _ in .status(200) }
    }

    private static func page(_ entries: [OutboxEntry], removals: [OutboxRemoval] = []) async -> OutboxPage {
        await MemoryOutbox(entries, removals: removals).page(limit: 500)
    }

    private static func objects(_ request: RecordedRequest) throws -> [[String: Any]] {
        let body = try JSONSerialization.jsonObject(with: Data(request.sent)) as? [String: Any] ?? [:]
        return body["signals"] as? [[String: Any]] ?? [body]
    }

    // MARK: Requests

    @Test func `A signal is one object with the neutral keys and those of judge flat beside them`() async throws {
        let server = try Self.server()
        var entry = OutboxEntry.told()
        entry = OutboxEntry(
            number: 1,
            signal: entry.signal,
            judgement: entry.judgement,
            sourceTag: "x",
            topics: ["swift", "devops"],
            duplicateOf: SignalID(source: "x", id: "1"),
            feed: "posts",
            heard: Self.time
        )
        _ = try await Self.sink(server).deliver(Self.page([entry]), ReaderMemory())
        let request = try #require(server.requests.first)
        #expect(request.method == "POST")
        #expect(request.target == "/in?flow=1")
        #expect(request.headers["content-type"] == "application/json")
        #expect(
            request.body == #"""
                {"cause":"new","id":"902518307445772288","source":"x","author":"Champagnie","time":"2017-08-29T13:08:27.131Z",\#
                "text":"","keywords":[],"sentiment":"negative","sentiment_score":-0.25,\#
                "probabilities":{"negative":0.5,"neutral":0.25,"positive":0.25},"volatile":false,"offensive":null,\#
                "relevance":0.71,"language":null,"reasons":[],"topics":["swift","devops"],"duplicate_of":"x:1",\#
                "feed":"posts","heard":"2023-11-14T22:13:20Z"}
                """#
        )
    }

    @Test func `A page is one body, in order`() async throws {
        let server = try Self.server()
        let entries = (1...40 as ClosedRange<Int64>).map { OutboxEntry.made($0) }
        let delivery = try await Self.sink(server, batch: 500).deliver(Self.page(entries), ReaderMemory())
        guard case .dealt(40, let refused, let memory) = delivery else {
            Issue.record("all is dealt with")
            return
        }
        #expect(refused.isEmpty && memory.count == 40)
        #expect(server.requests.count == 1)
        let ids = try Self.objects(try #require(server.requests.first)).map { $0["id"] as? String }
        #expect(ids == (1...40).map { "post\($0)" })
    }

    @Test func `The line as it was heard is not sent`() async throws {
        let server = try Self.server()
        let entry = OutboxEntry.made(1, raw: Array("the line".utf8))
        _ = try await Self.sink(server).deliver(Self.page([entry]), ReaderMemory())
        #expect(server.requests.first?.body.contains("the line") == false)
    }

    @Test func `Hostile text stays inside its string`() async throws {
        let server = try Self.server()
        let author = "\"},{\u{2028}\u{0}\u{1B}[31m\\"
        _ = try await Self.sink(server, batch: 2)
            .deliver(Self.page([.made(1, author: author), .made(2)]), ReaderMemory())
        let request = try #require(server.requests.first)
        #expect(!request.body.contains("\u{2028}") && !request.body.contains("\u{1B}"))
        #expect(try Self.objects(request).map { $0["author"] as? String } == [author, nil])
    }

    @Test func `A body is signed as openssl signs it, and only where there is a secret`() async throws {
        let server = try Self.server()
        _ = try await Self.sink(server, secret: "s3cr+t ü").deliver(Self.page([.made(1)]), ReaderMemory())
        _ = try await Self.sink(server).deliver(Self.page([.made(1)]), ReaderMemory())
        let request = try #require(server.requests.first)
        let folder = try TemporaryFolder()
        let file = try folder.write("body", request.body)
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
        process.arguments = ["dgst", "-sha256", "-hmac", "s3cr+t ü", file]
        process.standardOutput = output
        try process.run()
        process.waitUntilExit()
        let said = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        let digits = try #require(said.split(separator: " ").last).trimmingCharacters(in: .whitespacesAndNewlines)
        #expect(request.headers["x-earshot-signature"] == "sha256=\(digits)")
        #expect(server.requests.last?.headers["x-earshot-signature"] == nil)
    }

    @Test func `The same body has the same key, and what is sent again on purpose another`() async throws {
        let server = try Self.server(.status(503), .closed, .status(200))
        let sink = try Self.sink(server)
        let page = await Self.page([.made(1)])
        for _ in 0..<3 { _ = await sink.deliver(page, ReaderMemory()) }
        var place = page.position(after: 1)
        place[.changes] = 7
        let again = OutboxPage(start: page.start, items: [.init(page.items[0].content, position: place)])
        _ = await sink.deliver(again, ReaderMemory())
        let keys = server.requests.map { $0.headers["idempotency-key"] }
        #expect(Set(keys.prefix(3)).count == 1)
        #expect(keys[0]?.count == 32 && keys[3] != keys[0])
        #expect(Set(server.requests.map { $0.headers["x-earshot-timestamp"] }) == ["1700000000"])
    }

    @Test func `What was not answered is sent again as it was, although more has come meanwhile`() async throws {
        let server = try Self.server(.closed)
        let sink = try Self.sink(server, batch: 10)
        _ = await sink.deliver(await Self.page([.made(1), .made(2)]), ReaderMemory())
        guard
            case .dealt(2, _, _) = await sink.deliver(await Self.page([.made(1), .made(2), .made(3)]), ReaderMemory())
        else {
            Issue.record("the two are dealt with")
            return
        }
        #expect(server.requests.count == 2)
        #expect(server.requests[0].sent == server.requests[1].sent)
        #expect(server.requests[0].headers["idempotency-key"] == server.requests[1].headers["idempotency-key"])
    }

    @Test(arguments: [(VolatilePolicy.keep, ["ada", "bob"]), (.hide, [nil, "bob"]), (.drop, ["bob"])])
    func `Volatile signals leave as they are, without their words, or not at all`(
        policy: VolatilePolicy,
        authors: [String?]
    ) async throws {
        let server = try Self.server()
        let page = await Self.page([.made(1, author: "ada", isVolatile: true), .made(2, author: "bob")])
        guard
            case .dealt(2, _, _) = try await Self.sink(server, batch: 2, volatile: policy).deliver(page, ReaderMemory())
        else {
            Issue.record("both are dealt with")
            return
        }
        #expect(try Self.objects(try #require(server.requests.first)).map { $0["author"] as? String } == authors)
    }

    // MARK: Removals

    @Test func `What was told and forgotten is taken back by its id, before anything is told`() async throws {
        let server = try Self.server()
        let removals = [
            OutboxRemoval(number: 1, signal: 7, key: 1, instant: 1, sourceTag: "x"),
            OutboxRemoval(number: 2, signal: 8, key: 2, instant: 2, sourceTag: "x"),
            OutboxRemoval(number: 3, instant: 3, sourceTag: "x"),
        ]
        let memory = ReaderMemory([Array("7".utf8): Array("bluesky:at://did:plc:a/1".utf8)])
        let page = await Self.page([.made(9)], removals: removals)
        guard case .dealt(4, _, _) = try await Self.sink(server, batch: 500).deliver(page, memory) else {
            Issue.record("all are dealt with")
            return
        }
        let objects = try Self.objects(try #require(server.requests.first))
        #expect(objects.map { $0["cause"] as? String } == ["removed", "new"], "what was never told is not taken back")
        #expect(objects.first?["id"] as? String == "at://did:plc:a/1")
        #expect(objects.first?["source"] as? String == "bluesky")
        #expect(objects.first?.count == 3)
    }

    @Test func `A removal of what was never told costs no request`() async throws {
        let server = try Self.server()
        let removal = OutboxRemoval(number: 1, signal: 7, key: 1, instant: 1, sourceTag: "x")
        guard
            case .dealt(1, _, _) = try await Self.sink(server)
                .deliver(Self.page([], removals: [removal]), ReaderMemory())
        else {
            Issue.record("it is dealt with")
            return
        }
        #expect(server.requests.isEmpty)
    }

    // MARK: Answers

    private static func cause(_ answer: ScriptedServer.Answer, batch: Int = 1) async throws -> Delivery {
        let server = try server(answer)
        defer { withExtendedLifetime(server) {} }
        return try await sink(server, batch: batch, secret: "s3cr+t").deliver(page([.made(1)]), ReaderMemory())
    }

    @Test(arguments: [200, 201, 202, 204, 299])
    func `Any success is the receiver's word that it has it`(status: Int) async throws {
        guard case .dealt(1, let refused, _) = try await Self.cause(.status(status)) else {
            Issue.record("\(status) moves on")
            return
        }
        #expect(refused.isEmpty)
    }

    @Test(arguments: [
        (301, Cause.Code.redirected), (308, .redirected), (401, .credentials), (403, .credentials), (404, .refused),
        (405, .refused),
    ])
    func `What a person has to change holds`(status: Int, code: Cause.Code) async throws {
        let answer = ScriptedServer.Answer.status(status, headers: ["Location": "http://127.0.0.1:1/"])
        guard case .held(let cause) = try await Self.cause(answer) else {
            Issue.record("\(status) holds")
            return
        }
        #expect(cause.code == code)
    }

    @Test(arguments: [408, 425, 429, 500, 502, 503])
    func `What passes is tried again, and a stated wait is obeyed`(status: Int) async throws {
        guard case .later(_, .seconds(7)?) = try await Self.cause(.status(status, headers: ["Retry-After": "7"])) else {
            Issue.record("\(status) is tried again after seven seconds")
            return
        }
    }

    @Test func `No answer means the same again`() async throws {
        guard case .later(let cause, nil) = try await Self.cause(.closed) else {
            Issue.record("it is tried again")
            return
        }
        #expect(cause.code == .noAnswer)
    }

    @Test(arguments: [400, 422])
    func `A signal that the receiver refuses is a dead letter with its reason`(status: Int) async throws {
        let answer = ScriptedServer.Answer.status(status, body: #"{"message":"no such field"}"#)
        guard case .dealt(1, let refused, _) = try await Self.cause(answer) else {
            Issue.record("it is passed over")
            return
        }
        #expect(refused.map(\.cause.theirs) == ["no such field"])
        #expect(refused.map(\.item) == [0])
        #expect(refused.first?.payload.first == UInt8(ascii: "{"))
        // Of several the receiver does not say which.
        let server = try Self.server(answer)
        let several = try await Self.sink(server, batch: 9).deliver(Self.page([.made(1), .made(2)]), ReaderMemory())
        guard case .smaller = several else {
            Issue.record("the page is halved")
            return
        }
    }

    @Test func `A receiver that is gone is asked no more`() async throws {
        let server = try Self.server(.status(410))
        let sink = try Self.sink(server)
        for number in 1...3 as ClosedRange<Int64> {
            guard case .held(let cause) = await sink.deliver(await Self.page([.made(number)]), ReaderMemory()) else {
                Issue.record("it stops")
                return
            }
            #expect(
                "\(cause)"
                    == "the receiver is gone for good (410) and is told no more. Remove the sink, or start Earshot "
                    + "again once it is back"
            )
        }
        #expect(server.requests.count == 1)
    }

    @Test func `The secret is struck out of what is answered`() async throws {
        guard case .later(let cause, _) = try await Self.cause(.status(500, body: "you know s3cr+t")) else {
            Issue.record("it is tried again")
            return
        }
        #expect(cause.expanded == "the receiver failed (500): you know …")
    }

    @Test func `It begins now, and takes back by what it noted`() throws {
        let reader = try Self.sink(try Self.server()).reader
        #expect(reader.start == .now && reader.removal == .byMemory)
        #expect(reader.reads == [.removals, .signals])
    }
}
