import Foundation
import Language
import TestSupport
import Testing

@Suite struct EvaluationTests {
    /// A model that calls a text with `bad` offensive and one with `fine` not.
    private static func model() -> LinearModel {
        let texts = (0..<40).map { LabelledText(label: $0 % 2, text: $0 % 2 == 1 ? "bad" : "fine") }
        return Trainer(kind: .offensive, options: .init()).train(
            on: TrainingData(training: texts, validation: texts, provenance: .init(training: 0, validation: 0))
        )
    }

    @Test func `figures follow from the confusion of labels and decisions`() {
        // Of four fine texts one is called bad; of two bad ones one is called fine.
        let texts = [(0, "fine"), (0, "fine"), (0, "fine"), (0, "bad"), (1, "bad"), (1, "fine")].map {
            LabelledText(label: $0.0, text: $0.1)
        }
        let evaluation = Evaluation(of: Self.model(), on: texts)
        #expect(evaluation.confusion == [[3, 1], [1, 1]])
        #expect(evaluation.texts == 6)
        #expect(evaluation.recall(0) == 0.75)
        #expect(evaluation.precision(1) == 0.5)
        #expect(evaluation.f1(0) == 0.75)
        #expect(evaluation.macroRecall == 0.625)
        #expect(evaluation.macroF1 == 0.625)
        #expect(evaluation.accuracy == 4.0 / 6)
    }

    @Test func `a class without texts gives zero and no crash`() {
        let evaluation = Evaluation(of: Self.model(), on: [LabelledText(label: 0, text: "fine")])
        #expect(evaluation.recall(1) == 0)
        #expect(evaluation.f1(1) == 0)
        #expect(evaluation.accuracy == 1)
        #expect(Evaluation(of: Self.model(), on: []).accuracy == 0)
        #expect(Evaluation(of: Self.model(), on: []).calibrationError == 0)
    }

    @Test func `decisions that are right as often as they say have no calibration error`() {
        var error = CalibrationError(labels: 2)
        for label in 0..<2 {
            for number in 0..<4 { error.add(label: label, probability: 0.75, isRight: number > 0) }
            error.add(label: label, probability: 1, isRight: true)
        }
        #expect(error.value == 0)
    }

    @Test func `classes weigh the same in the calibration error`() {
        // The many are half wrong where they say three quarters, the one is right: -1/4 and 1/4 make nothing.
        var error = CalibrationError(labels: 2)
        for number in 0..<100 { error.add(label: 0, probability: 0.75, isRight: number % 2 == 0) }
        #expect(error.value == 0.25)
        error.add(label: 1, probability: 0.75, isRight: true)
        #expect(error.value == 0)
        // In another bin they do not make up for each other.
        error.add(label: 1, probability: 0.5, isRight: false)
        #expect(error.value == 0.5 * (0.25 - 0.125) + 0.5 * 0.25)
    }

    @Test(.enabled(if: SharedData.isPresent, Comment(rawValue: "\(SharedData.absence)")))
    func `the sentiment model finds seven in ten texts of a class on held-out data`() throws {
        let evaluation = Evaluation(of: .embedded(.sentiment), on: try Self.texts("data/language/sent_val.tsv"))
        #expect(evaluation.texts > 1000)
        #expect(evaluation.macroRecall >= 0.70)
    }

    @Test(.enabled(if: SharedData.isPresent, Comment(rawValue: "\(SharedData.absence)")))
    func `the offensive model is right often enough on held-out data`() throws {
        let evaluation = Evaluation(of: .embedded(.offensive), on: try Self.texts("data/language/off_val.tsv"))
        #expect(evaluation.texts > 1000)
        #expect(evaluation.macroF1 >= 0.73)
    }

    private static func texts(_ path: String) throws -> [LabelledText] {
        try String(contentsOf: SharedData.url(path), encoding: .utf8).split(separator: "\n").map { line in
            let parts = line.split(separator: "\t", maxSplits: 1)
            return LabelledText(label: try #require(Int(parts[0])), text: parts.count > 1 ? String(parts[1]) : "")
        }
    }
}
