import Mail
import Testing

/// The text of a mail among its parts, encodings and charsets.
struct PartsTests {
    @Test func `Of nested parts the first plain text is read, and attachments are counted`() throws {
        let message = try Mails.message(
            """
            From: a@b
            Content-Type: multipart/mixed; boundary="out er"

            preamble
            --out er
            Content-Type: multipart/alternative; boundary*0=in;
             boundary*1=ner

            --inner
            Content-Type: text/html

            <p>no</p>
            --inner
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: base64

            Z3LDvMOfZQ==
            --inner--
            --out er
            Content-Type: image/png; name=a.png
            Content-Transfer-Encoding: base64

            AAAA
            --out er
            Content-Type: text/plain
            Content-Disposition: attachment; filename="b.txt"

            not this
            --out er--
            epilogue
            """
        )
        #expect(message.text == "grüße")
        #expect(message.attachments == 2)
        #expect(message.raw == "grüße\n[attachments: 2]\n")
    }

    @Test func `A boundary that never comes leaves the text, and one that is missing at the end does no harm`() throws {
        let header = "From: a@b\nContent-Type: multipart/mixed; boundary=x\n\n"
        #expect(try Mails.message(header + "just text").text == "just text")
        #expect(try Mails.message(header + "--x\n\nfirst\n--xy\nstill first").text == "first\n--xy\nstill first")
    }

    @Test func `HTML becomes text, with its links, and its quotes are left out`() throws {
        let message = try Mails.message(
            """
            From: a@b
            Content-Type: text/html; charset=utf-8

            <html><head><title>x</title><style>p { color: red }</style></head><body>
            <p>Swift &amp; <b>C&#43;&#x2B;</b><br>are&nbsp;fast &lt; &euro;5 &unknown;</p><!-- <p>no</p> -->
            <div>see <a href='https://example.org/?a=1&amp;b=2'>here</a></div>
            On Wed, Ada &lt;ada@example.org&gt; wrote:<blockquote>old <p>words</blockquote>
            <script>alert("<p>no</p>")</script><p>end
            """
        )
        #expect(message.text == "Swift & C++\nare fast < €5 &unknown;\n\nsee here\n\nend")
        #expect(message.links == ["https://example.org/?a=1&b=2"])
        #expect(message.whole.contains("> old"))
    }

    @Test(arguments: [
        ("iso-2022-jp", [0x1B, 0x24, 0x42, 0x46, 0x7C, 0x4B, 0x5C, 0x1B, 0x28, 0x42] as [UInt8], "日本"),
        ("Shift_JIS", [0x93, 0xFA, 0x96, 0x7B], "日本"), ("euc-jp", [0xC6, 0xFC, 0xCB, 0xDC], "日本"),
        ("gb2312", [0xC8, 0xD5, 0xB1, 0xBE], "日本"), ("GB18030", [0xC8, 0xD5, 0xB1, 0xBE], "日本"),
        ("big5", [0xA4, 0xE9, 0xA5, 0xBB], "日本"), ("euc-kr", [0xC0, 0xCF, 0xBA, 0xBB], "일본"),
        ("koi8-r", [0xCD, 0xC9, 0xD2], "мир"), ("windows-1251", [0xEC, 0xE8, 0xF0], "мир"),
        ("iso-8859-1", [0x67, 0x72, 0xFC, 0x93], "grü“"), ("iso-8859-15", [0xA4], "€"),
        ("utf-7", Array("+2D3cPg-".utf8), "🐾"),
    ])
    func `Charsets are read`(charset: String, bytes: [UInt8], text: String) throws {
        #expect(try Mails.text("Content-Type: text/plain; charset=\"\(charset)\"", bytes) == text)
    }

    @Test func `Charsets that lie, that nobody knows, or that end early lose no more than a sign`() throws {
        #expect(try Mails.text("Content-Type: text/plain; charset=us-ascii", Array("grüße".utf8)) == "grüße")
        #expect(try Mails.text("Content-Type: text/plain; charset=../../x//TRANSLIT", [0x67, 0xFC]) == "gü")
        #expect(try Mails.text("Content-Type: text/plain", [0x67, 0xFC, 0x21]) == "gü!")
        #expect(try Mails.text("Content-Type: text/plain; charset=utf-8", [0x67, 0xFC, 0x21]) == "g\u{FFFD}!")
        #expect(try Mails.text("Content-Type: text/plain; charset=shift_jis", [0x93, 0xFA, 0x96]) == "日\u{FFFD}")
        #expect(try Mails.text("Content-Type: text/plain; charset=euc-jp", [0xFF, 0x41]) == "\u{FFFD}A")
    }

    @Test func `Transfer encodings that are broken are read as far as they go`() throws {
        let quoted = "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: Quoted-Printable"
        #expect(try Mails.text(quoted, Array("a=C3=BC=\r\nb=  \r\nc=3=zz=".utf8)) == "aübc=3=zz")
        let base64 = "Content-Type: text/plain\nContent-Transfer-Encoding: base64"
        #expect(try Mails.text(base64, Array("aGVs\r\n!bG8=tail".utf8)) == "hello")
    }
}
