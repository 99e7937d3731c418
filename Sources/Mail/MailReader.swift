import Signals

/// Reads messages: RFC 5322 with MIME, and what is written in their place.
///
/// Memory is bounded by the message and about 4 MiB of its text. One a thread.
package final class MailReader {
    /// The part of a message that is read; attachments behind it are not even counted.
    package static let messageLimit = 4 << 20
    /// Characters of a subject that are kept.
    private static let subjectLimit = 1000

    /// A reading of bytes.
    package enum Reading {
        case message(MailMessage)
        /// The messages or entries that a digest is made of.
        case digest([MailMessage])
        /// A message whose author does not want it kept: `X-No-Archive: yes`.
        case unkept
    }

    private let charsets = CharsetDecoder()

    package init() {}

    /// Reads one message, with or without the line of an mbox file before it.
    package func read(_ bytes: UnsafeRawBufferPointer) throws(MailError) -> Reading {
        let bytes = bytes.part(0..<min(bytes.count, Self.messageLimit))
        let header = HeaderBlock(bytes, 0..<bytes.count)
        guard header.hasFields else { throw .noHeader }
        if optsOut(header) { return .unkept }
        let walker = PartWalker(bytes, header: header)
        var message = self.message(header)
        message.attachments = walker.attachments
        if !walker.digest.isEmpty {
            let entries = walker.digest.compactMap { entry(of: message, bytes.part($0)) }
            if !entries.isEmpty { return .digest(entries) }
        }
        takeText(of: walker, bytes, isMbox: header.separator != nil, into: &message)
        if let entries = GoogleAlert.entries(of: message) { return .digest(entries) }
        let entries = MailmanDigest.messages(of: message).compactMap { part in
            var part = part
            return part.withUTF8 { entry(of: message, UnsafeRawBufferPointer($0)) }
        }
        if !entries.isEmpty { return .digest(entries) }
        guard !message.text.isEmpty || message.subject != nil else { throw .noWords }
        return .message(message)
    }

    private func optsOut(_ header: HeaderBlock) -> Bool {
        header.value(.noArchive)?.withUnsafeBytes { $0.startsCaseless(with: "yes") } ?? false
    }

    // MARK: Header

    private func message(_ header: HeaderBlock) -> MailMessage {
        var message = MailMessage(text: "")
        message.id = MessageIDs.own(header.value(.messageID))
        message.author = (header.value(.from) ?? header.value(.sender)).flatMap(MailAddress.init)?.address
        message.time = time(header)
        let subject = header.value(.subject).map { value in
            String(value.withUnsafeBytes { EncodedWords.decode($0, charsets) }.prefix(Self.subjectLimit))
        }
        if let subject, !subject.utf8.allSatisfy(\.isSpace) { message.subject = subject }
        message.list = list(header)
        let answered = header.value(.inReplyTo).flatMap(MessageIDs.first)
        let references = header.value(.references)
        message.parent = answered ?? references.flatMap(MessageIDs.last)
        message.thread = references.flatMap(MessageIDs.first) ?? answered ?? message.id
        if let page = header.value(.archivedAt).flatMap(MessageIDs.own), page.hasPrefix("http") { message.url = page }
        return message
    }

    /// The time stated, else that at which the last relay took it, which stands behind a semicolon, else that of mbox.
    private func time(_ header: HeaderBlock) -> Timestamp? {
        if let time = header.value(.date).flatMap(MailDate.read) { return time }
        if let received = header.value(.received), let mark = received.lastIndex(of: UInt8(ascii: ";")),
            let time = MailDate.read(Array(received[(mark + 1)...]))
        {
            return time
        }
        return header.separatorLine.flatMap(MailDate.read)
    }

    /// `Name <id>` or the id; of old lists the address.
    private func list(_ header: HeaderBlock) -> String? {
        if let value = header.value(.listID) { return MessageIDs.own(value) }
        return header.value(.beenThere).flatMap(MessageIDs.own) ?? header.value(.mailingList).flatMap(MessageIDs.own)
    }

    // MARK: Text

    /// Takes the text of the message.
    private func takeText(
        of walker: PartWalker,
        _ bytes: UnsafeRawBufferPointer,
        isMbox: Bool,
        into message: inout MailMessage
    ) {
        var whole = ""
        var own = ""
        if let part = walker.plain {
            whole = part.text(in: bytes, charsets)
            if isMbox { whole = MboxQuoting.undone(whole) }
            own = whole
            if part.type["format"]?.lowercased() == "flowed" {
                own = FlowedText.joined(whole, deletesSpace: part.type["delsp"]?.lowercased() == "yes")
            }
        }
        if let part = walker.html, whole.utf8.allSatisfy(\.isSpace) {
            (whole, message.links) = HTMLText.read(part.text(in: bytes, charsets))
            own = whole
        }
        (message.text, message.leavesOut) = OwnWords.of(own)
        message.whole = whole
    }

    // MARK: Digests

    /// A message of a digest, which belongs to the list of the digest; nil if it is empty.
    ///
    /// One without a header is a text of the digest's own.
    private func entry(of digest: MailMessage, _ bytes: UnsafeRawBufferPointer) -> MailMessage? {
        let header = HeaderBlock(bytes, 0..<bytes.count)
        guard header.hasFields else {
            let (text, _) = OwnWords.of(charsets.string(bytes, charset: nil))
            var message = MailMessage(text: text)
            (message.author, message.time, message.list) = (digest.author, digest.time, digest.list)
            return text.isEmpty ? nil : message
        }
        let walker = PartWalker(bytes, header: header)
        var message = message(header)
        message.attachments = walker.attachments
        takeText(of: walker, bytes, isMbox: false, into: &message)
        guard !message.text.isEmpty || message.subject != nil else { return nil }
        message.list = message.list ?? digest.list
        message.time = message.time ?? digest.time
        return message
    }
}
