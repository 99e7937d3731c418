/// A part of a message, or all of it.
struct Part {
    /// Text beyond this is not read, in bytes once decoded.
    static let textLimit = 1 << 20

    let type: ContentType
    /// The content transfer encoding, in lower case.
    let encoding: String
    let isAttachment: Bool
    let body: Range<Int>

    init(_ header: HeaderBlock, _ type: ContentType, body: Range<Int>) {
        (self.type, self.body) = (type, body)
        let stated = header.value(.contentTransferEncoding) ?? []
        encoding = String(
            decoding: stated.prefix { !$0.isSpace && $0 != UInt8(ascii: ";") }.map(\.lowercased),
            as: UTF8.self
        )
        let disposition = header.value(.contentDisposition)?.withUnsafeBytes {
            $0.trimmed.startsCaseless(with: "attachment")
        }
        isAttachment = disposition ?? false
    }

    /// The text, in UTF-8, its lines ended by LF.
    func text(in bytes: UnsafeRawBufferPointer, _ charsets: CharsetDecoder) -> String {
        let content = bytes.part(body)
        switch encoding {
        case "base64":
            return Self.string(Base64.decode(content, limit: Self.textLimit), charset(of: content), charsets)
        case "quoted-printable":
            return Self.string(QuotedPrintable.decode(content, limit: Self.textLimit), charset(of: content), charsets)
        default:
            let cut = content.part(0..<min(content.count, Self.textLimit))
            return Self.withLineEnds(charsets.string(cut, charset: charset(of: cut)))
        }
    }

    private static func string(_ bytes: [UInt8], _ charset: String?, _ charsets: CharsetDecoder) -> String {
        withLineEnds(bytes.withUnsafeBytes { charsets.string($0, charset: charset) })
    }

    /// The stated charset; of HTML that states none outside, the one it states itself.
    private func charset(of content: UnsafeRawBufferPointer) -> String? {
        if let stated = type["charset"] { return stated }
        guard type.type == "text/html" else { return nil }
        let head = content.part(0..<min(content.count, 1024)).map(\.lowercased)
        return head.withUnsafeBytes { head in
            guard let start = head.index(of: "charset=", from: 0) else { return nil }
            let label = head[(start + 8)...].drop { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "'") }
            return String(
                decoding: label.prefix { $0.isDigit || $0 &- 0x61 < 26 || "-_".utf8.contains($0) },
                as: UTF8.self
            )
        }
    }

    /// Carriage returns are no part of a text.
    private static func withLineEnds(_ text: String) -> String {
        var text = text
        return text.withUTF8 { bytes in
            let bytes = UnsafeRawBufferPointer(bytes)
            guard bytes.index(of: UInt8(ascii: "\r"), from: 0) != nil else { return nil }
            return String(decoding: bytes.filter { $0 != UInt8(ascii: "\r") }, as: UTF8.self)
        } ?? text
    }
}
