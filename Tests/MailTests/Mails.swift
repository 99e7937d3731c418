import Mail
import Testing

/// Reads mails that tests write.
enum Mails {
    /// Reads one; its lines end as mail has them.
    static func reading(_ text: String) throws -> MailReader.Reading {
        try reading(Array(text.replacing("\n", with: "\r\n").utf8))
    }

    static func reading(_ bytes: [UInt8]) throws -> MailReader.Reading {
        try bytes.withUnsafeBytes { try MailReader().read($0) }
    }

    static func message(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) throws -> MailMessage {
        try message(of: reading(text), sourceLocation)
    }

    static func message(_ bytes: [UInt8], sourceLocation: SourceLocation = #_sourceLocation) throws -> MailMessage {
        try message(of: reading(bytes), sourceLocation)
    }

    static func digest(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) throws -> [MailMessage] {
        guard case .digest(let entries) = try reading(text) else {
            Issue.record("it is no digest", sourceLocation: sourceLocation)
            return []
        }
        return entries
    }

    private static func message(
        of reading: MailReader.Reading,
        _ sourceLocation: SourceLocation
    ) throws -> MailMessage {
        guard case .message(let message) = reading else {
            Issue.record("it is no message", sourceLocation: sourceLocation)
            return MailMessage(text: "")
        }
        return message
    }

    /// The text of a message with these header lines and this body.
    static func text(
        _ header: String,
        _ body: [UInt8],
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> String {
        let bytes = Array("From: ada@example.org\r\n\(header.replacing("\n", with: "\r\n"))\r\n\r\n".utf8) + body
        return try message(bytes, sourceLocation: sourceLocation).text
    }
}
