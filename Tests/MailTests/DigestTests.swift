import Mail
import Testing

/// Mails of several messages or finds: one entry each.
struct DigestTests {
    @Test func `Of a Google Alert every find is an entry`() throws {
        let entries = try Mails.digest(
            """
            From: Google Alerts <googlealerts-noreply@google.com>
            Date: Wed, 22 Sep 2004 02:03:40 -0700
            Message-ID: <alert@google.com>
            Subject: Google Alert - swift

            === News - 2 new results for [swift] ===

            Swift on the server
            Example News
            It is fast, they say, and
            safe.
            <https://www.google.com/url?rct=j&sa=t&url=https://example.org/a%3Fb%3D1&ct=ga&usg=x>

            Another find
            <https://www.google.com/url?q=http://example.com/&ct=ga>

            See all stories on this topic:
            <https://www.google.com/url?rct=j&url=https://news.google.com/&ct=ga>


            - - - - - - - - - - - - - - - - - - -
            Unsubscribe from this Google Alert:
            <https://www.google.com/alerts/remove?s=1>
            """
        )
        #expect(entries.map(\.subject) == ["Swift on the server", "Another find"])
        #expect(entries.map(\.url) == ["https://example.org/a?b=1", "http://example.com/"])
        #expect(entries.map(\.id) == ["alert@google.com#1", "alert@google.com#2"])
        #expect(entries.map(\.text) == ["Example News It is fast, they say, and safe.", "Another find"])
        #expect(entries.allSatisfy { $0.author == nil && $0.list == "google-alerts" && $0.time != nil })
    }

    @Test func `A mail that only says it is an alert is a mail`() throws {
        let mail = "From: Google Alerts <googlealerts-noreply@google.com>\nSubject: Welcome\n\nhello"
        #expect(try Mails.message(mail).text == "hello")
    }

    @Test func `Of a digest of parts every message is an entry of the list`() throws {
        let entries = try Mails.digest(
            """
            From: list-request@example.org
            List-Id: <list.example.org>
            Date: Wed, 22 Sep 2004 02:03:40 -0700
            Subject: list digest
            Content-Type: multipart/mixed; boundary=A

            --A
            Content-Type: text/plain

            Today's topics
            --A
            Content-Type: multipart/digest; boundary=B

            --B

            From: ada@example.org
            Subject: one
            Message-ID: <1@example.org>

            first
            --B

            From: bob@example.org
            Subject: Re: one
            References: <1@example.org>

            > first
            second
            --B--
            --A--
            """
        )
        #expect(entries.map(\.author) == ["ada@example.org", "bob@example.org"])
        #expect(entries.map(\.text) == ["first", "second"])
        #expect(entries.map(\.list) == ["list.example.org", "list.example.org"])
        #expect(entries.map(\.parent) == [nil, "1@example.org"])
    }

    @Test func `Of a digest that is one text every message is an entry`() throws {
        let rule = String(repeating: "-", count: 30)
        let entries = try Mails.digest(
            """
            From: list-request@example.org
            List-Id: <list.example.org>
            Subject: list Digest, Vol 1, Issue 2

            Send list mailing list submissions to

            Today's Topics:
               1. one (Ada)

            \(String(repeating: "-", count: 70))

            Message: 1
            Date: Wed, 22 Sep 2004 02:03:40 -0700
            From: Ada <ada@example.org>
            Subject: one
            Message-ID: <1@example.org>
            Content-Type: text/plain; charset=utf-8

            grüße

            \(rule)

            Message: 2
            Date: Wed, 22 Sep 2004 03:03:40 -0700
            From: bob at example.org (Bob)
            Subject: two

            second

            \(rule)

            End of list Digest, Vol 1, Issue 2
            **********************************
            """
        )
        #expect(entries.map(\.author) == ["ada@example.org", "bob@example.org"])
        #expect(entries.map(\.text) == ["grüße", "second"])
    }
}
