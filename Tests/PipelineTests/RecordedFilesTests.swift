import Feeds
import Foundation
import Pipeline
import Signals
import Store
import TestSupport
import Testing

/// Every recorded file of X is heard whole: what is no post is told why.
@Suite(.enabled(if: SharedData.isPresent, "\(SharedData.absence)"))
struct RecordedFilesTests {
    private static let folders = ["data/x/v1", "data/x/v1/tweet-updates", "data/x/v2", "data/x/archive"]

    /// The files whose content is not all posts and notices, with how many dead letters each has.
    ///
    /// The rest of these are no posts: an error, rules, users, counts, answers. Two are no valid JSON at their origin: one
    /// has words between its objects.
    private static let dead = [
        "forbidden.json": 1, "initial_compatibility_classic_13995.json": 1, "docs_quickstart_1.json": 1,
        "docs_response-codes-and-errors_9.json": 1, "tweepy_test_client_create_and_delete_tweet.json": 1,
        "tweepy_test_client_retweet_and_unretweet.json": 2,
    ]

    private static func files() -> [String] {
        folders.flatMap { folder in
            ((try? FileManager.default.contentsOfDirectory(atPath: SharedData.url(folder).path)) ?? [])
                .filter { $0.contains(".js") }.sorted().map { "\(folder)/\($0)" }
        }
    }

    /// What a file holds; of recorded exchanges the answers.
    private static func content(_ file: String) throws -> [UInt8] {
        let data = try Data(contentsOf: SharedData.url(file))
        guard file.contains("/tweepy_") else { return Array(data) }
        let exchanges = try JSONSerialization.jsonObject(with: data) as? [[String: Any]] ?? []
        return Array(exchanges.compactMap { $0["body"] as? String }.joined(separator: "\n").utf8)
    }

    @Test("every recorded file is heard without an unexplained dead letter", arguments: files())
    func file(_ file: String) async throws {
        let fixture = try ReplayFixture()
        let name = URL(fileURLWithPath: file).lastPathComponent
        let summary = try await fixture.replay(
            [.memory(bytes: try Self.content(file), name: name)],
            keepsAll: true
        ) { $0.options.format = .auto }
        let letters = try await Store.read(fixture.path).deadLetters(limit: 10_000)
        let isOfOthers = ["count", "retweeters"].contains { name.contains($0) }
        if isOfOthers {
            #expect(summary.dead > 0 && summary.kept == 0)
            #expect(letters.allSatisfy { $0.letter.reason.hasPrefix("an object of the X API that is no post") })
        } else {
            #expect(summary.dead == Self.dead[name] ?? 0, "\(letters.map(\.letter.reason))")
        }
        #expect(summary.heard > 0)
        #expect(summary.heard == summary.kept + summary.duplicates + summary.unmatched + summary.dead)
    }

    @Test("there are recorded files")
    func present() {
        #expect(Self.files().count > 80)
    }
}
