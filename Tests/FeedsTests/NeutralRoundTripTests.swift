import Feeds
import Language
import Signals
import Testing

/// Any signal that is written as a line of the neutral format is read back equal.
struct NeutralRoundTripTests {
    private static let words = [
        "swift", "a b", "\"quoted\"", "back\\slash", "line\nend", "tab\t", "é", "e\u{301}", "😀", "日本", "\u{1B}[31m",
        "\u{2028}", "\u{85}", "&amp;", "<b>", "{}", "https://a.example/?q=1#f", "~", "null", "\u{FFFD}",
    ]

    private var heard: Timestamp { Timestamp(seconds: 1) }

    @Test func `a signal comes back as it was`() throws {
        var random = SplitMix(state: 13)
        let parser = PostParser()
        for _ in 0..<4000 {
            let signal = Self.signal(&random)
            var writer = JSONWriter()
            writer.appendLine(of: signal)
            let line = Array(writer.bytes.dropLast())
            let back = try read(line, with: parser)
            if back != signal { Issue.record("\(signal) came back as \(back)") }
        }
    }

    @Test func `a signal with one field alone comes back as it was, whichever it is`() throws {
        let parser = PostParser()
        for field in 0..<Self.fields.count {
            var random = SplitMix(state: 4)
            var signal = Signal(id: SignalID(source: "file", id: "1"), time: Timestamp(seconds: 7), text: "a")
            Self.fields[field](&signal, &random)
            var writer = JSONWriter()
            writer.appendLine(of: signal)
            #expect(try read(Array(writer.bytes.dropLast()), with: parser) == signal)
        }
    }

    private func read(_ line: [UInt8], with parser: PostParser) throws -> Signal {
        try (line + [UInt8](repeating: 10, count: PostParser.padding)).withUnsafeBytes { bytes in
            let line = UnsafeRawBufferPointer(rebasing: bytes[..<line.count])
            let reading = parser.read(line, format: .ndjson)
            guard case .post(let post) = reading else {
                Issue.record("\(reading.refusal ?? ""): \(String(decoding: line, as: UTF8.self))")
                throw ParsedReading.NoPost()
            }
            let place = StreamPosition(offset: 0, digest: 0)
            return SignalMaker.signal(post, heard: heard, position: place, raw: line, keepRaw: false)
        }
    }

    // MARK: Signals at random

    private static func signal(_ random: inout SplitMix) -> Signal {
        let source = ["file", "bluesky", "mastodon", "github", "a_b-1"].randomElement(using: &random) ?? "file"
        var signal = Signal(
            id: SignalID(source: source, id: text(&random)),
            kind: Signal.Kind.allCases.randomElement(using: &random) ?? .post,
            time: time(&random),
            text: Bool.random(using: &random) ? text(&random) : ""
        )
        for field in fields where Bool.random(using: &random) { field(&signal, &random) }
        return signal
    }

    private static let fields: [@Sendable (inout Signal, inout SplitMix) -> Void] = [
        { $0.author = text(&$1) }, { $0.authorID = text(&$1) }, { $0.title = text(&$1) }, { $0.language = text(&$1) },
        { $0.url = text(&$1) }, { $0.venue = text(&$1) }, { $0.parent = text(&$1) }, { $0.quoted = text(&$1) },
        { $0.thread = text(&$1) }, { $0.reach = count(&$1) }, { $0.editedAt = time(&$1) },
        { $0.engagement.likes = count(&$1) }, { $0.engagement.reposts = count(&$1) },
        { $0.engagement.replies = count(&$1) }, { $0.raw = Array(text(&$1).utf8) },
        { signal, random in
            signal.links = (0...Int.random(in: 0..<40, using: &random)).map { _ in text(&random) }
        },
        { $0.facts.state = $0.kind.traits.states.randomElement(using: &$1) },
        { $0.facts.durationMilliseconds = Int64.random(in: -9...Int64.max, using: &$1) },
        { $0.facts.branch = text(&$1) }, { $0.facts.severity = text(&$1) }, { $0.facts.number = count(&$1) },
    ]

    private static func text(_ random: inout SplitMix) -> String {
        (0...Int.random(in: 0..<4, using: &random)).map { _ in words.randomElement(using: &random) ?? "" }.joined()
    }

    private static func count(_ random: inout SplitMix) -> Int64 {
        [0, 1, 7, Int64.max, Int64.random(in: 0...1_000_000, using: &random)].randomElement(using: &random) ?? 0
    }

    private static func time(_ random: inout SplitMix) -> Timestamp {
        Timestamp(milliseconds: Int64.random(in: -9_000_000_000_000...9_000_000_000_000, using: &random))
    }
}
