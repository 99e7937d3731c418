import ArgumentParser
import Foundation
import Language
import Signals

extension LinearModel.Kind: ExpressibleByArgument {
    /// A model by its name.
    public init?(argument: String) {
        guard let kind = Self.allCases.first(where: { $0.name == argument }) else { return nil }
        self = kind
    }

    /// The names, for help and completion.
    public static var allValueStrings: [String] { allCases.map(\.name) }
}

struct TrainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "train",
        abstract: "Train the sentiment or the offensive model from labelled texts.",
        usage: "earshot train <kind> --train <file> --validate <file> --out <file>\n  [<options>]",
        discussion: """
            The data are lines of label<TAB>text, plain or gzip: for sentiment 0 negative, 1 neutral, 2 positive; for offensive \
            0 no, 1 yes. The same data and options give the same bytes.
            """
    )

    @Argument(help: "sentiment or offensive.")
    var kind: LinearModel.Kind

    @Option(help: "Texts to learn from.")
    var train: String

    @Option(help: "Texts to calibrate on.")
    var validate: String

    @Option(help: "Where to write the weights.")
    var out: String

    @Option(help: "Passes over the data.")
    var passes = Trainer.Options().passes

    @Option(help: "The size of the steps.")
    var learningRate = Trainer.Options().learningRate

    @Option(help: "The pull of every weight towards zero.")
    var decay = Trainer.Options().decay

    @Option(help: "Seed of the order the texts are seen in.")
    var seed: UInt64 = 1

    func run() throws {
        let training = try LabelledTexts(path: train, labels: kind.labels)
        let validation = try LabelledTexts(path: validate, labels: kind.labels)
        var options = Trainer.Options()
        options.passes = passes
        options.seed = seed
        options.learningRate = learningRate
        options.decay = decay
        let model = Trainer(kind: kind, options: options).train(
            on: training.texts,
            validating: validation.texts,
            digests: (training.digest, validation.digest)
        )
        let bytes = model.encoded
        guard FileManager.default.createFile(atPath: out, contents: Data(bytes)) else {
            throw Failure(
                description: "cannot write the weights to \(out). Name a file in a folder that can be written."
            )
        }
        let evaluation = Evaluation(of: model, on: validation.texts)
        for line in EvaluationText.lines(evaluation, kind: kind) { try StandardOutput.print(line) }
        try StandardOutput.print(
            "\(bytes.count) bytes written to \(out), revision \(Hexadecimal.string(model.revision))"
        )
    }
}

struct EvaluateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evaluate",
        abstract: "Measure the sentiment or the offensive model on labelled texts.",
        discussion: "The data are lines of label<TAB>text, as for train."
    )

    @Argument(help: "sentiment or offensive.")
    var kind: LinearModel.Kind

    @Argument(help: "The labelled texts.")
    var file: String

    @Option(help: "Weights to measure instead of the built-in ones.")
    var weights: String?

    @OptionGroup var output: JSONOption

    func run() throws {
        let texts = try LabelledTexts(path: file, labels: kind.labels)
        let evaluation = Evaluation(of: try model(), on: texts.texts)
        guard output.json else {
            for line in EvaluationText.lines(evaluation, kind: kind) { try StandardOutput.print(line) }
            return
        }
        var writer = JSONWriter()
        writer.append(evaluation, kind: kind)
        try StandardOutput.write(writer.bytes)
    }

    private func model() throws -> LinearModel {
        guard let weights else { return .embedded(kind) }
        guard let data = FileManager.default.contents(atPath: weights) else {
            throw Failure(description: "cannot read the weights file \(weights).")
        }
        return try data.withUnsafeBytes { try LinearModel($0, kind: kind) }
    }
}
