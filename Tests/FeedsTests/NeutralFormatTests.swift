import Feeds
import Signals
import Testing

struct NeutralFormatTests {
    @Test("a line with every field reads whole")
    func everyField() throws {
        let post = try ParsedPost.read(
            #"{"id":"7","source":"bluesky","author":"ada","time":"2017-08-29T13:08:27.131Z","text":"A & B","url":"https://e.example/","#
                + #""lang":"en","likes":1,"reposts":2,"replies":3,"kind":"quote","parent":"6","raw":"as it was"}"#
        ).get()
        var expected = ParsedPost(text: "A & B")
        expected.id = "7"
        expected.source = "bluesky"
        expected.author = "ada"
        expected.time = Timestamp(milliseconds: 1_504_012_107_131)
        expected.url = "https://e.example/"
        expected.language = "en"
        expected.engagement = Engagement(likes: 1, reposts: 2, replies: 3)
        expected.kind = .quote
        expected.parent = "6"
        expected.raw = "as it was"
        #expect(post == expected)
    }

    @Test(
        "only text is required",
        arguments: [
            #"{"text":"hello"}"#,
            #"{"id":null,"source":null,"author":null,"time":null,"text":"hello","url":null,"lang":null,"likes":null,"reposts":null,"replies":null,"kind":null,"parent":null,"raw":null}"#,
            #"{"id":"","source":"","author":"","time":"","text":"hello","url":"","lang":"","kind":"","parent":"","raw":""}"#,
            " \t{ \"text\" :\t\"hello\" } \t",
        ]
    )
    func onlyText(line: String) throws {
        #expect(try ParsedPost.read(line).get() == ParsedPost(text: "hello"))
    }

    @Test(
        "no text is no post",
        arguments: [
            "{}", #"{"text":null}"#, #"{"id":"1"}"#, #"{"Text":"hello"}"#, #"{"text ":"hello"}"#,
            #"{"data":{"text":"hello"}}"#,
        ]
    )
    func noText(line: String) {
        #expect(ParsedPost.read(line) == .failure(.noText))
    }

    @Test(
        "a text field of another type is named",
        arguments: [
            "text", "source", "author", "time", "url", "lang", "kind", "raw",
        ]
    )
    func wrongType(field: String) {
        for value in ["1", "true", "[]", "{}", #"["a"]"#] {
            let line = field == "text" ? #"{"text":\#(value)}"# : #"{"text":"hello","\#(field)":\#(value)}"#
            #expect(ParsedPost.read(line) == .failure(.wrongType(field: field)), "\(line)")
        }
    }

    @Test("an id or parent of another type than text or number is named", arguments: ["id", "parent"])
    func wrongIdentifier(field: String) {
        for value in ["true", "[]", "{}"] {
            #expect(ParsedPost.read(#"{"text":"hello","\#(field)":\#(value)}"#) == .failure(.wrongType(field: field)))
        }
    }

