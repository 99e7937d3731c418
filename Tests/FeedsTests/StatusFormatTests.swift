import Feeds
import Signals
import Testing

/// The rules of X statuses that recorded ones rarely show.
struct StatusFormatTests {
    private static let head =
        #""id":902518307445772288,"id_str":"902518307445772288","created_at":"Tue Aug 29 13:08:27 +0000 2017""#

    private func read(_ members: String) -> ParsedReading {
        ParsedPost.read("{\(Self.head),\(members)}")
    }

    @Test(
        "the fullest text is taken, in whatever order the keys come",
        arguments: [
            #""text":"cut…""#, #""full_text":"cut… full","text":"cut…""#, #""text":"cut…","full_text":"cut… full""#,
            #""extended_tweet":{"full_text":"whole"},"text":"cut…","full_text":"cut… full""#,
            #""text":"cut…","extended_tweet":{"entities":{"a":[1]},"full_text":"whole"},"truncated":true"#,
        ]
    )
    func fullestText(members: String) throws {
        let expected = members.contains("whole") ? "whole" : members.contains("full") ? "cut… full" : "cut…"
        #expect(try read(members).get().text == expected)
    }

    @Test(
        "a retweet is told by the original's text",
        arguments: [
            #""retweeted_status":{"id_str":"1","text":"original"}"#,
            #""retweeted_status":{"text":"cut","full_text":"original","id_str":"1"}"#,
            #""retweeted_status":{"extended_tweet":{"full_text":"original"},"id_str":"1","text":"cut","user":{"screen_name":"other"}}"#,
        ]
    )
    func retweet(members: String) throws {
        let post = try read(
            #""text":"RT @a: ori…","user":{"screen_name":"me"},\#(members),"in_reply_to_status_id_str":"2""#
        ).get()
        #expect(post.text == "original")
        #expect(post.kind == .repost)
        #expect(post.parent == "1")
        #expect(post.author == "me")
    }

    @Test("a retweet without its original's text keeps its own")
    func retweetWithoutText() throws {
        let post = try read(#""text":"RT @a: ori…","retweeted_status":{"id_str":"1"}"#).get()
        #expect(post.text == "RT @a: ori…")
        #expect(post.kind == .repost)
    }

    @Test(
        "entities are undone once, the three that X writes",
        arguments: [
            ("&amp;", "&"), ("&lt;b&gt;", "<b>"), ("&amp;lt;", "&lt;"), ("&amp;amp;amp;", "&amp;amp;"),
            ("&quot;&#39;", "&quot;&#39;"),
            ("&am", "&am"), ("&&amp;&", "&&&"), ("AT&T", "AT&T"), (#"\u0026gt;"#, ">"),
        ]
    )
    func entities(written: String, text: String) throws {
        #expect(try read(#""text":"\#(written)""#).get().text == text)
    }

    @Test("a long text with entities is undone whole")
    func longEntities() throws {
        let post = try read(#""text":"\#(String(repeating: "a &amp; b ", count: 10_000))""#).get()
        #expect(post.text == String(repeating: "a & b ", count: 10_000))
    }

    @Test("the streaming time is the millisecond; without it the second")
    func times() throws {
        #expect(
            try read(#""text":"a","timestamp_ms":"1504012107131""#).get().time
                == Timestamp(milliseconds: 1_504_012_107_131)
        )
        #expect(try read(#""text":"a""#).get().time == Timestamp(seconds: 1_504_012_107))
        #expect(try read(#""text":"a","timestamp_ms":"soon""#).get().time == Timestamp(seconds: 1_504_012_107))
        #expect(ParsedPost.read(#"{"id_str":"1","text":"a","created_at":"long ago"}"#) == .dead(.badTime))
        #expect(try ParsedPost.read(#"{"id_str":"1","text":"a"}"#).get().time == nil)
    }

    @Test(
        "fields of the wrong type do not matter where nothing hangs on them",
        arguments: [
            #""user":7"#, #""user":null"#, #""user":[]"#, #""retweeted_status":true"#, #""extended_tweet":"no""#,
            #""favorite_count":"many""#,
        ]
    )
    func tolerated(member: String) throws {
        #expect(try read(#"\#(member),"text":"a""#).get().text == "a")
    }

    @Test("the id comes from the text form, not from the number")
    func textualIdentifier() throws {
        let post = try ParsedPost.read(#"{"id_str":"902518307445772288","id":902518307445772300,"text":"a"}"#).get()
        #expect(post.id == "902518307445772288")
        #expect(post.source == "x")
    }

    @Test("statuses carry no keys of other makers, whatever else they hold")
    func otherKeys() throws {
        let post = try read(#""text":"a","raw":"r","url":"u","parent":"p","stream":1"#).get()
        #expect(!post.hasOtherKeys)
        #expect((post.raw, post.url, post.parent) == (nil, nil, nil))
    }

    @Test("a retweet has the counts, the language and the author's name of its original, where that states them")
    func originalCounts() throws {
        let post = try read(
            #""text":"RT @a: …","lang":"en","favorite_count":0,"retweet_count":3,"retweeted_status":{"id":1,"text":"t","lang":"de","favorite_count":7,"retweet_count":3,"user":{"screen_name":"ada"}}"#
        ).get()
        #expect(post.engagement == Engagement(likes: 7, reposts: 3))
        #expect((post.language, post.parent, post.parentAuthor) == ("de", "1", "ada"))
    }

    @Test(
        "relations are found where only numbers or the other post name them",
        arguments: [
            (#""quoted_status":{"id":5,"text":"q"}"#, Signal.Kind.quote), (#""in_reply_to_status_id":5"#, .reply),
            (#""quoted_status":{"id":4,"id_str":"5"},"in_reply_to_status_id":3"#, .quote),
        ]
    )
    func numericRelations(members: String, kind: Signal.Kind) throws {
        let post = try read(#""text":"a","user":{"screen_name":"me"},\#(members)"#).get()
        #expect((post.kind, post.parent) == (kind, "5"))
    }

    @Test(
        "messages of the stream are notices, whatever they hold",
        arguments: [
            (#"{"friends":[1,2]}"#, "friends"), (#"{"friends_str":["1"]}"#, "friends_str"),
            (
                #"{"event":"follow","source":{"id":1},"target":{"id":2},"created_at":"Tue Aug 29 13:08:27 +0000 2017"}"#,
                "event"
            ),
            (#"{"direct_message":{"id_str":"1","text":"private","sender":{"screen_name":"a"}}}"#, "direct_message"),
            (#"{"warning":{"code":"FALLING_BEHIND"}}"#, "warning"), (#"{"limit":7}"#, "limit"),
            (#"{"delete":{}}"#, "delete"),
        ]
    )
    func notices(line: String, kind: String) {
        #expect(ParsedPost.read(line) == .notice(Notice(kind: kind)))
    }
}
