import Feeds
import Signals
import Testing

/// Posts of the X API v2, in both of its vocabularies.
struct XPostFormatTests {
    private static let members =
        #""id":"1784600000000000001","text":"cut &amp; …","author_id":"7","created_at":"2024-04-28T12:00:00.123Z","lang":"en""#

    private func read(_ line: String) -> ParsedReading { ParsedPost.read(line) }

    @Test(
        "a stream object says all that it can, in either vocabulary and order",
        arguments: [
            #"{"data":{\#(members),"public_metrics":{"retweet_count":2,"reply_count":3,"like_count":4,"quote_count":5},"edit_history_tweet_ids":["1"]},"includes":{"users":[{"id":"8","username":"otis"},{"id":"7","username":"ada"}]},"matching_rules":[{"id":"9","tag":"t"}]}"#,
            #"{"matching_rules":[],"includes":{"users":[{"username":"ada","id":"7"}],"posts":[]},"data":{"public_metrics":{"repost_count":2,"reply_count":3,"like_count":4},\#(members),"edit_history_post_ids":["1"]}}"#,
            #"{"errors":[{"title":"Not Found Error","type":"https://api.x.com/2/problems/resource-not-found"}],"data":{\#(members),"author":{"username":"ada"},"public_metrics":{"repost_count":2,"reply_count":3,"like_count":4}}}"#,
            #"{\#(members),"username":"ada","public_metrics":{"repost_count":2,"reply_count":3,"like_count":4}}"#,
        ]
    )
    func streamObject(line: String) throws {
        var expected = ParsedPost(text: "cut & …")
        expected.id = "1784600000000000001"
        expected.source = "x"
        expected.author = "ada"
        expected.time = Timestamp(iso8601: "2024-04-28T12:00:00.123Z")
        expected.language = "en"
        expected.engagement = Engagement(likes: 4, reposts: 2, replies: 3)
        expected.authorID = "7"
        #expect(try read(line).get().differences(from: expected) == [])
    }

    @Test("what is not stated is unknown: the author, the counts, the time")
    func unknown() throws {
        let post = try read(
            #"{"data":{"id":"1","text":"a","author_id":"7"},"includes":{"users":[{"id":"8","username":"b"}]}}"#
        )
        .get()
        var expected = ParsedPost(text: "a")
        expected.id = "1"
        expected.source = "x"
        expected.authorID = "7"
        #expect(post == expected)
    }

    @Test("the followers of an author are read where they stand beside the post or in it")
    func reach() throws {
        let metrics = #""public_metrics":{"followers_count":12}"#
        let beside = #"{"data":{\#(Self.members)},"includes":{"users":[{"id":"7","username":"ada",\#(metrics)}]}}"#
        #expect(try read(beside).get().reach == 12)
        let inside = #"{"data":{"id":"1","text":"a","author":{"id":"7","username":"ada",\#(metrics)}}}"#
        let post = try read(inside).get()
        #expect((post.author, post.authorID, post.reach) == ("ada", "7", 12))
    }

    @Test("a long post has its whole text", arguments: ["note_tweet", "note_post"])
    func longText(key: String) throws {
        for members in [
            #"\#(Self.members),"\#(key)":{"text":"whole"}"#, #""\#(key)":{"text":"whole"},\#(Self.members)"#,
        ] {
            #expect(try read(#"{"data":{\#(members)}}"#).get().text == "whole")
        }
    }

    @Test(
        "a repost has the text and the counts of its original, and names who wrote it",
        arguments: [("referenced_tweets", "tweets", "note_tweet"), ("referenced_posts", "posts", "note_post")]
    )
    func repost(references: String, list: String, note: String) throws {
        let line =
            #"{"data":{\#(Self.members),"\#(references)":[{"type":"retweeted","id":"5"}],"public_metrics":{"like_count":0,"retweet_count":9}},"#
            + #""includes":{"users":[{"id":"7","username":"ada"},{"id":"6","username":"otis"}],"#
            + #""\#(list)":[{"id":"4","text":"other"},{"id":"5","text":"cut","\#(note)":{"text":"whole \"story\""},"author_id":"6","lang":"de","public_metrics":{"like_count":12}}]}}"#
        let post = try read(line).get()
        #expect(post.text == #"whole "story""#)
        #expect((post.kind, post.parent, post.parentAuthor) == (.repost, "5", "otis"))
        #expect(post.author == "ada")
        #expect(post.language == "de")
        #expect(post.engagement == Engagement(likes: 12, reposts: 9))
    }

    @Test("a repost without its original keeps its own text, which tells who wrote it")
    func repostAlone() throws {
        let post = try read(
            #"{"data":{"id":"2","text":"RT @otis: cut…","referenced_tweets":[{"type":"retweeted","id":"1"}]}}"#
        ).get()
        #expect((post.text, post.kind, post.parent, post.parentAuthor) == ("RT @otis: cut…", .repost, "1", "otis"))
    }

