import Foundation
import Language
import TestSupport
import Testing

/// How many real English posts are taken for English, on recorded data.
@Suite(.enabled(if: SharedData.isPresent, Comment(rawValue: "\(SharedData.absence)")))
struct LanguageGuessRecallTests {
    @Test(arguments: ["sent_val.tsv", "off_val.tsv"])
    func `of English tweets of five words or more at least 97 in 100 are taken for English`(file: String) throws {
        let reader = try Reader()
        let lines = try String(contentsOf: SharedData.url("data/language/\(file)"), encoding: .utf8)
            .split(separator: "\n")
        let texts = lines.compactMap { $0.split(separator: "\t", maxSplits: 1).last.map(String.init) }
            .filter { Reading($0).pieces.count { $0.kind == .word } >= 5 }
        let english = texts.count { reader.analysis($0).language == "en" }
        #expect(texts.count > 1_000)
        #expect(english * 100 >= texts.count * 97)
    }
}
