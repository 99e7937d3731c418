import Feeds
import Signals

/// A post with strings of its own, so that it outlives the line it was read from.
struct ParsedPost: Hashable {
    var id: String?
    var source: String?
    var author: String?
    var authorID: String?
    var title: String?
    var time: Timestamp?
    var text = ""
    var url: String?
    var links: [String] = []
    var venue: String?
    var language: String?
    var parent: String?
    var quoted: String?
    var thread: String?
    var facts = Facts()
    var editedAt: Timestamp?
    var reach: Int64?
    var parentAuthor: String?
    var kind = Signal.Kind.post
    var raw: String?
    var engagement = Engagement()
    var hasOtherKeys = false

    init(text: String) {
        self.text = text
    }

    init(_ view: PostView) {
        func string(_ bytes: UnsafeRawBufferPointer?) -> String? { bytes.map { String(decoding: $0, as: UTF8.self) } }
        id = string(view.id)
        source = string(view.source)
        author = string(view.author)
        authorID = string(view.authorID)
        time = view.time
        text = String(decoding: view.text, as: UTF8.self)
        url = string(view.url)
        reach = view.reach
        language = string(view.language)
        parent = string(view.parent)
        parentAuthor = string(view.parentAuthor)
        kind = view.kind
        raw = string(view.raw)
        engagement = view.engagement
        hasOtherKeys = view.hasOtherKeys
        guard let extras = view.extras?.pointee else { return }
        title = string(extras.title)
        links = extras.links.map { String(decoding: $0, as: UTF8.self) }
        (venue, quoted, thread) = (string(extras.venue), string(extras.quoted), string(extras.thread))
        editedAt = extras.editedAt
        facts = Facts(
            state: string(extras.facts.state),
            durationMilliseconds: extras.facts.durationMilliseconds,
            branch: string(extras.facts.branch),
            severity: string(extras.facts.severity),
            number: extras.facts.number
        )
    }

    /// Reads a line as a reader hands it over: the bytes, and behind them whatever comes next.
    static func read(
        _ line: some Sequence<UInt8>,
        format: PostFormat = .ndjson,
        followedBy next: UInt8 = 0,
        with parser: PostParser = PostParser()
    ) -> ParsedReading {
        let bytes = Array(line)
        let padded = bytes + [UInt8](repeating: next, count: PostParser.padding)
        return padded.withUnsafeBytes { buffer in
            ParsedReading(parser.read(UnsafeRawBufferPointer(rebasing: buffer[..<bytes.count]), format: format))
        }
    }

    static func read(_ line: String, format: PostFormat = .ndjson) -> ParsedReading {
        read(line.utf8, format: format)
    }

    /// The names of the fields that differ, byte for byte: `==` of strings would let accents be written either way.
    func differences(from other: ParsedPost) -> [String] {
        let (mine, theirs) = (fields, other.fields)
        return mine.indices.compactMap { index in
            let (name, value) = mine[index]
            let counterpart = theirs[index].value
            let isSame = value.map { Array($0.utf8) } == counterpart.map { Array($0.utf8) }
            return isSame ? nil : "\(name): \(value ?? "nil") instead of \(counterpart ?? "nil")"
        }
    }

    private var fields: [(name: String, value: String?)] {
        [
            ("id", id), ("source", source), ("author", author), ("authorID", authorID), ("reach", reach?.description),
            ("time", time?.description), ("text", text),
            ("url", url),
            ("language", language), ("parent", parent), ("parentAuthor", parentAuthor), ("kind", kind.name),
            ("raw", raw),
            ("likes", engagement.likes?.description), ("reposts", engagement.reposts?.description),
            ("replies", engagement.replies?.description), ("hasOtherKeys", hasOtherKeys.description),
        ]
    }
}
