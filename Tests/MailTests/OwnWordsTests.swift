import Mail
import Testing

/// The words of a text that are judged.
struct OwnWordsTests {
    private func message(_ body: String, _ fields: String = "") throws -> MailMessage {
        try Mails.message("From: a@b\n\(fields)\n\(body)")
    }

    @Test func `Quotes go, with the line that introduces them, and what was said between them stays`() throws {
        let message = try message(
            """
            Hi,

            On Wed, 22 Sep 2004 at 02:03, Ada Lovelace
            <ada@example.org> wrote:

            > old
            >
            > words
            Do you mean:
            > this
            Yes.
            """
        )
        #expect(message.text == "Hi,\n\nDo you mean:\n\nYes.")
        #expect(message.raw?.contains("> old") == true)
    }

    @Test(arguments: [
        "-- \nAda\nhttps://example.org", "-----Original Message-----\nFrom: Bob\n\nold",
        "________________________________\nFrom: Bob\nSent: today\n\nold",
        "_______________________________________________\nengines mailing list\nengines@example.org",
        "-------------- next part --------------\nAn HTML attachment was scrubbed...",
    ])
    func `Signatures, footers and the mail that is answered below go`(below: String) throws {
        let message = try message("It works.\n\n\(below)\n")
        #expect(message.text == "It works.")
        #expect(message.raw?.hasSuffix("\(below)\n") == true)
    }

    @Test func `Rules and dashes in a text are part of it`() throws {
        let text = "one\n---\ntwo\n--\n" + (0..<20).map { "line \($0)" }.joined(separator: "\n")
        #expect(try message(text).text == text)
        #expect(try message(text).raw == nil)
    }

    @Test func `Flowed lines are joined, and a quote in them stays a quote`() throws {
        let body = "a long \nparagraph\n> quoted \n> more\n From here\n-- \nAda\n"
        let flowed = "Content-Type: text/plain; format=flowed\n"
        #expect(try message(body, flowed).text == "a long paragraph\n\nFrom here")
        let joined = try message("zero \nwidth \n\n", "Content-Type: text/plain; format=flowed; DelSp=Yes\n")
        #expect(joined.text == "zerowidth")
    }

    @Test func `The sign that mbox files put before From is taken away, in mbox files alone`() throws {
        let mail = "From: a@b\nSubject: x\n\n>From here on\n>>From there\n"
        #expect(try Mails.message("From a@b Wed Sep 22 05:05:28 2004\n" + mail).whole == "From here on\n>From there\n")
        #expect(try Mails.message(mail).whole == ">From here on\n>>From there\n")
    }
}
