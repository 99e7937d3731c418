import Foundation
import Language
import Testing

/// Sentences of developers that no model was trained on, and how many of them have to be judged rightly.
///
/// Both figures were set before the first measurement.
@Suite struct DeveloperSentencesTests {
    private static let fixtures = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("Fixtures")
    private static let training = fixtures.appendingPathComponent("../../../data").standardized

    private static func texts(in folder: URL) throws -> [LabelledText] {
        let file = folder.appendingPathComponent("developers.tsv")
        return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map { line in
            let parts = line.split(separator: "\t", maxSplits: 1)
            return LabelledText(label: try #require(Int(parts[0])), text: String(try #require(parts.last)))
        }
    }

    @Test func `nine of ten innocent ones are not offensive, and seven of ten offensive ones are`() throws {
        let texts = try Self.texts(in: Self.fixtures)
        let evaluation = Evaluation(of: .embedded(.offensive), on: texts)
        #expect(texts.count == 110)
        #expect(evaluation.recall(0) >= 0.9, "\(evaluation.confusion)")
        #expect(evaluation.recall(1) >= 0.7, "\(evaluation.confusion)")
    }

    @Test func `none of them is trained on`() throws {
        let learned = Set(try Self.texts(in: Self.training).map { $0.text.lowercased() })
        #expect(learned.count > 400)
        for text in try Self.texts(in: Self.fixtures) { #expect(!learned.contains(text.text.lowercased())) }
    }
}
