import Feeds
import Signals
import Testing

/// Elements of X data archives, and activities.
struct ArchiveFormatTests {
    private func post(_ line: String) throws -> ParsedPost { try ParsedPost.read(line).get() }

    @Test("an archived post has its numbers as text, and no author", arguments: [#"{"tweet":%}"#, "%"])
    func tweet(envelope: String) throws {
        let status =
            #"{"id":"1626922779105759235","id_str":"1626922779105759235","full_text":"a &lt;b&gt;","favorite_count":"12","retweet_count":"0","created_at":"Sat Feb 18 12:33:11 +0000 2023","lang":"en","in_reply_to_status_id":"7"}"#
        let post = try post(envelope.replacing("%", with: status))
        var expected = ParsedPost(text: "a <b>")
        expected.id = "1626922779105759235"
        expected.source = "x"
        expected.time = Timestamp(iso8601: "2023-02-18T12:33:11Z")
        expected.language = "en"
        expected.engagement = Engagement(likes: 12, reposts: 0)
        (expected.kind, expected.parent) = (.reply, "7")
        #expect(post.differences(from: expected) == [])
    }

    @Test(
        "an archived repost is told by its text, which names who wrote the original",
        arguments: [
            ("RT @otis: cut…", Signal.Kind.repost, "otis" as String?), ("RT @otis cut…", .post, nil),
            ("RT @: cut…", .post, nil), ("rt @otis: no", .post, nil), ("see RT @otis: no", .post, nil),
        ]
    )
    func repost(text: String, kind: Signal.Kind, author: String?) throws {
        let post = try post(#"{"tweet":{"id_str":"1","full_text":"\#(text)","retweeted":false}}"#)
        #expect((post.text, post.kind, post.parentAuthor, post.parent) == (text, kind, author, nil))
    }

    @Test("a count that is no number is unknown", arguments: ["", "-1", "1e3", "many", "9999999999999999999"])
    func unknownCounts(written: String) throws {
        let post = try post(#"{"tweet":{"id_str":"1","full_text":"a","favorite_count":"\#(written)"}}"#)
        #expect(post.engagement.likes == nil)
    }

    @Test("a like is a post of somebody")
    func like() throws {
        let post = try post(
            #"{"like":{"tweetId":"1627038691825950720","fullText":"sea &amp; sky","expandedUrl":"https://e.example/1"}}"#
        )
        #expect((post.id, post.text, post.source) == ("1627038691825950720", "sea & sky", "x"))
        #expect((post.url, post.author, post.kind) == ("https://e.example/1", nil, .post))
        #expect(ParsedPost.read(#"{"like":{"tweetId":"1"}}"#) == .dead(.noText))
    }

    @Test("a note is the long text of a post")
    func note() throws {
        let post = try post(
            #"{"noteTweet":{"noteTweetId":"5","createdAt":"2023-02-18T12:33:11.000Z","noteTweetResults":{"text":"long"},"tweetId":"7"}}"#
        )
        #expect((post.id, post.text) == ("7", "long"))
        #expect(post.time == Timestamp(iso8601: "2023-02-18T12:33:11Z"))
    }

    private static let activity =
        #""id":"tag:search.twitter.com,2005:763","objectType":"activity","postedTime":"2016-08-10T19:40:03.000Z","actor":{"preferredUsername":"ada"},"twitter_lang":"en","favoritesCount":1,"retweetCount":2"#

    @Test("an activity is read like a status")
    func activity() throws {
        let post = try post(
            #"{\#(Self.activity),"verb":"post","body":"cut","long_object":{"body":"whole"},"object":{"id":"object:1"}}"#
        )
        #expect((post.id, post.source, post.author, post.text) == ("763", "x", "ada", "whole"))
        #expect((post.kind, post.language) == (.post, "en"))
        #expect(post.time == Timestamp(iso8601: "2016-08-10T19:40:03Z"))
        #expect(post.engagement == Engagement(likes: 1, reposts: 2))
    }

    @Test(
        "activities name what they share, quote and answer",
        arguments: [
            (
                #""verb":"share","body":"RT @otis: cu…","object":{"id":"tag:search.twitter.com,2005:5","body":"cut","long_object":{"body":"whole"},"actor":{"preferredUsername":"otis"}}"#,
                Signal.Kind.repost, "whole"
            ),
            (#""verb":"post","body":"b","twitter_quoted_status":{"id":"tag:search.twitter.com,2005:5"}"#, .quote, "b"),
            (#""verb":"post","body":"b","inReplyTo":{"link":"http://twitter.com/otis/statuses/5"}"#, .reply, "b"),
        ]
    )
    func relations(members: String, kind: Signal.Kind, text: String) throws {
        let post = try post(#"{\#(Self.activity),\#(members)}"#)
        #expect((post.kind, post.parent, post.text) == (kind, "5", text))
        #expect(post.parentAuthor == (kind == .repost ? "otis" : nil))
    }
}
