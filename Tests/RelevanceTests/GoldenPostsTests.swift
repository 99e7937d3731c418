import Foundation
import Relevance
import Signals
import Testing

/// Sixty posts that a person judged.
///
/// The labels are facts; a failure is the program's.
@Suite struct GoldenPostsTests {
    private struct Post: CustomStringConvertible {
        /// What a person said of the sentiment.
        enum Expected: Equatable {
            case unstated
            case unknown
            case stated(String)
        }

        let id: String
        let text: String
        let author: String?
        let language: String?
        let keywords: [String]
        let isVolatile: Bool
        let sentiment: Expected

        var description: String { "\(id) \(text.debugDescription)" }
    }

    private static let topics = [
        "swift", "influxdb", "continuous delivery", "api", "c++", "node.js", "open source", "devops", "東京", "café",
    ]

    private static func posts() throws -> [Post] {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
            "Fixtures/golden-posts.ndjson"
        )
        return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map { line in
            let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
            let expect = try #require(object["expect"] as? [String: Any])
            let sentiment: Post.Expected =
                switch expect["sentiment"] {
                case nil: .unstated
                case let name as String: .stated(name)
                default: .unknown
                }
            return Post(
                id: try #require(object["id"] as? String),
                text: try #require(object["text"] as? String),
                author: object["author"] as? String,
                language: object["lang"] as? String,
                keywords: try #require(expect["keywords"] as? [String]),
                isVolatile: try #require(expect["volatile"] as? Bool),
                sentiment: sentiment
            )
        }
    }

    /// Every post with its judgement.
    private static func judged(friendlies: [String] = []) throws -> [(post: Post, judgement: Judgement)] {
        let judging = try Judging(topics: topics, friendlies: friendlies)
        return try posts().map { ($0, judging.judgement($0.text, author: $0.author, language: $0.language)) }
    }

    @Test func `there are sixty of them`() throws {
        #expect(try Self.posts().count == 60)
    }

    @Test func `keywords are exactly those a person finds, in order`() throws {
        for (post, judgement) in try Self.judged() { #expect(judgement.keywords == post.keywords, "\(post)") }
    }

    @Test func `volatile is exactly what a person calls so`() throws {
        for (post, judgement) in try Self.judged() { #expect(judgement.isVolatile == post.isVolatile, "\(post)") }
    }

    @Test func `sentiment is unknown exactly where it should be`() throws {
        for (post, judgement) in try Self.judged() {
            switch post.sentiment {
            case .unknown: #expect(judgement.sentiment == nil, "\(post)")
            case .stated: #expect(judgement.sentiment != nil, "\(post)")
            case .unstated: break
            }
        }
    }

    @Test func `four of five sentiments are as a person states them`() throws {
        var stated = 0
        var wrong: [String] = []
        for (post, judgement) in try Self.judged() {
            guard case .stated(let name) = post.sentiment else { continue }
            stated += 1
            let decision = judgement.sentiment?.decision.name ?? "unknown"
            if decision != name { wrong.append("\(post) is \(name), not \(decision)") }
        }
        #expect(stated > 30)
        #expect(wrong.count * 5 <= stated, "\(wrong.count) of \(stated):\n\(wrong.joined(separator: "\n"))")
    }

    @Test(arguments: [[], ["hana.m", "KOFI", "@nora_q", "carmen77"]])
    func `reasons sum to the relevance`(friendlies: [String]) throws {
        for (post, judgement) in try Self.judged(friendlies: friendlies) {
            #expect(judgement.sumOfReasons == judgement.relevance.tenThousandths, "\(post)")
            #expect(judgement.reasons.filter { $0.what == .keyword }.map(\.detail) == judgement.keywords, "\(post)")
            #expect((0...10_000).contains(judgement.relevance.tenThousandths), "\(post)")
        }
    }
}
