import Feeds
import Foundation
import Language
import Testing

/// Lines broken at random, always in the same way.
struct MutationTests {
    private static let lines = [
        #"{"id":"1","source":"x","author":"ada","time":"2017-08-29T13:08:27Z","text":"The latest DevOps Evolution!","likes":3}"#,
        #"{"text":"only \"text\" \\ \u00e9\ud83d\ude00 …","lang":"en","kind":"reply","parent":"7","stream":[1,2,{"a":null}]}"#,
        #"{"created_at":"Tue Aug 29 13:08:27 +0000 2017","id":902518307445772288,"id_str":"902518307445772288","text":"a &amp; b","#
            + #""user":{"id":7,"screen_name":"Champagnie"},"retweet_count":4,"favorite_count":0,"lang":"en","timestamp_ms":"1504012107131"}"#,
        #"{"id_str":"5","text":"RT @a: cut…","retweeted_status":{"id_str":"4","text":"cut","extended_tweet":{"full_text":"whole"}}}"#,
        #"{"delete":{"status":{"id":1234,"id_str":"1234","user_id":3,"user_id_str":"3"}}}"#,
    ].map { Array($0.utf8) }

    private static let pieces = [
        "\"", "\\", "{", "}", "[", "]", ":", ",", "null", "true", "-", "1e999", "\\u", "\\ud800", "\\udc00", "\u{0}",
        "é", "😀", " ", "\"text\"",
        "\"id\":", "{}", "[]", "\"text\":\"x\",",
    ].map { Array($0.utf8) }

    private func mutated(_ random: inout SplitMix) -> [UInt8] {
        var line = Self.lines[Int.random(in: Self.lines.indices, using: &random)]
        for _ in 0..<Int.random(in: 1...3, using: &random) { mutate(&line, &random) }
        return line
    }

    private func mutate(_ line: inout [UInt8], _ random: inout SplitMix) {
        guard !line.isEmpty else { return }
        let place = Int.random(in: line.indices, using: &random)
        let span = place..<min(line.count, place + Int.random(in: 1...12, using: &random))
        switch Int.random(in: 0..<8, using: &random) {
        case 0: line[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        case 1: line[place] = UInt8.random(in: 0...255, using: &random)
        case 2: line.removeSubrange(span)
        case 3: line.insert(contentsOf: line[span], at: place)
        case 4: line.removeSubrange(place...)
        case 5: line.replaceSubrange(span, with: Self.pieces[Int.random(in: Self.pieces.indices, using: &random)])
        case 6: line += Self.lines[Int.random(in: Self.lines.indices, using: &random)].dropFirst(place % 80)
        default: line.insert(contentsOf: Self.pieces[Int.random(in: Self.pieces.indices, using: &random)], at: place)
        }
    }

    @Test("200,000 broken lines: a post or an error, the same whatever space stands behind the line")
    func isClosed() {
        var random = SplitMix(state: 20_170_829)
        let (one, other) = (PostParser(), PostParser())
        var (posts, errors) = (0, 0)
        for round in 0..<200_000 {
            let line = mutated(&random)
            let result = ParsedPost.read(line, with: one)
            let again = ParsedPost.read(line, followedBy: [9, 10, 13, 32][round % 4], with: other)
            if result != again { Issue.record("\(String(decoding: line, as: UTF8.self)): \(result) and \(again)") }
            switch result {
            case .post: posts += 1
            case .page, .change, .notice, .dead: errors += 1
            }
        }
        // Were the lines not broken, or broken beyond recognition, nothing would have been tried.
        #expect(posts > 10_000)
        #expect(errors > 100_000)
    }

    @Test("whatever Foundation reads as a post is read as the same post")
    func agreesWithFoundation() {
        var random = SplitMix(state: 902)
        let parser = PostParser()
        var compared = 0
        for _ in 0..<30_000 {
            let line = mutated(&random)
            guard let object = FoundationReading.object(line), let text = object["text"] as? String,
                object["id_str"] == nil, object["created_at"] == nil, object["user"] == nil
            else { continue }
            // Foundation keeps one of two keys of a name; which is not stated.
            guard line.split(separator: UInt8(ascii: "\"")).filter({ $0 == ArraySlice("text".utf8) }).count == 1 else {
                continue
            }
            switch ParsedPost.read(line, with: parser) {
            case .post(let post):
                compared += 1
                if Array(post.text.utf8) != Array(text.utf8) { Issue.record("\(post.text) instead of \(text)") }
            case .dead(.notJSON(let reason)): Issue.record("\(reason): \(String(decoding: line, as: UTF8.self))")
            case .page, .change, .notice, .dead: break
            }
        }
        #expect(compared > 900)
    }
}
