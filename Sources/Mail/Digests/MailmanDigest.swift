/// Cuts a digest that Mailman writes as one text, RFC 1153: messages between rules of 30 dashes, behind a table of
/// contents that ends with one of 70.
enum MailmanDigest {
    private static let rule = "\n" + String(repeating: "-", count: 30) + "\n"
    private static let firstRule = "\n" + String(repeating: "-", count: 70) + "\n"
    private static let limit = 1000

    /// The messages, header and text; none if it is no such digest.
    static func messages(of message: MailMessage) -> [String] {
        guard message.list != nil, var subject = message.subject,
            subject.withUTF8({ UnsafeRawBufferPointer($0).index(of: " Digest, Vol ", from: 0) }) != nil
        else { return [] }
        let text = message.whole.replacing(firstRule, with: rule, maxReplacements: 1)
        let parts = text.split(separator: rule, maxSplits: limit, omittingEmptySubsequences: true)
        return parts.compactMap { part in
            let part = part.drop(while: \.isNewline)
            // Each is numbered, and then begins like a message.
            guard part.hasPrefix("Message: "), let end = part.firstIndex(of: "\n") else { return nil }
            return String(part[part.index(after: end)...])
        }
    }
}
