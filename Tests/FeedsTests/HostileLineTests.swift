import Feeds
import Foundation
import Signals
import Testing

/// Lines that strangers break on purpose: a post or an error, and never the end of the program.
struct HostileLineTests {
    private static let status =
        #"{"created_at":"Tue Aug 29 13:08:27 +0000 2017","id":902518307445772288,"id_str":"902518307445772288","#
        + #""text":"caf\u00e9 &amp; \ud83d\ude00 “devops” …","user":{"id":7,"screen_name":"Champagnie","url":null},"#
        + #""entities":{"hashtags":[{"text":"devops","indices":[0,7]}]},"retweeted_status":{"id_str":"1","#
        + #""extended_tweet":{"full_text":"the whole \"story\"","display_text_range":[0,17]}},"favorite_count":12,"lang":"en"}"#

    private func error(_ line: some Sequence<UInt8>) -> PostError? {
        guard case .dead(let error) = ParsedPost.read(line) else { return nil }
        return error
    }

    @Test(
        "a status cut at any byte is no post, whatever space stands behind it",
        arguments: [UInt8(0), UInt8(ascii: "\n"), UInt8(ascii: " ")]
    )
    func truncated(next: UInt8) throws {
        let bytes = Array(Self.status.utf8)
        let parser = PostParser()
        #expect(try ParsedPost.read(bytes, followedBy: next, with: parser).get().text == "the whole \"story\"")
        for end in bytes.indices {
            guard case .dead(let error) = ParsedPost.read(bytes[..<end], followedBy: next, with: parser) else {
                Issue.record("the first \(end) bytes were read as a post")
                continue
            }
            guard case .notJSON = error else {
                Issue.record("the first \(end) bytes: \(error)")
                continue
            }
        }
        // The parser has no memory of what went wrong.
        #expect(try ParsedPost.read(bytes, with: parser).get().id == "902518307445772288")
    }

    @Test("deep nesting is skipped or refused", arguments: ["[", #"{"a":"#])
    func deepNesting(open: String) {
        let close = open == "[" ? "]" : "}"
        let nested = String(repeating: open, count: 10_000) + "1" + String(repeating: close, count: 10_000)
        for line in [#"{"text":"a","x":\#(nested)}"#, #"{"x":\#(nested),"text":"a"}"#] {
            switch ParsedPost.read(line) {
            case .post(let post): #expect(post.text == "a")
            case .dead(let error): #expect("\(error)".hasPrefix("not JSON"))
            case let other: Issue.record("\(other)")
            }
        }
        #expect(ParsedPost.read(nested) == .dead(open == "[" ? .notAnObject : .noText))
        for field in ["text", "user", "extended_tweet", "retweeted_status", "id"] {
            #expect(throws: PostError.self) { try ParsedPost.read(#"{"\#(field)":\#(nested)}"#).get() }
        }
        #expect(throws: PostError.self) { try ParsedPost.read(String(repeating: open, count: 100_000)).get() }
    }

    @Test("huge numbers cost nothing but themselves")
    func hugeNumbers() throws {
        let digits = String(repeating: "9", count: 100_000)
        let post = try ParsedPost.read(#"{"text":"a","likes":\#(digits),"x":-\#(digits)e\#(digits)}"#).get()
        #expect(post.engagement.likes == nil)
        #expect(try ParsedPost.read(#"{"text":"a","id":\#(digits)}"#).get().id == digits)
    }

    @Test(
        "bytes that are not UTF-8 make no post",
        arguments: [
            [0xFF], [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80], [0x80], [0xE2, 0x82],
        ] as [[UInt8]]
    )
    func notUTF8(bytes: [UInt8]) {
        for (start, end) in [(#"{"text":"a"#, #""}"#), (#"{"text":"a","x":""#, #""}"#), (#"{"text":"a",""#, #"":1}"#)] {
            let line = Array(start.utf8) + bytes + Array(end.utf8)
            guard case .notJSON = error(line) else {
                Issue.record("\(bytes) were read")
                continue
            }
        }
    }

    @Test("NUL bytes and other control characters make no post", arguments: [UInt8(0), 1, 8, 0x1F])
    func controlCharacters(byte: UInt8) {
        #expect(error(Array(#"{"text":"a"#.utf8) + [byte] + Array(#""}"#.utf8)) != nil)
        #expect(error([byte] + Array(#"{"text":"a"}"#.utf8)) != nil)
        #expect(error([byte]) != nil)
    }

    @Test(
        "what follows the object makes no post",
        arguments: [
            #"{"text":"a"}{"text":"b"}"#, #"{"text":"a"} {"text":"b"}"#, #"{"text":"a"},"#, #"{"text":"a"}]"#,
            #"{"text":"a"}}"#,
            #"{"text":"a"} x"#, #"{"text":"a"} "x""#, #"{"text":"a"}1"#, #"{"text":"a"}:"#,
        ]
    )
    func trailing(line: String) {
        #expect(error(line.utf8) != nil)
    }

    @Test(
        "values that are no objects are told so",
        arguments: ["[]", #"[{"text":"a"}]"#, #""text""#, "1", "true", "null"]
    )
    func otherValues(line: String) {
        #expect(error(line.utf8) == .notAnObject)
    }

    @Test(
        "text that is no JSON makes no post",
        arguments: [
            "", " ", "{", "}", "{]", #"{"text":}"#, #"{"text" "a"}"#, #"{"text":"a",}"#, #"{,"text":"a"}"#,
            #"{text:"a"}"#, #"{"text":'a'}"#,
            #"{"text":"a"#, #"{"text":"\x"}"#, #"{"text":"\u12"}"#, "{\"text\":\"a\nb\"}", #"{"text":"a" "id":"1"}"#,
            "hello", #"{"text":nul}"#,
        ]
    )
    func notJSON(line: String) {
        #expect(error(line.utf8) != nil)
    }
}
