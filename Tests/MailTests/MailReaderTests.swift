import Mail
import Signals
import Testing

struct MailReaderTests {
    @Test func `Who, when, where and what it answers is read from the header`() throws {
        let message = try Mails.message(
            """
            Received: by relay.example.org; Wed, 22 Sep 2004 09:05:27 +0000
            From: "Lovelace, Ada \\"A\\"" <Ada@Example.org>, other@example.org
            Date: Wed, 22 Sep 2004 02:03:40 -0700
            Subject: Re: =?ISO-8859-1?Q?Gr=FC=DFe?= =?utf-8?B?8J+O?=
             =?utf-8?B?iQ==?= from =?x?
            Message-ID: <three@example.org>
            In-Reply-To: <two@example.org>
            References: <one@example.org>
            \t<two@example.org>
            List-Id: Engines <engines.lists.example.org>
            Archived-At: <https://lists.example.org/3>

            It works.
            """
        )
        #expect(message.author == "Ada@Example.org")
        #expect(message.time == Timestamp(iso8601: "2004-09-22T09:03:40Z"))
        #expect(message.subject == "Re: Grüße🎉 from =?x?")
        #expect(message.id == "three@example.org")
        #expect(message.parent == "two@example.org")
        #expect(message.thread == "one@example.org")
        #expect(message.list == "engines.lists.example.org")
        #expect(message.url == "https://lists.example.org/3")
        #expect(message.text == "It works.")
        #expect(message.raw == nil)
    }

    @Test(arguments: [
        ("Ada <ada@example.org>", "ada@example.org"), ("ada@example.org (Ada, of London)", "ada@example.org"),
        ("ada at example.org (Ada)", "ada@example.org"), ("<@relay:ada@example.org>", "ada@example.org"),
        ("Team: ada@example.org, bob@example.org;", "ada@example.org"),
        ("\"a@b\" <ada@example.org>", "ada@example.org"),
        ("Ada <ada@example.org", "ada@example.org"),
    ])
    func `The author is the first address`(field: String, address: String) throws {
        #expect(try Mails.message("From: \(field)\n\nhello").author == address)
    }

    @Test(arguments: [
        ("Wed, 22 Sep 2004 02:03:40 -0700", "2004-09-22T09:03:40Z"), ("22 Sep 04 02:03 EDT", "2004-09-22T06:03:00Z"),
        ("Wed Sep 22 05:05:28 2004", "2004-09-22T05:05:28Z"), ("22-Sep-2004 05:05:28 GMT", "2004-09-22T05:05:28Z"),
        ("01 Jan 2001 00:01+0100", "2000-12-31T23:01:00Z"),
        ("Wed, 22 Sep 2004 02:03:40 -0700 (PDT)", "2004-09-22T09:03:40Z"),
    ])
    func `Dates are read as they are written`(field: String, time: String) throws {
        #expect(try Mails.message("From: a@b\nDate: \(field)\n\nhello").time == Timestamp(iso8601: time))
    }

    @Test func `Without a date the last relay's counts, and then that of the mbox line`() throws {
        let mbox = "From a@b Wed Sep 22 05:05:28 2004\n"
        let received = "Received: by x; Thu, 23 Sep 2004 01:00:00 +0000\n"
        #expect(
            try Mails.message(mbox + received + "Date: soon\n\nhello").time
                == Timestamp(iso8601: "2004-09-23T01:00:00Z")
        )
        #expect(try Mails.message(mbox + "From: a@b\n\nhello").time == Timestamp(iso8601: "2004-09-22T05:05:28Z"))
        #expect(try Mails.message("From: a@b\n\nhello").time == nil)
    }

    @Test func `A mail without a text says its subject, and one without either says nothing`() throws {
        let message = try Mails.message("From: a@b\nSubject: devops\n\n> quoted\n")
        #expect((message.text, message.subject) == ("", "devops"))
        #expect(throws: MailError.noWords) { try Mails.reading("From: a@b\n\n\n") }
        #expect(throws: MailError.noHeader) { try Mails.reading("hello, world\n") }
    }

    @Test func `Who does not want to be archived is not kept`() throws {
        guard case .unkept = try Mails.reading("From: a@b\nX-No-Archive: Yes\n\nhello") else {
            Issue.record("it was read")
            return
        }
    }

    @Test func `A header that is broken ends where it breaks`() throws {
        let message = try Mails.message("From: a@b\nSubject : devops\nthis is no field\nneither is this\n")
        #expect(message.subject == "devops")
        #expect(message.text == "this is no field\nneither is this")
    }
}
