import CSimdJSON
package import Signals

/// Reads lines as posts: the neutral format, and what X writes: API v1.1 and v2, activities and data archives.
///
/// One a thread.
package final class PostParser {
    /// Bytes that must be readable after every line.
    package static let padding = earshot_padding()

    /// What a line may be.
    package enum Format: String, Sendable, CaseIterable {
        /// A JSON post where the line starts with `{`, otherwise the line is the text.
        ///
        /// A recorded stream is JSON, in lines or any other shape: see `StreamShape`.
        case auto
        /// JSON only, a post or page a line.
        case ndjson
        /// Every line is a text.
        case text
    }

    private let parser: OpaquePointer
    /// Where texts are written without their entities; views point into it.
    private var unescaped = UnsafeMutableRawBufferPointer.allocate(byteCount: 4096, alignment: 1)

    package init() {
        guard let parser = earshot_parser_create() else { fatalError("out of memory") }
        self.parser = parser
    }

    deinit {
        earshot_parser_destroy(parser)
        unescaped.deallocate()
    }

    /// Reads one line, without its line end.
    ///
    /// `line` is followed by `padding` readable bytes, the first of them white space or NUL. The view borrows from it and
    /// from this parser until the next call.
    ///
    /// - Throws: `PostError` when it is no post.
    package func parse(_ line: UnsafeRawBufferPointer, format: Format) throws(PostError) -> PostView {
        switch format {
        case .ndjson: return try parseJSON(line)
        case .text: return try parseText(line)
        case .auto:
            let first = line.first { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") }
            return first == UInt8(ascii: "{") ? try parseJSON(line) : try parseText(line)
        }
    }

    private func parseText(_ line: UnsafeRawBufferPointer) throws(PostError) -> PostView {
        var index = 0
        while index < line.count {
            let length = UTF8Scalar.length(line, at: index)
            guard length > 0 else { throw .notUTF8 }
            index += length
        }
        return PostView(text: line)
    }

    private func parseJSON(_ line: UnsafeRawBufferPointer) throws(PostError) -> PostView {
        guard let start = line.bindMemory(to: CChar.self).baseAddress else { throw .noText }
        var post = earshot_post()
        var detail: UnsafePointer<CChar>?
        let status = earshot_parse_post(parser, start, line.count, &post, &detail)
        guard status == EARSHOT_POST_OK else {
            throw status == EARSHOT_POST_PAGE
                ? .page(count: earshot_page_count(parser)) : Self.error(status, detail, post)
        }
        return try view(of: post)
    }

    /// Whether a JSON line has no end yet; a copy is read, because the bytes behind it may not be there.
    func isCutShort(_ line: UnsafeRawBufferPointer) -> Bool {
        let block = ByteBlock(copying: line)
        return block.withBytes { bytes in
            do throws(PostError) {
                _ = try parse(bytes, format: .ndjson)
                return false
            } catch .notJSON {
                return true
            } catch {
                return false
            }
        }
    }

    /// The bytes of an element of the page that was read last, in its line.
    package func element(_ index: Int) -> UnsafeRawBufferPointer {
        let slice = earshot_page_element(parser, index)
        return UnsafeRawBufferPointer(start: slice.bytes, count: slice.length)
    }

    /// Reads an element of the page that was read last, with what the page says beside it.
    ///
    /// The line is still there. The view borrows like that of a line.
    package func parseElement(_ index: Int) throws(PostError) -> PostView {
        var post = earshot_post()
        var detail: UnsafePointer<CChar>?
        let status = earshot_parse_element(parser, index, &post, &detail)
        guard status == EARSHOT_POST_OK else { throw Self.error(status, detail, post) }
        return try view(of: post)
    }

    private static func error(
        _ status: earshot_status,
        _ detail: UnsafePointer<CChar>?,
        _ post: earshot_post
    ) -> PostError {
        let detail = detail.map { String(cString: $0) } ?? "unknown"
        return switch status {
        case EARSHOT_POST_NOT_AN_OBJECT: .notAnObject
        case EARSHOT_POST_NO_TEXT: .noText
        case EARSHOT_POST_WRONG_TYPE: .wrongType(field: detail)
        case EARSHOT_POST_CONTROL: .notice(notice(detail, post))
        case EARSHOT_POST_PROBLEM: .problem(name: detail)
        case EARSHOT_POST_NOT_A_POST: .notAPost
        case EARSHOT_POST_TRAILING: .trailing
        default: .notJSON(detail)
        }
    }

    private static func notice(_ kind: String, _ post: earshot_post) -> Notice {
        Notice(
            kind: kind,
            withdrawn: post.withdrawn.nonEmpty.map { String(decoding: $0, as: UTF8.self) },
            undelivered: post.undelivered.known
        )
    }

    private func view(of post: earshot_post) throws(PostError) -> PostView {
        guard let text = post.text.buffer else { throw .noText }
        let isX = post.shape == EARSHOT_SHAPE_X
        var view = PostView(text: isX ? withoutEntities(text) : text)
        view.id = post.id.nonEmpty
        view.source = post.source.nonEmpty
        view.author = post.author.nonEmpty
        view.url = post.url.nonEmpty
        view.language = post.lang.nonEmpty
        view.parent = post.parent.nonEmpty
        view.parentAuthor = post.parent_author.nonEmpty
        view.kind = post.relation.kind
        view.isLike = post.is_like
        view.raw = post.raw.nonEmpty
        view.engagement = Engagement(likes: post.likes.known, reposts: post.reposts.known, replies: post.replies.known)
        view.hasOtherKeys = post.has_other_keys
        if let source = view.source, !Self.isSource(source) { throw .badSource }
        view.time = try Self.time(of: post, isX: isX)
        return view
    }

    private static func time(of post: earshot_post, isX: Bool) throws(PostError) -> Timestamp? {
        if let milliseconds = post.timestamp_ms.nonEmpty, isX,
            let value = Int64(String(decoding: milliseconds, as: UTF8.self)), value > 0, value < 9_000_000_000_000
        {
            return Timestamp(milliseconds: value)
        }
        guard let written = post.time.nonEmpty else { return nil }
        let time = isX ? Timestamp(xStatus: written) ?? Timestamp(iso8601: written) : Timestamp(iso8601: written)
        guard let time else { throw .badTime }
        return time
    }

    /// Sources become tags, and tags come from closed lists.
    private static func isSource(_ name: UnsafeRawBufferPointer) -> Bool {
        name.count <= 32
            && name.allSatisfy {
                switch $0 {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"),
                    UInt8(ascii: "_"):
                    true
                default: false
                }
            }
    }

    /// X delivers `&`, `<` and `>` as HTML entities, and no others.
    private func withoutEntities(_ text: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        guard text.contains(UInt8(ascii: "&")) else { return text }
        makeRoom(for: text.count)
        var length = 0
        var index = 0
        while index < text.count {
            let entity =
                text[index] == UInt8(ascii: "&") ? Self.entity(UnsafeRawBufferPointer(rebasing: text[index...])) : nil
            unescaped[length] = entity?.byte ?? text[index]
            length += 1
            index += entity?.length ?? 1
        }
        return UnsafeRawBufferPointer(rebasing: unescaped[..<length])
    }

    private func makeRoom(for length: Int) {
        guard length > unescaped.count else { return }
        unescaped.deallocate()
        unescaped = .allocate(byteCount: length * 2, alignment: 1)
    }

    private static func entity(_ text: UnsafeRawBufferPointer) -> (byte: UInt8, length: Int)? {
        if text.starts(with: "&amp;".utf8) { return (UInt8(ascii: "&"), 5) }
        if text.starts(with: "&lt;".utf8) { return (UInt8(ascii: "<"), 4) }
        if text.starts(with: "&gt;".utf8) { return (UInt8(ascii: ">"), 4) }
        return nil
    }
}

extension earshot_slice {
    fileprivate var buffer: UnsafeRawBufferPointer? {
        bytes.map { UnsafeRawBufferPointer(start: $0, count: length) }
    }

    fileprivate var nonEmpty: UnsafeRawBufferPointer? {
        length > 0 ? buffer : nil
    }
}

extension earshot_relation {
    fileprivate var kind: Signal.Kind {
        switch self {
        case EARSHOT_RELATION_REPLY: .reply
        case EARSHOT_RELATION_REPOST: .repost
        case EARSHOT_RELATION_QUOTE: .quote
        default: .post
        }
    }
}

extension Int64 {
    /// nil where the input does not state the count.
    ///
    /// `INT64_MIN` stands for that across the C border.
    fileprivate var known: Int64? { self == .min ? nil : self }
}
