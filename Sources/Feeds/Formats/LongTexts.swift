package import Signals

/// The whole texts of long posts, which a data archive of X holds in a file of their own, `note-tweet.js`.
package struct LongTexts: Sendable {
    /// No more bytes of text than this are held; posts beyond keep what they say themselves.
    private static let limit = 64 << 20
    /// How a file of notes begins.
    private static let heading = Array("window.YTD.note_tweet".utf8)

    private var bytes: [UInt8] = []
    private var places: [String: Range<Int>] = [:]
    /// The source of the notes, which is one.
    private var source: [UInt8] = []
    /// Which of the sources are files of notes.
    package private(set) var files: Set<Int> = []

    /// Looks for files of notes and reads them; standard input is none.
    ///
    /// A fault in a file is left to whoever hears it.
    package init(among sources: [StreamSource]) {
        for (index, source) in sources.enumerated() where source.isRepeatable {
            guard let reader = try? Self.reader(source) else { continue }
            files.insert(index)
            try? read(reader)
        }
    }

    package var isEmpty: Bool { places.isEmpty }

    private static func reader(_ source: StreamSource) throws(StreamError) -> LineReader? {
        let reader = LineReader(try source.open())
        try reader.settleShape()
        return try reader.head().starts(with: heading) ? reader : nil
    }

    private mutating func read(_ reader: LineReader) throws(StreamError) {
        let parser = PostParser()
        var skipped = StableHash()
        while true {
            switch try reader.next(skipped: &skipped) {
            case .block(let block):
                var walk = LineWalk(block)
                while let line = walk.line() {
                    if case .post(let note) = parser.read(line.bytes, format: .ndjson) { add(note) }
                }
            case .oversized: continue
            case .end: return
            }
        }
    }

    private mutating func add(_ note: PostView) {
        guard let id = note.id, bytes.count + note.text.count <= Self.limit else { return }
        places[String(decoding: id, as: UTF8.self)] = bytes.count..<bytes.count + note.text.count
        bytes.append(contentsOf: note.text)
        source = note.source.map { Array($0) } ?? []
    }

    /// Calls `body` with the post, its text the whole one where there is a longer one.
    package func completed<Result>(_ post: PostView, _ body: (PostView) -> Result) -> Result {
        guard let id = post.id, let source = post.source, source.elementsEqual(self.source),
            let place = places[String(decoding: id, as: UTF8.self)], place.count > post.text.count
        else { return body(post) }
        return bytes.withUnsafeBytes { bytes in
            var post = post
            post.text = UnsafeRawBufferPointer(rebasing: bytes[place])
            return body(post)
        }
    }
}
