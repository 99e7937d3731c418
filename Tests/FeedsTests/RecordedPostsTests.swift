import Feeds
import Foundation
import Signals
import TestSupport
import Testing

/// The parser and a reading with Foundation agree on every field of recorded posts.
@Suite(.enabled(if: SharedData.isPresent, "\(SharedData.absence)"))
struct RecordedPostsTests {
    private static let statusFiles: [String] = {
        let folders = ["data/x/v1", "data/x/v1/tweet-updates"]
        let files = folders.flatMap { folder in
            ((try? FileManager.default.contentsOfDirectory(atPath: SharedData.url(folder).path)) ?? []).map {
                "\(folder)/\($0)"
            }
        }
        return files.filter { $0.hasSuffix(".json") }.sorted() + ["data/posts/x-v1-statuses.ndjson"]
    }()

    @Test("every status of every recorded file reads as Foundation reads it")
    func statuses() throws {
        let parser = PostParser()
        var count = 0
        var kinds: [String: Int] = [:]
        for file in Self.statusFiles {
            for line in FoundationReading.objects(in: try Data(contentsOf: SharedData.url(file))) {
                guard let object = FoundationReading.object(line), FoundationReading.isStatus(object) else { continue }
                let expected = FoundationReading.status(object)
                let post = try ParsedPost.read(line, with: parser).get()
                #expect(post.differences(from: expected) == [], "\(file), status \(expected.id ?? "?")")
                count += 1
                kinds[post.kind.name, default: 0] += 1
            }
        }
        // Statuses inside statuses are counted too. Were the files not found, nothing would have been compared.
        #expect(count > 250)
        #expect(Set(kinds.keys) == ["post", "reply", "repost", "quote"])
    }

    @Test("every line of the crisis collection reads as Foundation reads it")
    func crisis() throws {
        let parser = PostParser()
        var count = 0
        let file = try SystemGzip.decompress(SharedData.url("data/posts/crisis.ndjson.gz").path)
        for line in file.split(separator: UInt8(ascii: "\n")).map(Array.init) {
            let object = try #require(FoundationReading.object(line))
            let post = try ParsedPost.read(line, with: parser).get()
            let differences = post.differences(from: FoundationReading.neutral(object))
            if !differences.isEmpty { Issue.record("\(differences)") }
            count += 1
        }
        #expect(count == 30_029)
    }

    @Test("the other messages of the stream are named")
    func controlMessages() throws {
        let file = try Data(contentsOf: SharedData.url("data/x/v1/stream_control_messages.jsonl"))
        for line in file.split(separator: UInt8(ascii: "\n")) {
            let object = try #require(FoundationReading.object(Array(line)))
            let kind = try #require(object.keys.first)
            let expected: ParsedReading =
                kind == "delete"
                ? .change(.withdrawn(SignalID(source: "x", id: "1234")))
                : .notice(Notice(kind: kind, undelivered: kind == "limit" ? 1234 : nil))
            #expect(ParsedPost.read(line) == expected)
        }
    }
}
