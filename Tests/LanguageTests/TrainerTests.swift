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

    private static func data(
        _ texts: [LabelledText],
        lexicon: [(word: String, valence: Float)],
        unlabelled: [String]
    ) -> TrainingData {
        TrainingData(
            training: texts,
            validation: texts,
            lexicon: ValenceLexicon(lexicon),
            unlabelled: unlabelled,
            provenance: .init(training: 1, validation: 2)
        )
    }

    private static func train(
        _ kind: LinearModel.Kind,
        _ texts: [LabelledText],
        lexicon: [(word: String, valence: Float)] = [],
        unlabelled: [String] = [],
        change: (inout Trainer.Options) -> Void = { _ in }
    ) -> LinearModel {
        var options = Trainer.Options()
        change(&options)
        return Trainer(kind: kind, options: options).train(on: data(texts, lexicon: lexicon, unlabelled: unlabelled))
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
        let models = (0..<2).map { _ in
            Self.train(kind, texts, lexicon: Self.lexicon, unlabelled: ["a text", "a text", "not a text"])
        }
        #expect(models[0].encoded == models[1].encoded)
        #expect(models[0].entries != Self.train(kind, texts).entries)
    }

    /// None of the words has letters in common with another.
    private static let lexicon: [(word: String, valence: Float)] = [
        ("good", 3), ("bad", -3), ("zyxwv", 3), ("fjkrm", -3),
    ]
    private static let days = (0..<60).map { number in
        LabelledText(label: number % 3, text: ["bad hour", "hour", "good hour"][number % 3] + " \(number)")
    }

    private static func reader(_ lexicon: [(word: String, valence: Float)]) throws -> Reader {
        let sentiment = train(.sentiment, days, lexicon: lexicon)
        return try Reader(model: try LanguageModel(sentiment: sentiment, offensive: .embedded(.offensive)))
    }

    @Test func `a word that only the lexicon has is given its weight`() throws {
        let reader = try Self.reader(Self.lexicon)
        func score(_ text: String) -> Int32? {
            reader.analysis(text, language: "en").sentiment?.score.tenThousandths
        }
        let unknown = try #require(score("blah"))
        #expect(try #require(score("zyxwv")) > unknown + 500)
        #expect(try #require(score("fjkrm")) < unknown - 500)
        // Without a lexicon these are words like any that was never seen.
        let plain = try Self.reader([])
        #expect(plain.analysis("zyxwv", language: "en").sentiment == plain.analysis("blah", language: "en").sentiment)
    }

    @Test func `a word seen in unlabelled texts alone has the weight of its letters`() throws {
        let texts = (0..<60).map { LabelledText(label: $0 % 2, text: $0 % 2 == 1 ? "idiotic \($0)" : "lovely \($0)") }
        func offensive(_ unlabelled: [String]) throws -> Score {
            let model = Self.train(.offensive, texts, unlabelled: unlabelled)
            let reader = try Reader(model: try LanguageModel(sentiment: .embedded(.sentiment), offensive: model))
            return try #require(reader.analysis("idiotical", language: "en").offensive)
        }
        #expect(try offensive(["idiotical", "Idiotical!"]) > offensive(["idiotical"]))
    }

    @Test func `entries of the lexicon that are not one token are skipped and counted`() {
        let lexicon = ValenceLexicon([
            ("good", 2), (":)", 2), ("😡", -3), ("fed up", -2), ("%-)", -1), ("143", 3), ("!", 1), ("@you", 1),
            ("GOOD", -1),
        ])
        #expect(lexicon.count == 3)
        #expect(lexicon.skipped == 5)
    }

    @Test func `a word that keeps the company of a labelled one has some of its weight`() throws {
        // The two share no letters, and one of them has no label.
        let texts = (0..<60).map { LabelledText(label: $0 % 2, text: $0 % 2 == 1 ? "grumpf" : "lovely") }
        let company = (0..<80).map {
            ["what a grumpf day it was", "what a zysky day it was", "a lovely tea", "one lovely tea"][$0 % 4]
        }
        func offensive(embedding: Float) throws -> Int32 {
            let model = Self.train(.offensive, texts, unlabelled: company) { $0.embedding = embedding }
            let reader = try Reader(model: LanguageModel(sentiment: .embedded(.sentiment), offensive: model))
            return try #require(reader.analysis("zysky", language: "en").offensive).tenThousandths
        }
        #expect(try offensive(embedding: 0.6) > offensive(embedding: 0) + 500)
    }

    /// These change only when the reading of texts, the features or the training change; then `Trainer.revision` has to be
    /// raised, and the weights that the program is shipped with have to be trained anew.
    @Test(arguments: [(LinearModel.Kind.sentiment, "8795e26bb08c5a05"), (.offensive, "41bf4e0e02021b49")])
    func `the sample gives weights with a known digest`(kind: LinearModel.Kind, digest: String) throws {
        let model = Self.train(kind, try Self.texts(for: kind))
        #expect(Hexadecimal.string(model.revision) == digest)
    }

    @Test(arguments: LinearModel.Kind.allCases)
    func `the options change the weights and are told in the file`(kind: LinearModel.Kind) throws {
        let texts = try Self.texts(for: kind)
        let models = [
            Self.train(kind, texts), Self.train(kind, texts) { $0.seed = 2 }, Self.train(kind, texts) { $0.passes = 3 },
            Self.train(kind, texts) { $0.learningRate = 0.2 }, Self.train(kind, texts) { $0.decay = 0 },
            Self.train(kind, texts) { $0.embedding = 0 },
        ]
        #expect(Set(models.map(\.entries)).count == models.count)
        #expect(Set(models.map(\.provenance.settings)).count == models.count)
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
