package import Feeds
package import Signals
package import Store

/// Reads archives of one's own posts.
///
/// Everything in them that is no repost is taken for the owner's; likes are passed over.
package struct OwnArchive: ~Copyable {
    /// A post, what it shares, quotes or answers where that is known, and what became of it.
    package struct Entry: Sendable {
        package var post: ImportedPost
        package var parent: SignalID?
        package var engagement: Engagement
    }

    /// What was in a file.
    package struct Counts: Hashable, Sendable {
        package var posts = 0
        package var reshares = 0
        /// Likes, and messages that are no post.
        package var others = 0
        package var unreadable = 0

        package init() {}
    }

    /// So many entries are handed over at a time.
    private static let batch = 1000

    private let reader: LineReader
    private let parser = PostParser()
    private var walk = LineWalk(.empty(at: 0))
    private var block = LineReader.Block.empty(at: 0)
    private var digest = StableHash()
    private var entries: [Entry] = []
    package private(set) var counts = Counts()

    /// - Throws: `StreamError`.
    package init(_ source: StreamSource) throws {
        let reader = LineReader(try source.open())
        try reader.settleShape()
        self.reader = reader
    }

    /// The next entries; empty at the end.
    ///
    /// - Throws: `StreamError`.
    package mutating func next() throws -> [Entry] {
        entries = []
        while entries.count < Self.batch {
            if let line = walk.line() {
                if !line.bytes.isEmpty { read(line.bytes) }
                continue
            }
            switch try reader.next(skipped: &digest) {
            case .block(let next):
                block = next
                walk = LineWalk(next)
            case .oversized: counts.unreadable += 1
            case .end: return entries
            }
        }
        return entries
    }

    private mutating func read(_ line: UnsafeRawBufferPointer) {
        let reading = parser.read(line, format: .ndjson)
        guard case .page(let count) = reading else { return take(reading, line) }
        for index in 0..<count { take(parser.readElement(index), parser.element(index)) }
    }

    private mutating func take(_ reading: Reading, _ line: UnsafeRawBufferPointer) {
        switch reading {
        case .post(let post): take(post, line)
        case .notice, .change: counts.others += 1
        case .page, .dead: counts.unreadable += 1
        }
    }

    private mutating func take(_ view: PostView, _ line: UnsafeRawBufferPointer) {
        guard !view.isLike else {
            counts.others += 1
            return
        }
        let unknown = Timestamp(milliseconds: .min)
        let place = StreamPosition(offset: 0, digest: 0)
        let signal = SignalMaker.signal(view, heard: unknown, position: place, raw: line, keepRaw: false)
        let isReshare = signal.kind == .repost
        if isReshare { counts.reshares += 1 } else { counts.posts += 1 }
        let author = view.parentAuthor.map { String(decoding: $0, as: UTF8.self) }
        let post = ImportedPost(
            id: signal.id,
            kind: isReshare ? .reshare : .own,
            author: isReshare && author != signal.author ? author : nil,
            time: signal.time == unknown ? nil : signal.time,
            text: signal.text,
            engagement: signal.engagement
        )
        let parent = signal.parent.map { SignalID(source: signal.id.source, id: $0) }
        entries.append(Entry(post: post, parent: parent, engagement: signal.engagement))
    }
}
