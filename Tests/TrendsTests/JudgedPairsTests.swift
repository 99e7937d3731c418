import Foundation
import Language
import Signals
import TestSupport
import Testing
import Trends

/// Pairs of posts of which a person said whether they are one message.
///
/// One message: links, @names, RT marks, tags beside it, case, punctuation, a source's name, slips of the pen and an end
/// cut off do not count. A repost with a comment is another, and so is a template with another number or name.
@Suite struct JudgedPairsTests {
    /// Pairs of real posts by the XXH64 of their ids; the posts are recorded data and no part of the repository.
    @Test(.enabled(if: SharedData.isPresent, Comment(rawValue: "\(SharedData.absence)")))
    func `of real posts 95 in 100 marked are copies and 90 in 100 copies are marked`() throws {
        let pairs = try Self.realPairs()
        #expect(pairs.count > 400)
        let figures = PairFigures(pairs)
        print("near-duplicates:", figures)
        #expect(figures.precision >= 0.95, "\(figures)")
        #expect(figures.recall >= 0.90, "\(figures)")
    }

    @Test(arguments: OwnPairs.copies)
    func `one message`(first: String, second: String) throws {
        #expect(JudgedPair(first, second, isCopy: true).isMarked)
    }

    @Test(arguments: OwnPairs.others)
    func `another message`(first: String, second: String) throws {
        #expect(!JudgedPair(first, second, isCopy: false).isMarked)
        #expect(!JudgedPair(second, first, isCopy: false).isMarked)
    }

    private static func realPairs() throws -> [JudgedPair] {
        let texts = try texts()
        let fixture = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("Fixtures/judged-pairs.tsv")
        return try String(contentsOf: fixture, encoding: .utf8).split(separator: "\n").map { line in
            let cells = line.split(separator: "\t").map(String.init)
            return JudgedPair(
                try #require(texts[cells[0]]),
                try #require(texts[cells[1]]),
                isCopy: cells[2] == "copy",
                name: "\(cells[0]) \(cells[1])"
            )
        }
    }

    private static func texts() throws -> [String: String] {
        let data = try SystemGzip.decompress(SharedData.url("data/posts/crisis.ndjson.gz").path)
        var texts: [String: String] = [:]
        for line in data.split(separator: UInt8(ascii: "\n")) {
            let post = try JSONSerialization.jsonObject(with: Data(line)) as? [String: Any]
            guard let id = post?["id"] as? String else { continue }
            texts[Hexadecimal.string(StableHash.hash(id))] = post?["text"] as? String
        }
        return texts
    }
}

/// Two texts, and whether a person calls them one message.
struct JudgedPair {
    let name: String
    let isCopy: Bool
    /// Whether the second is marked as a copy of the first.
    let isMarked: Bool

    init(_ first: String, _ second: String, isCopy: Bool, name: String = "") {
        self.name = name
        self.isCopy = isCopy
        var window = NearDuplicates()
        window.add(TextAnalyzer.sketch(of: first), signal: 1, original: nil)
        isMarked = TextAnalyzer.sketch(of: second).flatMap { window.original(of: $0) } != nil
    }
}

/// How often marks are right.
struct PairFigures: CustomStringConvertible {
    private let right: Int
    private let wrong: [String]
    private let missed: [String]

    init(_ pairs: [JudgedPair]) {
        right = pairs.count { $0.isMarked && $0.isCopy }
        wrong = pairs.filter { $0.isMarked && !$0.isCopy }.map(\.name)
        missed = pairs.filter { !$0.isMarked && $0.isCopy }.map(\.name)
    }

    var precision: Double { Double(right) / Double(right + wrong.count) }
    var recall: Double { Double(right) / Double(right + missed.count) }

    var description: String {
        "precision \(precision), recall \(recall), \(right) right, wrong: \(wrong), missed: \(missed)"
    }
}
