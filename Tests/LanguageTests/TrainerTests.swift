import Foundation
import Language
import Signals
import Testing

/// The same data and options give the same bytes, on every machine.
@Suite struct TrainerTests {
    private static let fixture = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
        "Fixtures/training.tsv"
    )

    private static func sentences() throws -> [LabelledText] {
        try String(contentsOf: fixture, encoding: .utf8).split(separator: "\n").map { line in
            let parts = line.split(separator: "\t", maxSplits: 1)
            return LabelledText(label: try #require(Int(parts[0])), text: String(parts[1]))
        }
    }

    private static func train(
        _ kind: LinearModel.Kind,
        _ texts: [LabelledText],
        change: (inout Trainer.Options) -> Void = { _ in }
    ) -> LinearModel {
        var options = Trainer.Options()
        change(&options)
        return Trainer(kind: kind, options: options).train(on: texts, validating: texts, digests: (1, 2))
    }

    /// Neutral is not offensive here, so that the sentences serve both models.
    private static func texts(for kind: LinearModel.Kind) throws -> [LabelledText] {
        try sentences().map {
            LabelledText(label: kind == .sentiment ? $0.label : $0.label == 0 ? 1 : 0, text: $0.text)
        }
    }

    @Test(arguments: LinearModel.Kind.allCases)
    func `the same data twice give the same bytes`(kind: LinearModel.Kind) throws {
        let texts = try Self.texts(for: kind)
        #expect(Self.train(kind, texts).encoded == Self.train(kind, texts).encoded)
    }

    /// These change only when the reading of texts, the features or the training change; then the weights that the program
    /// is shipped with have to be trained anew, too.
    @Test(arguments: [(LinearModel.Kind.sentiment, "52aadfe97a52a330"), (.offensive, "b0b095e3584c8e9a")])
    func `the sample gives weights with a known digest`(kind: LinearModel.Kind, digest: String) throws {
        let model = Self.train(kind, try Self.texts(for: kind))
        #expect(Hexadecimal.string(model.revision) == digest)
    }

    @Test(arguments: LinearModel.Kind.allCases)
    func `the seed, the passes and the step change the weights and are told in the file`(kind: LinearModel.Kind) throws
    {
        let texts = try Self.texts(for: kind)
        let models = [
            Self.train(kind, texts), Self.train(kind, texts) { $0.seed = 2 }, Self.train(kind, texts) { $0.passes = 3 },
            Self.train(kind, texts) { $0.learningRate = 0.1 }, Self.train(kind, texts) { $0.decay = 0 },
        ]
        #expect(Set(models.map(\.revision)).count == models.count)
        #expect(Set(models.map(\.provenance.options)).count == models.count)
    }

    @Test func `what was learned is known`() throws {
        let texts = try Self.sentences()
        let evaluation = Evaluation(of: Self.train(.sentiment, texts) { $0.passes = 10 }, on: texts)
        #expect(evaluation.texts == 60)
        #expect(evaluation.macroRecall > 0.95)
    }

    @Test func `a rare class counts as much as a frequent one`() {
        let texts = (0..<200).map {
            LabelledText(label: $0 % 20 == 0 ? 1 : 0, text: $0 % 20 == 0 ? "rare thing" : "frequent thing")
        }
        let evaluation = Evaluation(of: Self.train(.offensive, texts), on: texts)
        #expect(evaluation.confusion == [[190, 0], [0, 10]])
    }

    @Test func `random numbers are those of SplitMix64`() {
        // The first values for the seed 1234567, as other implementations print them.
        var random = SplitMix(state: 1_234_567)
        #expect(
            (0..<3).map { _ in random.next() } == [
                6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
            ]
        )
    }
}