    @Test(
        "a number as id keeps all its digits",
        arguments: [
            "0", "7", "9007199254740993", "902518307445772288", "9223372036854775807", "18446744073709551616",
            "123456789012345678901234567890",
        ]
    )
    func numericIdentifier(digits: String) throws {
        let post = try ParsedPost.read(#"{"id": \#(digits) , "parent":\#(digits),"text":"hello"}"#).get()
        #expect(post.id == digits)
        #expect(post.parent == digits)
    }

    @Test(
        "a count that is none is unknown, not zero and no reason to lose the post",
        arguments: [
            "null", "-1", "1.5", "1e3", #""7""#, "true", "[]", "{}", "99999999999999999999", "-9223372036854775808",
        ]
    )
    func unknownCount(value: String) throws {
        let post = try ParsedPost.read(#"{"text":"hello","likes":\#(value),"reposts":\#(value),"replies":\#(value)}"#)
            .get()
        #expect(post == ParsedPost(text: "hello"))
    }

    @Test("the largest counts are read whole", arguments: [0, 1, Int64.max])
    func knownCount(value: Int64) throws {
        let post = try ParsedPost.read(#"{"text":"hello","likes":\#(value),"reposts":\#(value),"replies":\#(value)}"#)
            .get()
        #expect(post.engagement == Engagement(likes: value, reposts: value, replies: value))
    }

    @Test("of a key that is there twice the last holds")
    func duplicateKeys() throws {
        let post = try ParsedPost.read(#"{"text":"a","id":"1","likes":1,"text":"b","id":"2","likes":2}"#).get()
        var expected = ParsedPost(text: "b")
        expected.id = "2"
        expected.engagement.likes = 2
        #expect(post == expected)
    }

    @Test("keys may be written with escapes")
    func escapedKeys() throws {
        let post = try ParsedPost.read(#"{"\u0074ext":"hello","\u0069\u0064":"1","s\u006furce":"x","b\"c":1}"#).get()
        var expected = ParsedPost(text: "hello")
        expected.id = "1"
        expected.source = "x"
        expected.hasOtherKeys = true
        #expect(post == expected)
    }

    @Test(
        "escapes in texts are undone",
        arguments: [
            (#"\"\\\/\b\f\n\r\t"#, "\"\\/\u{8}\u{C}\n\r\t"), (#"\u00e9"#, "é"), (#"e\u0301"#, "e\u{301}"),
            (#"\ud83d\ude00"#, "😀"), (#"\uD83D\uDE00"#, "😀"), ("😀", "😀"), (#"\u2028\u0085"#, "\u{2028}\u{85}"),
            (#"\ufeff"#, "\u{FEFF}"), (#"\u0000"#, "\u{0}"), (#"&amp;"#, "&amp;"),
        ]
    )
    func escapes(written: String, text: String) throws {
        let post = try ParsedPost.read(#"{"text":"\#(written)"}"#).get()
        #expect(Array(post.text.utf8) == Array(text.utf8))
    }

    @Test("half a surrogate pair is no text", arguments: [#"\ud83d"#, #"\ude00"#, #"\ud83d\ud83d"#, #"\ud83dx"#])
    func loneSurrogates(written: String) throws {
        guard case .failure(.notJSON) = ParsedPost.read(#"{"text":"\#(written)"}"#) else {
            return #expect(Bool(false), "it was read")
        }
    }

    @Test(
        "what kind a post is",
        arguments: [
            ("reply", Signal.Kind.reply), ("repost", .repost), ("quote", .quote), ("post", .post), ("Reply", .post),
            ("thread", .post),
        ]
    )
    func kinds(name: String, kind: Signal.Kind) throws {
        #expect(try ParsedPost.read(#"{"text":"a","kind":"\#(name)","parent":"1"}"#).get().kind == kind)
    }

    @Test("keys of other makers are noticed")
    func otherKeys() throws {
        #expect(try ParsedPost.read(#"{"text":"a","stream":"s"}"#).get().hasOtherKeys)
        #expect(try !ParsedPost.read(#"{"text":"a","lang":"en"}"#).get().hasOtherKeys)
    }

    @Test(
        "a time that is none is refused, so that no post lands in the wrong hour",
        arguments: [
            "yesterday", "2017-13-01T00:00:00Z", "2017-02-29T00:00:00Z", "2017-08-29T13:08:27", "1504012107",
            "1677-12-31T23:59:59Z",
            "2262-01-01T00:00:00Z", "Tue Aug 29 13:08:27 +0000 2017",
        ]
    )
    func badTime(time: String) {
        #expect(ParsedPost.read(#"{"text":"a","time":"\#(time)"}"#) == .failure(.badTime))
    }

    @Test(
        "a source that could not be a tag is refused",
        arguments: ["X", "a b", "a,b", "a:b", "é", String(repeating: "a", count: 33)]
    )
    func badSource(source: String) {
        #expect(ParsedPost.read(#"{"text":"a","source":"\#(source)"}"#) == .failure(.badSource))
    }

    @Test("a plain line is a text, as format text and as auto")
    func plainText() throws {
        #expect(try ParsedPost.read("just words", format: .text).get() == ParsedPost(text: "just words"))
        #expect(try ParsedPost.read("just words", format: .auto).get() == ParsedPost(text: "just words"))
        #expect(try ParsedPost.read(#"{"text":"a"}"#, format: .text).get() == ParsedPost(text: #"{"text":"a"}"#))
        #expect(try ParsedPost.read(#" {"text":"a"}"#, format: .auto).get() == ParsedPost(text: "a"))
        #expect(ParsedPost.read([0x61, 0xFF], format: .text) == .failure(.notUTF8))
    }
}
