import Feeds
import Signals
import Testing

struct SignalMakerTests {
    private static let heard = Timestamp(seconds: 1_600_000_000)

    private func signal(
        _ line: String,
        at offset: Int64 = 0,
        after digest: UInt64 = 1,
        keepRaw: Bool = false
    ) throws -> Signal {
        let bytes = Array(line.utf8)
        let parser = PostParser()
        return try (bytes + [UInt8](repeating: 0, count: PostParser.padding)).withUnsafeBytes { buffer in
            let line = UnsafeRawBufferPointer(rebasing: buffer[..<bytes.count])
            guard case .post(let post) = parser.read(line, format: .auto) else { throw ParsedReading.NoPost() }
            return SignalMaker.signal(
                post,
                heard: Self.heard,
                position: StreamPosition(offset: offset, digest: digest),
                raw: line,
                keepRaw: keepRaw
            )
        }
    }

    @Test(
        "an id is the source's own, with or without the source before it",
        arguments: [
            (#""id":"7","source":"x""#, "x:7"), (#""id":7,"source":"x""#, "x:7"), (#""id":"x:7","source":"x""#, "x:7"),
            (#""id":"x:7","source":"rss""#, "rss:x:7"), (#""id":"7""#, "file:7"), (#""id":"file:7""#, "file:7"),
        ]
    )
    func identifiers(members: String, qualified: String) throws {
        #expect(try signal(#"{\#(members),"text":"a"}"#).id.qualified == qualified)
    }

    @Test("without id the same content has the same id, wherever it stands")
    func derivedIdentifiers() throws {
        let line = #"{"author":"ada","time":"2020-01-01T00:00:00Z","text":"hello"}"#
        let id = try signal(line).id
        #expect(id.qualified.hasPrefix("file:~"))
        #expect(try signal(line, at: 500, after: 2).id == id)
        #expect(try signal(#"{"text":"hello","time":"2020-01-01T01:00:00+01:00","author":"ada","likes":3}"#).id == id)
    }

    @Test("without id another author, time, text or source is another id")
    func differentContent() throws {
        let lines = [
            #"{"author":"ada","time":"2020-01-01T00:00:00Z","text":"hello"}"#,
            #"{"author":"bob","time":"2020-01-01T00:00:00Z","text":"hello"}"#,
            #"{"author":"ada","time":"2020-01-01T00:00:01Z","text":"hello"}"#,
            #"{"author":"ada","time":"2020-01-01T00:00:00Z","text":"hello!"}"#,
            #"{"source":"rss","author":"ada","time":"2020-01-01T00:00:00Z","text":"hello"}"#,
            #"{"time":"2020-01-01T00:00:00Z","text":"adahello"}"#,
        ]
        #expect(Set(try lines.map { try signal($0).id }).count == lines.count)
    }

    @Test("without id and time two equal lines are two signals, and a line heard again is one")
    func positionalIdentifiers() throws {
        let line = #"{"text":"hello"}"#
        let first = try signal(line, at: 0, after: 10)
        let second = try signal(line, at: 17, after: 20)
        #expect(first.id != second.id)
        #expect(try signal(line, at: 17, after: 20).id == second.id)
        #expect(first.time == Self.heard)
    }

    @Test("an X id tells the millisecond where it agrees with the second stated")
    func snowflakes() throws {
        func time(_ stated: String, id: String = "902518307445772288", source: String = "x") throws -> Int64 {
            try signal(#"{"id":"\#(id)","source":"\#(source)","time":"\#(stated)","text":"a"}"#).time.milliseconds
        }
        let exact: Int64 = 1_504_012_107_131
        let second: Int64 = 1_504_012_107_000
        #expect(try time("2017-08-29T13:08:27Z") == exact)
        #expect(try time("2017-08-29T13:08:29Z") == exact)
        #expect(try time("2017-08-29T13:08:25.132Z") == exact)
        #expect(try time("2017-08-29T13:08:25.131Z") == exact - 2000)
        #expect(try time("2017-08-29T13:08:30Z") == second + 3000)
        #expect(try time("2017-08-29T14:08:27Z") == second + 3_600_000)
        #expect(try time("2017-08-29T13:08:27Z", source: "mastodon") == second)
        #expect(try time("2017-08-29T13:08:27Z", id: "12345") == second)
        #expect(try signal(#"{"id":"902518307445772288","source":"x","text":"a"}"#).time.milliseconds == exact)
        #expect(try signal(#"{"id":"20","source":"x","text":"a"}"#).time == Self.heard)
    }

    @Test("a line is kept where it says more than the format, or when asked for")
    func rawLines() throws {
        #expect(try signal(#"{"id":"1","text":"a"}"#).raw == nil)
        let line = #"{"id":"1","text":"a","stream":"s"}"#
        #expect(try signal(line).raw == Array(line.utf8))
        #expect(try signal(#"{"id":"1","text":"a"}"#, keepRaw: true).raw == Array(#"{"id":"1","text":"a"}"#.utf8))
        #expect(try signal(#"{"id":"1","text":"a","raw":"before"}"#, keepRaw: true).raw == Array("before".utf8))
    }

    @Test("no NUL gets into a signal: the store's texts would end at it")
    func noNUL() throws {
        let signal = try signal(
            #"{"id":"1\u00002","author":"a\u0000b","text":"one\u0000two","url":"u\u0000","lang":"e\u0000","parent":"\u0000"}"#
        )
        #expect(signal.id.native == "1\u{FFFD}2")
        #expect(signal.author == "a\u{FFFD}b")
        #expect(signal.text == "one\u{FFFD}two")
        #expect((signal.url, signal.language, signal.parent) == ("u\u{FFFD}", "e\u{FFFD}", "\u{FFFD}"))
    }
}
