import CSimdJSON
import Foundation
package import Signals

/// Reads lines as posts: the neutral format; what X writes: API v1.1 and v2, activities and data archives; and mail.
///
/// One a thread.
package final class PostParser {
    /// Bytes that must be readable after every line.
    package static let padding = earshot_padding()

    private let parser: OpaquePointer
    /// Room for texts without their entities; views point into it.
    private var unescaped = UnsafeMutableRawBufferPointer.allocate(byteCount: 4096, alignment: 1)
    /// Room for titles put together with their texts; views point into it.
    private var titled = UnsafeMutableRawBufferPointer.allocate(byteCount: 4096, alignment: 1)
    /// The rare fields of the post in hand; its view points to them.
    private let extras = UnsafeMutablePointer<PostExtras>.allocate(capacity: 1)
    /// Reads mail; made for the first.
    private lazy var mail = MailPosts()
    /// True if the page that was read last is a digest of mails.
    private var isDigest = false
    /// The links of the post in hand; its view points into it.
    private var links = UnsafeMutableBufferPointer<UnsafeRawBufferPointer>.allocate(capacity: 16)

    package init() {
        guard let parser = earshot_parser_create() else { fatalError("out of memory") }
        self.parser = parser
        extras.initialize(to: PostExtras())
    }

    deinit {
        earshot_parser_destroy(parser)
        unescaped.deallocate()
        titled.deallocate()
        extras.deallocate()
        links.deallocate()
    }

    /// Reads one line, without its line end.
    ///
    /// `line` is followed by `padding` readable bytes, the first of them white space or NUL. The view borrows from it and
    /// from this parser until the next call.
    package func read(_ line: UnsafeRawBufferPointer, format: PostFormat) -> Reading {
        isDigest = false
        return format.read(self, line)
    }

    /// Reads a line that is a text.
    func readText(_ line: UnsafeRawBufferPointer) -> Reading {
        var index = 0
        while index < line.count {
            let length = UTF8Scalar.length(line, at: index)
            guard length > 0 else { return .dead(.notUTF8) }
            index += length
        }
        return .post(PostView(text: line))
    }

    /// Reads a line that is JSON, in any of the shapes.
    func readJSON(_ line: UnsafeRawBufferPointer) -> Reading {
        guard let start = line.bindMemory(to: CChar.self).baseAddress else { return .dead(.noText) }
        var post = earshot_post()
        var detail: UnsafePointer<CChar>?
        let status = earshot_parse_post(parser, start, line.count, &post, &detail)
        return reading(status, detail, post)
    }

    /// Reads a mail.
    func readMail(_ message: UnsafeRawBufferPointer) -> Reading {
        let reading = mail.read(message)
        if case .page = reading { isDigest = true }
        return reading
    }

    /// Returns whether a JSON line has no end yet; reads a copy, because the bytes behind the line may not be there.
    func isCutShort(_ line: UnsafeRawBufferPointer) -> Bool {
        let block = ByteBlock(copying: line)
        return block.withBytes { bytes in
            guard case .dead(.notJSON) = readJSON(bytes) else { return false }
            return true
        }
    }

    /// The bytes of an element of the page that was read last, in its line.
    package func element(_ index: Int) -> UnsafeRawBufferPointer {
        if isDigest { return mail.digest }
        let slice = earshot_page_element(parser, index)
        return UnsafeRawBufferPointer(start: slice.bytes, count: slice.length)
    }

    /// Reads an element of the page that was read last, with what the page says beside it.
    ///
    /// The line is still there. The view borrows like that of a line.
    package func readElement(_ index: Int) -> Reading {
        if isDigest { return .post(mail.entry(index)) }
        var post = earshot_post()
        var detail: UnsafePointer<CChar>?
        let status = earshot_parse_element(parser, index, &post, &detail)
        return reading(status, detail, post)
    }

    private func reading(
        _ status: earshot_status,
        _ detail: UnsafePointer<CChar>?,
        _ post: borrowing earshot_post
    ) -> Reading {
        switch status {
        case EARSHOT_POST_OK: return reading(of: post, text: post.text.buffer)
        case EARSHOT_POST_PAGE: return .page(count: earshot_page_count(parser))
        case EARSHOT_POST_CONTROL: return Self.message(Self.string(detail), post)
        case EARSHOT_POST_NO_TEXT: return post.is_native ? .dead(.noText) : reading(of: post, text: nil)
        case EARSHOT_POST_NOT_AN_OBJECT: return .dead(.notAnObject)
        case EARSHOT_POST_WRONG_TYPE: return .dead(.wrongType(field: Self.string(detail)))
        case EARSHOT_POST_PROBLEM: return .dead(.problem(name: Self.string(detail)))
        case EARSHOT_POST_NOT_A_POST: return .dead(.notAPost)
        case EARSHOT_POST_TRAILING: return .dead(.trailing)
        default: return .dead(.notJSON(Self.string(detail)))
        }
    }

    private static func string(_ detail: UnsafePointer<CChar>?) -> String {
        detail.map { String(cString: $0) } ?? "unknown"
    }

    /// A message of a stream that is no post: a change where it takes one back.
    private static func message(_ kind: String, _ post: borrowing earshot_post) -> Reading {
        guard let id = post.withdrawn.nonEmpty, let source = post.source.nonEmpty else {
            return .notice(Notice(kind: kind, undelivered: post.undelivered.known))
        }
        let (name, native) = (String(decoding: source, as: UTF8.self), String(decoding: id, as: UTF8.self))
        return .change(.withdrawn(SignalID(source: name, id: native)))
    }

    /// `text`: nil if the post has none, which is fine for some kinds.
    private func reading(of post: borrowing earshot_post, text: UnsafeRawBufferPointer?) -> Reading {
        var view = PostView(text: text ?? UnsafeRawBufferPointer(start: nil, count: 0))
        if let kind = post.kind.nonEmpty {
            guard let known = SignalKind(utf8: kind) else { return .dead(.unknownKind) }
            view.kind = known
        }
        if text == nil, view.kind.traits.needsText { return .dead(.noText) }
        view.id = post.id.nonEmpty
        view.source = post.source.nonEmpty
        view.author = post.author.nonEmpty
        view.authorID = post.author_id.nonEmpty
        view.url = post.url.nonEmpty
        view.language = post.lang.nonEmpty
        view.parent = post.parent.nonEmpty
        view.parentAuthor = post.parent_author.nonEmpty
        view.isLike = post.is_like
        view.engagement = Engagement(likes: post.likes.known, reposts: post.reposts.known, replies: post.replies.known)
        view.reach = post.reach.known
        do throws(PostError) {
            view.time = try Self.time(of: post)
            if post.is_native { settleNative(&view) } else { try settleNeutral(&view, post) }
        } catch {
            return .dead(error)
        }
        return .post(view)
    }

    /// Undoes what the source's own format does to texts.
    private func settleNative(_ view: inout PostView) {
        guard let source = view.source, SourceTraits.of(utf8: source).writesEntities else { return }
        view.text = withoutEntities(view.text)
    }

    /// Takes what only the neutral format states.
    private func settleNeutral(_ view: inout PostView, _ post: borrowing earshot_post) throws(PostError) {
        if let source = view.source, !Self.isSource(source) { throw .badSource }
        view.raw = post.raw.nonEmpty
        view.hasOtherKeys = post.has_other_keys
        if let stated = post.extras { try settleExtras(&view, stated.pointee) }
    }

    private func settleExtras(_ view: inout PostView, _ stated: earshot_extras) throws(PostError) {
        var read = PostExtras()
        read.venue = stated.venue.nonEmpty
        read.quoted = stated.quoted.nonEmpty
        read.thread = stated.thread.nonEmpty
        read.facts = stated.facts.view
        if let state = read.facts.state, !view.kind.has(state: state) { throw .unknownState(view.kind) }
        read.editedAt = try Self.editTime(of: stated)
        read.links = taken(UnsafeBufferPointer(start: stated.links, count: stated.link_count))
        read.title = stated.title.nonEmpty
        extras.pointee = read
        view.extras = UnsafePointer(extras)
        if let title = read.title { view.titledText = titledText(title, view.text) }
    }

    private func taken(_ slices: UnsafeBufferPointer<earshot_slice>) -> UnsafeBufferPointer<UnsafeRawBufferPointer> {
        if slices.count > links.count {
            links.deallocate()
            links = .allocate(capacity: slices.count * 2)
        }
        for (index, slice) in slices.enumerated() {
            links.initializeElement(at: index, to: UnsafeRawBufferPointer(start: slice.bytes, count: slice.length))
        }
        return UnsafeBufferPointer(rebasing: links[..<slices.count])
    }

    private func titledText(_ title: UnsafeRawBufferPointer, _ text: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        let length = title.count + 1 + text.count
        Self.makeRoom(for: length, in: &titled)
        titled.copyMemory(from: title)
        titled[title.count] = UInt8(ascii: "\n")
        UnsafeMutableRawBufferPointer(rebasing: titled[(title.count + 1)...]).copyMemory(from: text)
        return UnsafeRawBufferPointer(rebasing: titled[..<length])
    }

    private static func time(of post: borrowing earshot_post) throws(PostError) -> Timestamp? {
        if let milliseconds = post.timestamp_ms.nonEmpty, post.is_native,
            let value = Int64(String(decoding: milliseconds, as: UTF8.self)), value > 0, value < 9_000_000_000_000
        {
            return Timestamp(milliseconds: value)
        }
        guard let written = post.time.nonEmpty else { return nil }
        let time =
            post.is_native ? Timestamp(rubyDate: written) ?? Timestamp(iso8601: written) : Timestamp(iso8601: written)
        guard let time else { throw .badTime }
        return time
    }

    private static func editTime(of post: earshot_extras) throws(PostError) -> Timestamp? {
        guard let written = post.edited_at.nonEmpty else { return nil }
        guard let time = Timestamp(iso8601: written) else { throw .badEditTime }
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

    /// The text with `&`, `<` and `>` where it has their HTML entities.
    private func withoutEntities(_ text: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        guard let start = text.baseAddress, memchr(start, 0x26, text.count) != nil else { return text }
        Self.makeRoom(for: text.count, in: &unescaped)
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

    private static func makeRoom(for length: Int, in buffer: inout UnsafeMutableRawBufferPointer) {
        guard length > buffer.count else { return }
        buffer.deallocate()
        buffer = .allocate(byteCount: length * 2, alignment: 1)
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

extension earshot_facts {
    fileprivate var view: FactsView {
        var view = FactsView()
        view.state = state.nonEmpty
        view.branch = branch.nonEmpty
        view.severity = severity.nonEmpty
        view.durationMilliseconds = duration_ms.known
        view.number = number.known
        return view
    }
}

extension SignalKind {
    fileprivate func has(state: UnsafeRawBufferPointer) -> Bool {
        traits.states.contains { $0.utf8.elementsEqual(state) }
    }
}

extension Int64 {
    /// nil where the input does not state the count.
    ///
    /// `INT64_MIN` stands for that across the C border.
    fileprivate var known: Int64? { self == .min ? nil : self }
}
