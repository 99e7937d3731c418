import ArgumentParser
import Assembly
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
        usage: "earshot train <kind> --train <file> ... --validate <file> --out <file>\n  [<options>]",
        discussion: """
            The data are lines of label<TAB>text, plain or gzip: for sentiment 0 negative, 1 neutral, 2 positive; for offensive \
            0 no, 1 yes. A lexicon (lines of word<TAB>number from about -4 to 4; what follows another tab is left unread) gives \
            weights to words that the texts lack; unlabelled texts, one a line, tell which words there are and what company \
            they keep. The same data and options give the same bytes.
            """
    )

    @Argument(help: "sentiment or offensive.")
    var kind: LinearModel.Kind

    @Option(parsing: .singleValue, help: "Texts to learn from. Can be repeated; a file named twice counts twice.")
    var train: [String]

    @Option(help: "Texts to calibrate on.")
    var validate: String

    @Option(help: "Where to write the weights.")
    var out: String

    @Option(help: "Words and how positive or negative they are.")
    var lexicon: String?

    @Option(help: "Texts that tell which words there are and what company they keep.")
    var unlabelled: String?

    @Option(help: "Words that get no weight, such as those for people; lines that start with # are comments.")
    var silent: String?

    @Option(help: "Passes over the data.")
    var passes = Trainer.Options().passes

    @Option(help: "The size of the steps.")
    var learningRate = Trainer.Options().learningRate

    @Option(help: "The pull of every weight towards zero. (default: 0.001 for sentiment, 0.003 for offensive)")
    var decay: Float?

    @Option(help: "How fast the company of words is learned, 0: not. (default: 0.3 for sentiment, 0.6 for offensive)")
    var embedding: Float?

    @Option(help: "Seed of the order the texts are seen in.")
    var seed: UInt64 = 1

    func run() throws {
        // Not in validate(), a name that the option has.
        guard passes > 0 else { throw ValidationError("--passes must be at least 1.") }
        let data = try data()
        var options = Trainer.Options()
        options.passes = passes
        options.seed = seed
        options.learningRate = learningRate
        options.decay = decay
        options.embedding = embedding
        let model = Trainer(kind: kind, options: options).train(on: data)
        let bytes = model.encoded
        guard FileManager.default.createFile(atPath: out, contents: Data(bytes)) else {
            throw Failure(
                description: "cannot write the weights to \(out). Name a file in a folder that can be written."
            )
        }
        let evaluation = Evaluation(of: model, on: data.validation)
        for line in EvaluationText.lines(evaluation, kind: kind) { try StandardOutput.print(line) }
        if lexicon != nil {
            let (used, skipped) = (data.lexicon.count, data.lexicon.skipped)
            try StandardOutput.print("\(used) words of the lexicon used, \(skipped) skipped that are not one token")
        }
        for line in EvaluationText.lines(model.provenance) { try StandardOutput.print(line) }
        try StandardOutput.print(
            "\(bytes.count) bytes written to \(out), revision \(Hexadecimal.string(model.revision))"
        )
    }

    private func data() throws -> TrainingData {
        let training = try LabelledTexts(paths: train, labels: kind.labels)
        // Without examples of a label the others would be told from nothing.
        if let missing = (0..<kind.labels).first(where: { label in !training.texts.contains { $0.label == label } }) {
            throw Failure(
                description:
                    "the training texts have none of label \(missing). Training \(kind.name) needs texts of every "
                    + "label, from 0 to \(kind.labels - 1)."
            )
        }
        let validation = try LabelledTexts(paths: [validate], labels: kind.labels)
        var data = TrainingData(
            training: training.texts,
            validation: validation.texts,
            provenance: .init(training: training.digest, validation: validation.digest)
        )
        if let lexicon {
            let file = try LexiconFile(path: lexicon)
            (data.lexicon, data.provenance.lexicon) = (file.lexicon, file.digest)
        }
        if let unlabelled {
            data.provenance.unlabelled = try TextLines.read(unlabelled) { line, _ in
                data.unlabelled.append(String(decoding: line, as: UTF8.self))
            }
        }
        if let silent {
            var words: [String] = []
            let digest = try TextLines.read(silent) { line, _ in
                let line = String(decoding: line, as: UTF8.self)
                if !line.hasPrefix("#") { words += line.split(separator: " ").map(String.init) }
            }
            data.silent = SilentWords(words)
            data.provenance.silent = UInt32(truncatingIfNeeded: digest)
        }
        return data
    }
}