    @Test(
        "quotes and answers name their post; a quote that answers is a quote",
        arguments: [
            (#"{"type":"replied_to","id":"5"}"#, Signal.Kind.reply), (#"{"type":"quoted","id":"5"}"#, .quote),
            (#"{"type":"replied_to","id":"3"},{"type":"quoted","id":"5"}"#, .quote),
        ]
    )
    func relations(references: String, kind: Signal.Kind) throws {
        let post = try read(#"{"data":{\#(Self.members),"referenced_tweets":[\#(references)]}}"#).get()
        #expect((post.kind, post.parent) == (kind, "5"))
    }

    @Test(
        "messages about the stream are notices",
        arguments: [
            (
                #"{"errors":[{"title":"operational-disconnect","disconnect_type":"UpstreamOperationalDisconnect","type":"https://api.x.com/2/problems/operational-disconnect"}]}"#,
                "operational-disconnect"
            ),
            (
                #"{"title":"ConnectionException","connection_issue":"TooManyConnections","type":"https://api.x.com/2/problems/streaming-connection"}"#,
                "streaming-connection"
            ),
            (#"{"data":{"withheld":{"tweet":{"id":"1","author_id":"2"},"withheld_in_countries":["DE"]}}}"#, "withheld"),
            (#"{"data":{"user_suspend":{"user":{"id":"1"}}}}"#, "user_suspend"),
            (#"{"data":[],"meta":{"result_count":0}}"#, "empty page"), (#"{"meta":{"result_count":0}}"#, "empty page"),
        ]
    )
    func notices(line: String, kind: String) {
        #expect(read(line) == .notice(Notice(kind: kind)))
    }

    @Test("a deletion names its post; a like that is taken back names none")
    func deletion() {
        for key in ["tweet", "post"] {
            let line =
                #"{"data":{"delete":{"\#(key)":{"id":"1","author_id":"2"},"event_at":"2021-07-06T18:40:40.000Z"}}}"#
            #expect(read(line) == .change(.withdrawn(SignalID(source: "x", id: "1"))))
        }
        #expect(
            read(#"{"data":{"delete":{"favorite":{"id":"1","user_id":"2"}}}}"#)
                == .notice(Notice(kind: "delete"))
        )
    }

    @Test(
        "errors of a request are told by X's own name for them, and nothing else of them",
        arguments: [
            (#"{"title":"Invalid Request","type":"https://api.x.com/2/problems/invalid-request"}"#, "invalid-request"),
            (#"{"errors":[{"type":"https://api.twitter.com/2/problems/usage-capped"}]}"#, "usage-capped"),
            (#"{"errors":[{"code":160,"message":"secret"}]}"#, "error"), (#"{"errors":[]}"#, "error"),
            (#"{"title":"t","type":"https://api.x.com/2/problems/<script>"}"#, "error"),
        ]
    )
    func problems(line: String, name: String) {
        #expect(read(line) == .dead(.problem(name: name)))
    }

    @Test(
        "what X delivers besides posts is told to be none",
        arguments: [
            #"{"data":{"id":"1","name":"Ada","username":"ada"}}"#, #"{"data":{"deleted":true}}"#,
            #"{"data":{"start":"a","end":"b","tweet_count":1}}"#,
        ]
    )
    func otherObjects(line: String) {
        #expect(read(line) == .dead(.notAPost))
    }

    @Test("a neutral post may have keys of these names")
    func neutral() throws {
        let line =
            #"{"id":"1","text":"mine","data":{"id":"2","text":"other"},"includes":{},"statuses":[{"text":"a"}],"errors":[],"title":"t","type":"u/problems/x","meta":{},"tweet":{"id_str":"3","full_text":"b"},"object":{"id":"a:4"},"body":"c","verb":"share","results":7}"#
        let post = try read(line).get()
        #expect((post.id, post.text, post.source, post.kind) == ("1", "mine", nil, .post))
        #expect(post.hasOtherKeys)
        #expect(read(#"{"text":"a","author":{"username":"b"}}"#) == .dead(.wrongType(field: "author")))
    }

    @Test("a page is told with the number of its posts, each read with what stands beside them")
    func page() throws {
        let line =
            #"{"data":[{"id":"1","text":"a","author_id":"7"},{"id":"2"},{"id":"3","text":5},"no",{"id":"4","text":"\u00e9 \"b\"","author_id":"8"}],"#
            + #""includes":{"users":[{"id":"8","username":"otis"},{"id":"7","username":"ada"}]}}"#
        let bytes = Array(line.utf8) + [UInt8](repeating: 0, count: PostParser.padding)
        let parser = PostParser()
        bytes.withUnsafeBytes { buffer in
            let line = UnsafeRawBufferPointer(rebasing: buffer[..<(bytes.count - PostParser.padding)])
            #expect(ParsedReading(parser.read(line, format: .ndjson)) == .page(count: 5))
            let results = (0..<5).map { ParsedReading(parser.readElement($0)) }
            #expect(results.map { try? $0.get().author } == ["ada", nil, nil, nil, "otis"])
            #expect(results.map { try? $0.get().text } == ["a", nil, nil, nil, #"é "b""#])
            #expect(results[1] == .dead(.notAPost))
            #expect(results[2] == .dead(.wrongType(field: "text")))
            #expect(results[3] == .dead(.notAnObject))
            #expect(Array(parser.element(3)) == Array(#""no""#.utf8))
        }
    }

    @Test("a page of many posts and users costs no square of its size", .timeLimit(.minutes(1)))
    func largePage() throws {
        let posts = (0..<50_000).map { #"{"id":"\#($0)","text":"a","author_id":"\#($0)"}"# }.joined(separator: ",")
        let users = (0..<50_000).reversed().map { #"{"id":"\#($0)","username":"u\#($0)"}"# }.joined(separator: ",")
        let bytes = Array(#"{"data":[\#(posts)],"includes":{"users":[\#(users)]}}"#.utf8)
        let parser = PostParser()
        (bytes + [UInt8](repeating: 0, count: PostParser.padding)).withUnsafeBytes { buffer in
            let line = UnsafeRawBufferPointer(rebasing: buffer[..<bytes.count])
            #expect(ParsedReading(parser.read(line, format: .ndjson)) == .page(count: 50_000))
            let wrong = (0..<50_000).filter { (try? ParsedReading(parser.readElement($0)).get().author) != "u\($0)" }
            #expect(wrong == [])
        }
    }
}
