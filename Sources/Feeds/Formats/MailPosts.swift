import Mail
import Signals

/// Reads mails as posts; the views point into its memory, until the next one.
final class MailPosts {
    private static let source: StaticString = "mail"

    private let reader = MailReader()
    private var entries: [MailMessage] = []
    /// The bytes of the digest that was read last.
    private(set) var digest = UnsafeRawBufferPointer(start: nil, count: 0)
    private var memory = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 1)
    private var used = 0
    private let extras = UnsafeMutablePointer<PostExtras>.allocate(capacity: 1)
    private var links = UnsafeMutableBufferPointer<UnsafeRawBufferPointer>.allocate(capacity: 16)

    init() {
        extras.initialize(to: PostExtras())
    }

    deinit {
        memory.deallocate()
        extras.deallocate()
        links.deallocate()
    }

    /// Reads one mail, which stays borrowed while entries of a digest are asked for.
    func read(_ bytes: UnsafeRawBufferPointer) -> Reading {
        do throws(MailError) {
            switch try reader.read(bytes) {
            case .message(let message): return .post(view(of: message))
            case .digest(let messages):
                (entries, digest) = (messages, bytes)
                return .page(count: messages.count)
            case .unkept: return .notice(Notice(kind: "no-archive"))
            }
        } catch {
            return .dead(.mail(error))
        }
    }

    /// An entry of the digest that was read last.
    func entry(_ index: Int) -> PostView { view(of: entries[index]) }

    // MARK: Views

    private func view(of message: MailMessage) -> PostView {
        makeRoom(for: message)
        // A mail without a text says what its subject says.
        let title = message.text.isEmpty ? nil : message.subject.map { store($0) }
        // Behind the title, so that the two are one text as well.
        if title != nil { _ = store("\n") }
        let text = store(message.text.isEmpty ? message.subject ?? "" : message.text)
        var view = PostView(text: text)
        view.source = UnsafeRawBufferPointer(start: Self.source.utf8Start, count: Self.source.utf8CodeUnitCount)
        if let title {
            view.titledText = UnsafeRawBufferPointer(start: title.baseAddress, count: title.count + 1 + text.count)
        }
        view.id = message.id.map { store($0) }
        view.author = message.author.map { store($0) }
        view.authorID = message.author.map { store($0.lowercased()) }
        view.url = message.url.map { store($0) }
        view.parent = message.parent.map { store($0) }
        view.kind = message.parent == nil ? .post : .reply
        view.time = message.time
        view.raw = message.raw.map { store($0) }
        settleExtras(of: message, title)
        view.extras = UnsafePointer(extras)
        return view
    }

    private func settleExtras(of message: MailMessage, _ title: UnsafeRawBufferPointer?) {
        var read = PostExtras()
        read.title = title
        read.venue = message.list.map { store($0) }
        read.thread = message.thread.map { store($0) }
        if message.links.count > links.count {
            links.deallocate()
            links = .allocate(capacity: message.links.count)
        }
        for (index, link) in message.links.enumerated() { links.initializeElement(at: index, to: store(link)) }
        read.links = UnsafeBufferPointer(rebasing: links[..<message.links.count])
        extras.pointee = read
    }

    /// Makes room for all texts of a message, so that none moves while a view points to it.
    private func makeRoom(for message: MailMessage) {
        let short = [
            message.id, message.author, message.author, message.url, message.parent, message.thread, message.list,
        ]
        var size = message.links.reduce(0) { $0 + $1.utf8.count }
        // Letters may need more bytes in lower case: at most three times as many.
        for text in short { size += (text?.utf8.count ?? 0) * 3 }
        size += (message.subject?.utf8.count ?? 0) * 2 + message.text.utf8.count + (message.raw?.utf8.count ?? 0) + 64
        used = 0
        guard size > memory.count else { return }
        memory.deallocate()
        memory = .allocate(byteCount: size * 2, alignment: 1)
    }

    private func store(_ text: String) -> UnsafeRawBufferPointer {
        var text = text
        return text.withUTF8 { bytes in
            let room = UnsafeMutableRawBufferPointer(rebasing: memory[used..<used + bytes.count])
            room.copyMemory(from: UnsafeRawBufferPointer(bytes))
            used += bytes.count
            return UnsafeRawBufferPointer(room)
        }
    }
}
