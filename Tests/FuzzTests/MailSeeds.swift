/// Mails as they come, written for these tests.
enum MailSeeds {
    static let mutator = Mutator(
        seeds: mails,
        dictionary: words,
        bytes: [[0x1B, 0x24, 0x42], [0x93, 0xFA], [0xFF, 0xFE], [0x81, 0x30, 0x81, 0x30]]
    )

    private static let mails = [
        """
        From ada@example.org Wed Sep 22 05:05:28 2004
        From: "Ada" <ada@example.org>
        Date: Wed, 22 Sep 2004 02:03:40 -0700
        Subject: =?iso-2022-jp?B?GyRCRnxLXBsoQg==?= =?utf-8?q?Gr=C3=BC=C3=9Fe?=
        Message-ID: <1@example.org>
        List-Id: <list.example.org>
        Content-Type: text/plain; charset="iso-8859-1"; format=flowed; DelSp=yes
        Content-Transfer-Encoding: quoted-printable

        a long=20
        paragraph of DevOps =FC

        On Wed, Bob <bob@example.org> wrote:
        > old words
        >From here

        --=20
        Ada

        """,
        """
        From: bob@example.org
        References: <1@example.org> <2@example.org>
        MIME-Version: 1.0
        Content-Type: multipart/mixed; boundary="a"

        --a
        Content-Type: multipart/alternative; boundary*0=b; boundary*1*=%62

        --bb
        Content-Type: text/plain; charset=Shift_JIS
        Content-Transfer-Encoding: base64

        k/qWew==
        --bb
        Content-Type: text/html; charset=utf-8

        <html><style>p{}</style><p>Swift &amp; <a href="https://example.org/">DevOps</a><blockquote>old</blockquote>
        --bb--
        --a
        Content-Type: message/rfc822

        From: carol@example.org
        Subject: inner

        text
        --a
        Content-Disposition: attachment; filename*=utf-8''%e2%82%ac.txt

        AAAA
        --a--
        """,
        """
        From: googlealerts-noreply@google.com
        Message-ID: <a@google.com>

        === News - 1 new result for [swift] ===

        Title
        Publisher
        <https://www.google.com/url?rct=j&url=https://example.org/a%3Fb&ct=ga>

        """,
        """
        From: list-request@example.org
        Subject: list Digest, Vol 1, Issue 2
        List-Id: <list.example.org>
        Content-Type: multipart/digest; boundary=x

        --x

        From: ada@example.org
        Subject: one

        first
        --x

        no header
        --x--
        """,
        "From: a@b\nSubject: list Digest, Vol 1, Issue 2\nX-BeenThere: l@b\n\n------------------------------\n\nMessage: 1\n"
            + "From: c@d\nSubject: s\n\nt\n\n------------------------------\n\nEnd\n",
        "Subject: only\nX-No-Archive: no\nDate: 22-Sep-04 05:05:28 GMT\nContent-Type: text/html\n\n<pre>a\nb</pre><img alt='x'>",
    ]

    private static let words = [
        "\n\n", "\r\n", "From: ", "Subject: ", "Content-Type: multipart/mixed; boundary=a\n\n--a\n", "--a\n", "--a--\n",
        "--x\n", "Content-Type: message/rfc822\n\n", "Content-Transfer-Encoding: base64\n\n", "charset=iso-2022-jp",
        "charset=utf-16",
        "charset=utf-7", "charset=gb18030", "charset=euc-kr", "charset=big5", "charset=../x", "format=flowed",
        "=?utf-8?b?", "?=",
        "=?iso-2022-jp?Q?", "; a*0*=", "=3D", "=\n", "<blockquote>", "<a href=\"", "<!--", "&#0;", "&#x110000;",
        "</style>", "<script>",
        "> ", ">From ", "-- \n", "(((", "\"", "\\", "<<", "@", "Date: Wed, 99 Foo 0 25:61:61 +9999\n",
        "Date: 1 Jan 1678 00:00 +2359\n",
        "Message-ID: <", "X-No-Archive: yes\n", "------------------------------\n", "Message: 1\n",
        "<https://www.google.com/url?url=",
    ]
}
