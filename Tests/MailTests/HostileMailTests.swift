import Mail
import Testing

/// Mails that are made to cost time or memory.
@Suite(.timeLimit(.minutes(1)))
struct HostileMailTests {
    private static let hello = "From: a@b\nSubject: devops\n"

    private static func bytes(_ head: String, _ part: String, count: Int, _ tail: String = "") -> [UInt8] {
        Array(head.utf8) + Array(repeatElement(Array(part.utf8), count: count).joined()) + Array(tail.utf8)
    }

    private static func nested(_ depth: Int) -> [UInt8] {
        var text = hello
        for level in 0..<depth { text += "Content-Type: multipart/mixed; boundary=\(level)\n\n--\(level)\n" }
        return Array((text + "\n\ndeep").utf8)
    }

    private static let mails: [[UInt8]] = [
        nested(50_000),
        bytes(hello + "Content-Type: message/rfc822\n\n", "Content-Type: message/rfc822\n\n", count: 100_000, "deep"),
        bytes(hello + "Content-Type: multipart/mixed; boundary=x\n\n", "--x\n", count: 1_000_000),
        bytes(
            hello + "Content-Type: multipart/mixed; boundary=",
            "-",
            count: 1_000_000,
            "\n\n" + String(repeating: "-", count: 3_000_000)
        ),
        bytes(hello + "Content-Type: text/plain", "; a*1*=%41", count: 200_000, "\n\ntext"),
        bytes(hello + "References: ", "<a@b>\n ", count: 400_000, "\n\ntext"),
        bytes(hello + "Subject: ", "=?utf-8?q?", count: 300_000, "\n\ntext"),
        bytes(hello + "Content-Type: text/html\n\n", "<a href='", count: 400_000),
        bytes(hello + "Content-Type: text/html\n\n", "<blockquote>x", count: 200_000),
        bytes(hello + "Content-Type: text/html\n\n", "<!--", count: 700_000),
        bytes(hello + "Content-Type: text/html\n\n", "&#x", count: 900_000),
        bytes(hello + "Content-Transfer-Encoding: quoted-printable\n\n", "=   ", count: 700_000),
        bytes(hello + "Content-Type: text/plain; charset=euc-jp\n\n", "\u{FF}", count: 1_000_000),
        bytes(hello + "Content-Type: text/plain; format=flowed\n\n", "> \n", count: 1_000_000),
        bytes(hello + "\n", "a:\n>\n", count: 700_000),
        bytes(hello + "\n", "\0", count: 4_000_000),
        bytes("From: a@b\nX-Long: ", "x", count: 5_000_000),
    ]

    @Test(arguments: 0..<17)
    func `A mail that is made to hurt is read or refused in no time`(number: Int) throws {
        let start = ContinuousClock.now
        let reading = try? Mails.reading(Self.mails[number])
        #expect(start.duration(to: .now) < .seconds(5))
        // All but the last have a subject, and so say something.
        #expect(number == 16 || reading != nil)
    }
}
