import Feeds
import Foundation
import Language
import Pipeline
import Signals
import Store
import TestSupport
import Testing

/// Recorded posts in any shape of JSON, told by content.
struct ReplayShapeTests {
    private let fixture: ReplayFixture

    init() throws {
        fixture = try ReplayFixture()
    }

    private func replay(
        _ text: String,
        keepsAll: Bool = false,
        batchLines: Int = 4096,
        again: Bool = false
    ) async throws -> Replay.Summary {
        try await fixture.replay(text: text, keepsAll: keepsAll) {
            $0.options.format = .auto
            $0.limits.lines = batchLines
            $0.resumes = !again
        }
    }

    private static let posts = (1...7).map { ReplayFixture.post($0) }

    @Test(
        "posts are heard in every shape, and heard once",
        arguments: [
            posts.joined(separator: "\n"), posts.joined(separator: "\r\n\r\n") + "\r\n",
            posts.map { "\($0.utf8.count)\r\n\($0)" }.joined(separator: "\r\n"), "[\(posts.joined(separator: ","))]",
            "[\n  \(posts.joined(separator: ",\n  "))\n]\n",
            "{\"statuses\":[\(posts.joined(separator: ","))],\"search_metadata\":{\"count\":7}}",
            "{\"requestParameters\":{},\"results\":[\(posts.joined(separator: ","))]}\n",
            "{\n  \"search_metadata\": {},\n  \"statuses\": [\n\(posts.joined(separator: ",\n"))\n]\n}",
            "window.YTD.tweets.part0 = [\n\(posts.map { "{ \"tweet\" : \($0.replacingOccurrences(of: "\"time\"", with: "\"created_at\"")) }" }.joined(separator: ",\n"))\n]",
        ]
    )
    func shapes(text: String) async throws {
        #expect(try await replay(text).counts == [7, 7, 0, 0, 0, 0])
        #expect(try await fixture.ids() == (1...7).map(String.init))
        #expect(try await replay(text).counts == [0, 0, 0, 0, 0, 7])
        #expect(try await replay(text, again: true).counts == [7, 0, 7, 0, 0, 0])
    }

    /// An array over many lines, with an element that cannot be read.
    private static let array =
        "[\n"
        + (0..<50).map { $0 == 20 ? "  { \"id\" : \"20\" }" : "  \(ReplayFixture.post($0))" }.joined(separator: ",\n")
        + "\n]\n"

    @Test("a run that ends anywhere goes on with the next element", arguments: [1, 7, 4096])
    func resumes(batchLines: Int) async throws {
        for stop in [1, 13, 21, 37] {
            let fixture = try ReplayFixture()
            let rules = try JudgingRules(topics: [Topic(name: "devops")])
            var heard = 0
            do {
                let store = try Store.open(fixture.path, purpose: "a test")
                let made = try await store.prepare(for: rules)
                let reader = BlockReader(
                    .memory(bytes: Array(Self.array.utf8), name: "posts"),
                    options: LineOptions(format: .auto),
                    blockLines: batchLines
                )
                _ = try reader.identify()
                let builder = BatchBuilder(rules: rules, generation: made.generation) { .now }
                while heard < stop, let packet = try reader.next() {
                    builder.add(packet)
                    let batch = builder.take()
                    heard += batch.heard
                    _ = try await store.keep(batch)
                }
            }
            let rest = try await fixture.replay(text: Self.array) { $0.options.format = .auto }
            #expect(rest.resumed == heard)
            #expect(rest.heard == 50 - heard)
            #expect(try await fixture.ids() == (0..<50).filter { $0 != 20 }.map(String.init))
            let letters = try await Store.read(fixture.path).deadLetters(limit: 10)
            #expect(letters.map { String(decoding: $0.letter.payload, as: UTF8.self) } == ["{ \"id\" : \"20\" }"])
        }
    }

    @Test("a dead element says where it stands, and is read again when it can be")
    func deadElement() async throws {
        #expect(try await replay(Self.array).counts == [50, 49, 0, 0, 1, 0])
        let letter = try #require(try await Store.read(fixture.path).deadLetters(limit: 2).first).letter
        guard case .feed(_, "posts", let offset) = letter.origin else {
            Issue.record("the letter does not say where it is from")
            return
        }
        #expect(Array(Self.array.utf8)[Int(offset)...].starts(with: letter.payload))
        #expect(letter.reason == "there is no text; a post needs at least {\"text\":…}")
    }

    @Test("an array that was cut off is heard up to there, and its end when it is whole")
    func cutArray() async throws {
        let cut = String(Self.array.prefix(Self.array.count / 2))
        let first = try await replay(cut)
        #expect(first.dead == 2)
        let second = try await replay(Self.array)
        #expect(first.kept + second.kept == 49)
        #expect(try await fixture.ids().count == 49)
    }

    @Test("a dead post of a page is one of many")
    func deadInPage() async throws {
        let page = #"{"statuses":[\#(ReplayFixture.post(1)),{"id":"2"},7,\#(ReplayFixture.post(3))]}"#
        let text = "\(page)\n\(ReplayFixture.post(4))\n"
        #expect(try await replay(text).counts == [5, 3, 0, 0, 2, 0])
        let letters = try await Store.read(fixture.path).deadLetters(limit: 10)
        for letter in letters {
            guard case .feed(_, _, let offset) = letter.letter.origin else { continue }
            #expect(Array(text.utf8)[Int(offset)...].starts(with: letter.letter.payload))
        }
        #expect(letters.map { String(decoding: $0.letter.payload, as: UTF8.self) } == [#"{"id":"2"}"#, "7"])
    }

    @Test("notices are heard, counted and no dead letters")
    func notices() async throws {
        let text = """
            {"friends":[1]}
            {"limit":{"track":5}}
            \(ReplayFixture.post(1))
            {"limit":{"track":12}}
            {"limit":{"track":3}}
            {"warning":{"code":"FALLING_BEHIND"}}
            """
        let summary = try await replay(text)
        #expect(summary.counts == [6, 1, 0, 5, 0, 0])
        #expect(summary.notices == 5)
        // Twelve up to a new connection, three after it.
        #expect(summary.undelivered == 15)
        #expect(try await replay(ReplayFixture.post(2)).undelivered == nil)
    }

    @Test("of a stream that goes on, only what was left out since is counted")
    func undeliveredLater() async throws {
        let text = "\(ReplayFixture.post(1))\n{\"limit\":{\"track\":5}}\n"
        #expect(try await replay(text).undelivered == 5)
        let grown = text + "{\"limit\":{\"track\":8}}\n{\"limit\":{\"track\":9}}\n"
        // What the first run heard is not known any more: the count goes on from the first notice of this run.
        #expect(try await replay(grown).undelivered == 1)
    }

    @Test("what a stream takes back is handed to the store")
    func withdrawn() throws {
        let rules = try JudgingRules(topics: [Topic(name: "devops")])
        let text = #"{"delete":{"status":{"id_str":"7"}}}"# + "\n" + #"{"data":{"delete":{"tweet":{"id":"8"}}}}"#
        let reader = BlockReader(.memory(bytes: Array(text.utf8), name: "a test"))
        try reader.open()
        let builder = BatchBuilder(rules: rules) { .now }
        while let packet = try reader.next() { builder.add(packet) }
        let batch = builder.take()
        #expect(batch.withdrawn.map(\.qualified) == ["x:7", "x:8"])
        #expect((batch.heard, batch.deadLetters.count) == (2, 0))
    }
}
