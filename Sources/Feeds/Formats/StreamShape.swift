import Mail

/// How a stream of posts is cut, told by how it begins.
package enum StreamShape: Hashable, Sendable {
    /// A post or a page a line.
    case lines
    /// JSON of which no line is a post: an array, objects over several lines, or a data archive of X.
    case elements
    /// Mails: an mbox file, or one mail alone.
    case messages

    /// nil where what there is of the stream could still be either.
    init?(start: UnsafeRawBufferPointer) {
        let text = start.drop { $0 <= 0x20 || Self.byteOrderMark.contains($0) }
        guard let first = text.first else { return nil }
        switch first {
        case UInt8(ascii: "["): self = .elements
        case UInt8(ascii: "{"): self.init(object: text)
        case _ where Self.isName(first):
            guard let isMail = Self.isMail(text) else {
                return nil
            }
            guard isMail else {
                self.init(assignment: text)
                return
            }
            self = .messages
        default: self = .lines
        }
    }

    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// An object that ends with its line is one of many.
    ///
    /// One that goes on was cut short, unless line and next line look as if they were laid out for people.
    private init?(object text: Slice<UnsafeRawBufferPointer>) {
        guard let end = text.firstIndex(of: UInt8(ascii: "\n")) else { return nil }
        let line = text[..<end]
        guard let last = line.last(where: { $0 > 0x20 }), "{[,".utf8.contains(last), Self.isOpen(line) else {
            self = .lines
            return
        }
        guard let next = text[end...].first(where: { $0 > 0x20 }) else { return nil }
        let goesOn = "\"}]".utf8.contains(next) || (last == UInt8(ascii: "[") && next == UInt8(ascii: "{"))
        self = goesOn ? .elements : .lines
    }

    /// Whether brackets are open at the end of a line, and no text is.
    private static func isOpen(_ line: Slice<UnsafeRawBufferPointer>) -> Bool {
        var (depth, inText, isEscaped) = (0, false, false)
        for byte in line {
            if inText {
                if isEscaped {
                    isEscaped = false
                } else if byte == UInt8(ascii: "\\") {
                    isEscaped = true
                } else if byte == UInt8(ascii: "\"") {
                    inText = false
                }
            } else if byte == UInt8(ascii: "\"") {
                inText = true
            } else if byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") {
                depth += 1
            } else if byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]") {
                depth -= 1
            }
        }
        return depth > 0 && !inText
    }

    /// Header fields with which mails begin, one alone in its file.
    private static let fields = [
        "return-path", "received", "delivered-to", "x-original-to", "message-id", "mime-version", "from", "date",
        "subject",
        "to", "sender", "reply-to", "content-type", "arc-seal", "dkim-signature", "x-received", "envelope-to",
        "user-agent",
    ].map { Array($0.utf8) }

    /// Returns whether a stream begins as an mbox file or a mail does; nil if its first line has not come.
    private static func isMail(_ text: Slice<UnsafeRawBufferPointer>) -> Bool? {
        let head = text.prefix(MboxLine.limit)
        guard let name = head.firstIndex(where: { !isFieldName($0) }) else {
            return head.count < MboxLine.limit ? nil : false
        }
        if text.base[name] == UInt8(ascii: ":") {
            return fields.contains { $0.elementsEqual(text[..<name].map { $0 | 0x20 }) }
        }
        guard text.starts(with: "From ".utf8) else { return false }
        guard let end = head.firstIndex(of: UInt8(ascii: "\n")) else {
            return head.count < MboxLine.limit ? nil : false
        }
        return MboxLine.isSeparator(UnsafeRawBufferPointer(rebasing: text[..<end]))
    }

    /// Returns whether a first line is that of an mbox file.
    package static func isMbox(_ line: [UInt8]) -> Bool { line.withUnsafeBytes(MboxLine.isSeparator) }

    private static func isFieldName(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "-") || (byte | 0x20) &- UInt8(ascii: "a") < 26
    }

    /// What starts like a name is assigned where `=` and a bracket follow: `window.YTD.tweets.part0 = [`.
    private init?(assignment text: Slice<UnsafeRawBufferPointer>) {
        let sign = text.drop(while: Self.isName).drop { $0 == UInt8(ascii: " ") }
        guard let next = sign.first else { return nil }
        guard next == UInt8(ascii: "=") else {
            self = .lines
            return
        }
        guard let value = sign.dropFirst().first(where: { $0 > 0x20 }) else { return nil }
        self = "[{".utf8.contains(value) ? .elements : .lines
    }

    /// Whether a byte may stand in the name of what an archive assigns.
    static func isName(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "$"):
            true
        default: false
        }
    }
}
