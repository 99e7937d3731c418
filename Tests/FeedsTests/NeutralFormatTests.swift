import Feeds
import Signals
import Testing

struct NeutralFormatTests {
    @Test("a line with every field reads whole")
    func everyField() throws {
        let post = try ParsedPost.read(
            #"{"id":"7","source":"bluesky","author":"ada","time":"2017-08-29T13:08:27.131Z","text":"A & B","url":"https://e.example/","#
                + #""lang":"en","likes":1,"reposts":2,"replies":3,"kind":"quote","parent":"6","raw":"as it was","#
                + #""author_id":"did:plc:7","title":"T","links":["https://a.example/","\u00e9"],"in":"swift","reach":9,"quoted":5,"#
                + #""thread":"4","edited_at":"2017-08-29T13:09:27Z"}"#
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
        (expected.authorID, expected.title, expected.links) = ("did:plc:7", "T", ["https://a.example/", "é"])
        (expected.venue, expected.reach, expected.quoted, expected.thread) = ("swift", 9, "5", "4")
        expected.editedAt = Timestamp(milliseconds: 1_504_012_167_000)
        #expect(post == expected)
    }

    @Test(
        "only text is required",
        arguments: [
            #"{"text":"hello"}"#,
            #"{"id":null,"source":null,"author":null,"time":null,"text":"hello","url":null,"lang":null,"likes":null,"reposts":null,"replies":null,"kind":null,"parent":null,"raw":null,"author_id":null,"title":null,"links":null,"in":null,"reach":null,"quoted":null,"thread":null,"facts":null,"edited_at":null}"#,
            #"{"id":"","source":"","author":"","time":"","text":"hello","url":"","lang":"","kind":"","parent":"","raw":"","author_id":"","title":"","links":[],"in":"","quoted":"","thread":"","facts":{},"edited_at":""}"#,
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
        #expect(ParsedPost.read(line) == .dead(.noText))
    }

    @Test(
        "a text field of another type is named",
        arguments: [
            "text", "source", "author", "time", "url", "lang", "kind", "raw", "title", "in", "edited_at",
        ]
    )
    func wrongType(field: String) {
        for value in ["1", "true", "[]", "{}", #"["a"]"#] {
            let line = field == "text" ? #"{"text":\#(value)}"# : #"{"text":"hello","\#(field)":\#(value)}"#
            #expect(ParsedPost.read(line) == .dead(.wrongType(field: field)), "\(line)")
        }
    }

    @Test(
        "an id of another type than text or number is named",
        arguments: ["id", "parent", "author_id", "quoted", "thread"]
    )
    func wrongIdentifier(field: String) {
        for value in ["true", "[]", "{}"] {
            #expect(ParsedPost.read(#"{"text":"hello","\#(field)":\#(value)}"#) == .dead(.wrongType(field: field)))
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
        guard case .dead(.notJSON) = ParsedPost.read(#"{"text":"\#(written)"}"#) else {
            return #expect(Bool(false), "it was read")
        }
    }

    @Test("every kind is read by its name", arguments: Signal.Kind.allCases)
    func kinds(kind: Signal.Kind) throws {
        #expect(try ParsedPost.read(#"{"text":"a","kind":"\#(kind.name)","parent":"1"}"#).get().kind == kind)
    }

    @Test("a kind that is none is refused with the list of kinds", arguments: ["Reply", "thread", "posts", "pos"])
    func unknownKind(name: String) {
        #expect(ParsedPost.read(#"{"text":"a","kind":"\#(name)"}"#) == .dead(.unknownKind))
        #expect(PostError.unknownKind.description.contains("post, reply, repost, quote, issue, comment"))
    }

    @Test("text is needed by the kinds that say nothing without one", arguments: Signal.Kind.allCases)
    func textByKind(kind: Signal.Kind) throws {
        let reading = ParsedPost.read(#"{"id":"1","kind":"\#(kind.name)","title":"T","thread":"7"}"#)
        guard !kind.traits.needsText else { return #expect(reading == .dead(.noText)) }
        var expected = ParsedPost(text: "")
        (expected.id, expected.kind, expected.title, expected.thread) = ("1", kind, "T", "7")
        #expect(reading == .post(expected))
    }

    @Test("facts are read with their types")
    func facts() throws {
        let post = try ParsedPost.read(
            #"{"kind":"build","facts":{"state":"failed","duration_ms":-7,"branch":"m\u0061in","severity":null,"number":12}}"#
        ).get()
        #expect(post.facts == Facts(state: "failed", durationMilliseconds: -7, branch: "main", number: 12))
        #expect(!post.hasOtherKeys)
        #expect(try ParsedPost.read(#"{"text":"a","facts":{"colour":"red"}}"#).get().hasOtherKeys)
    }

    @Test(
        "a fact of another type is named",
        arguments: [
            ("state", "1"), ("branch", "[]"), ("severity", "{}"), ("duration_ms", #""7""#), ("duration_ms", "1.5"),
            ("number", "true"), ("number", "99999999999999999999"),
        ]
    )
    func wrongFact(name: String, value: String) {
        let line = #"{"text":"a","kind":"build","facts":{"\#(name)":\#(value)}}"#
        #expect(ParsedPost.read(line) == .dead(.wrongType(field: "facts.\(name)")))
        guard value != "{}" else { return }
        #expect(ParsedPost.read(#"{"text":"a","facts":\#(value)}"#) == .dead(.wrongType(field: "facts")))
    }

    @Test("a state that the kind does not have is refused with those that it has")
    func unknownState() {
        let build = ParsedPost.read(#"{"kind":"build","facts":{"state":"firing"}}"#)
        #expect(build == .dead(.unknownState(.build)))
        #expect(
            PostError.unknownState(.alert).description
                == "the field \"facts.state\" of the kind alert may be firing, resolved"
        )
        let post = ParsedPost.read(#"{"text":"a","facts":{"state":"open"}}"#)
        #expect(post == .dead(.unknownState(.post)))
    }

    @Test(
        "links that are no list of texts are named",
        arguments: [#""https://a.example/""#, "[1]", #"["a",null]"#, "{}"]
    )
    func wrongLinks(value: String) {
        #expect(ParsedPost.read(#"{"text":"a","links":\#(value)}"#) == .dead(.wrongType(field: "links")))
        #expect(
            PostError.wrongType(field: "links").description
                == "the field \"links\" has the wrong type; it has to be a list of texts"
        )
    }

    @Test("more links than there was room for are all read")
    func manyLinks() throws {
        let links = (0..<500).map { "https://a.example/\($0)" }
        let list = links.map { #""\#($0)""# }.joined(separator: ",")
        #expect(try ParsedPost.read(#"{"text":"a","links":[\#(list)]}"#).get().links == links)
    }

    @Test("a time of an edit that is none is refused")
    func badEditTime() {
        #expect(ParsedPost.read(#"{"text":"a","edited_at":"yesterday"}"#) == .dead(.badEditTime))
    }

    @Test("what one post states beside its text is gone with the next")
    func nothingLeft() throws {
        let parser = PostParser()
        let full = #"{"text":"a","title":"T","links":["l"],"facts":{"number":1},"thread":"t","in":"i","quoted":"q"}"#
        _ = try ParsedPost.read(full.utf8, with: parser).get()
        #expect(try ParsedPost.read(#"{"text":"b"}"#.utf8, with: parser).get() == ParsedPost(text: "b"))
        var expected = ParsedPost(text: "b")
        expected.thread = "u"
        #expect(try ParsedPost.read(#"{"text":"b","thread":"u"}"#.utf8, with: parser).get() == expected)
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
        #expect(ParsedPost.read(#"{"text":"a","time":"\#(time)"}"#) == .dead(.badTime))
    }

    @Test(
        "a source that could not be a tag is refused",
        arguments: ["X", "a b", "a,b", "a:b", "é", String(repeating: "a", count: 33)]
    )
    func badSource(source: String) {
        #expect(ParsedPost.read(#"{"text":"a","source":"\#(source)"}"#) == .dead(.badSource))
    }

    @Test("a plain line is a text, as format text and as auto")
    func plainText() throws {
        #expect(try ParsedPost.read("just words", format: .text).get() == ParsedPost(text: "just words"))
        #expect(try ParsedPost.read("just words", format: .auto).get() == ParsedPost(text: "just words"))
        #expect(try ParsedPost.read(#"{"text":"a"}"#, format: .text).get() == ParsedPost(text: #"{"text":"a"}"#))
        #expect(try ParsedPost.read(#" {"text":"a"}"#, format: .auto).get() == ParsedPost(text: "a"))
        #expect(ParsedPost.read([0x61, 0xFF], format: .text) == .dead(.notUTF8))
    }
}
