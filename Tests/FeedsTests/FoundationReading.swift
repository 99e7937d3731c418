import Foundation
import Signals

/// A second reading of posts, made with Foundation alone from the documentation of the formats.
enum FoundationReading {
    /// Every object that stands anywhere in JSON text, on one line each, with its bytes otherwise as they were.
    static func objects(in text: Data) -> [[UInt8]] {
        var found: [[UInt8]] = []
        var starts: [Int] = []
        var line: [UInt8] = []
        var (inString, escaped) = (false, false)
        for byte in text {
            if !inString, byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") { continue }
            if !inString, byte == UInt8(ascii: "{") { starts.append(line.count) }
            line.append(byte)
            if inString {
                if escaped {
                    escaped = false
                } else if byte == UInt8(ascii: "\\") {
                    escaped = true
                } else if byte == UInt8(ascii: "\"") {
                    inString = false
                }
            } else if byte == UInt8(ascii: "\"") {
                inString = true
            } else if byte == UInt8(ascii: "}"), let start = starts.popLast() {
                found.append(Array(line[start...]))
            }
        }
        return found
    }

    /// Whether an object is a status of the X API v1.1.
    static func isStatus(_ object: [String: Any]) -> Bool {
        object["id_str"] is String && (object["text"] is String || object["full_text"] is String)
    }

    static func object(_ line: [UInt8]) -> [String: Any]? {
        try? JSONSerialization.jsonObject(with: Data(line)) as? [String: Any]
    }

    /// What a status says, by the rules of docs/reference.md.
    static func status(_ object: [String: Any]) -> ParsedPost {
        let original = object["retweeted_status"] as? [String: Any]
        var post = ParsedPost(text: withoutEntities(original.flatMap(text) ?? text(object) ?? ""))
        post.id = object["id_str"] as? String
        post.source = "x"
        let user = object["user"] as? [String: Any]
        post.author = user?["screen_name"] as? String
        post.authorID = user?["id_str"] as? String
        // Some recorded statuses have -1 in the place of a count, which is none.
        post.reach = count(user?["followers_count"]).flatMap { $0 < 0 ? nil : $0 }
        post.language = original?["lang"] as? String ?? object["lang"] as? String
        post.time = time(object)
        post.engagement = Engagement(
            likes: count(original?["favorite_count"]) ?? count(object["favorite_count"]),
            reposts: count(original?["retweet_count"]) ?? count(object["retweet_count"]),
            replies: count(original?["reply_count"]) ?? count(object["reply_count"])
        )
        if let parent = original?["id_str"] as? String {
            (post.kind, post.parent) = (.repost, parent)
            post.parentAuthor = (original?["user"] as? [String: Any])?["screen_name"] as? String
        } else if let parent = object["quoted_status_id_str"] as? String {
            (post.kind, post.parent) = (.quote, parent)
        } else if let parent = object["in_reply_to_status_id_str"] as? String {
            (post.kind, post.parent) = (.reply, parent)
        }
        return post
    }

    /// What a line of the neutral format says.
    static func neutral(_ object: [String: Any]) -> ParsedPost {
        var post = ParsedPost(text: object["text"] as? String ?? "")
        post.id = object["id"] as? String
        post.source = object["source"] as? String
        post.author = object["author"] as? String
        post.time = (object["time"] as? String).flatMap(isoTime)
        post.url = object["url"] as? String
        post.language = object["lang"] as? String
        post.engagement = Engagement(
            likes: count(object["likes"]),
            reposts: count(object["reposts"]),
            replies: count(object["replies"])
        )
        let known: Set = ["id", "source", "author", "time", "text", "url", "lang", "likes", "reposts", "replies"]
        post.hasOtherKeys = !known.isSuperset(of: object.keys)
        return post
    }

    private static func text(_ status: [String: Any]) -> String? {
        let extended = (status["extended_tweet"] as? [String: Any])?["full_text"] as? String
        return extended ?? status["full_text"] as? String ?? status["text"] as? String
    }

    private static func withoutEntities(_ text: String) -> String {
        // `&` comes last, so that `&amp;lt;` becomes `&lt;`.
        text.replacingOccurrences(of: "&lt;", with: "<", options: .literal)
            .replacingOccurrences(of: "&gt;", with: ">", options: .literal)
            .replacingOccurrences(of: "&amp;", with: "&", options: .literal)
    }

    private static func count(_ value: Any?) -> Int64? {
        (value as? NSNumber)?.int64Value
    }

    private static func time(_ status: [String: Any]) -> Timestamp? {
        if let stated = status["timestamp_ms"] as? String, let value = Int64(stated) {
            return Timestamp(milliseconds: value)
        }
        let format = DateFormatter()
        format.locale = Locale(identifier: "en_US_POSIX")
        format.dateFormat = "EEE MMM dd HH:mm:ss Z yyyy"
        guard let written = status["created_at"] as? String else { return nil }
        return format.date(from: written).map { Timestamp(seconds: Int64($0.timeIntervalSince1970)) }
    }

    private static func isoTime(_ written: String) -> Timestamp? {
        let style = Date.ISO8601FormatStyle(includingFractionalSeconds: written.contains("."))
        guard let date = try? style.parse(written) else { return nil }
        return Timestamp(milliseconds: Int64((date.timeIntervalSince1970 * 1000).rounded()))
    }
}
