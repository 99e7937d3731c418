import ArgumentParser
import Assembly
import Foundation
import Language
import Relevance
import Signals
import Store

struct EvaluateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evaluate",
        abstract: "Measure a model: sentiment and offensive on labelled texts, relevance on what was decided.",
        usage: "earshot evaluate sentiment|offensive <file> [<options>]\nearshot evaluate relevance [<options>]",
        discussion: """
            Labelled texts are lines of label<TAB>text, as for train. Relevance is measured on the log of decisions: each is \
            predicted before it is learned.
            """
    )

    /// What can be measured.
    enum Subject: String, ExpressibleByArgument, CaseIterable {
        case sentiment
        case offensive
        case relevance

        var kind: LinearModel.Kind? {
            switch self {
            case .sentiment: .sentiment
            case .offensive: .offensive
            case .relevance: nil
            }
        }
    }

    @Argument(help: "sentiment, offensive or relevance.")
    var subject: Subject

    @Argument(help: "The labelled texts.")
    var file: String?

    @OptionGroup var store: StoreOption

    @Option(help: "Leave out what these people decided, separated by commas.")
    var without: String?

    @Flag(help: "List the figures of relevance over time, as they were written.")
    var series = false

    @Option(help: "Weights to measure instead of the built-in ones.")
    var weights: String?

    @OptionGroup var output: JSONOption

    func validate() throws {
        guard (subject == .relevance) == (file == nil) else {
            throw ValidationError(
                file == nil ? "Name a file of labelled texts." : "Relevance is measured on the store, not on a file."
            )
        }
        if series, subject != .relevance || without != nil {
            throw ValidationError("--series lists what was written of relevance, and goes without --without.")
        }
    }

    func run() async throws {
        if series { return try await listSeries() }
        guard let kind = subject.kind, let file else { return try await evaluateRelevance() }
        try evaluate(kind, on: file)
    }

    private func evaluateRelevance() async throws {
        let store = try Store.read(store.path)
        let log = try await store.decisions().map(\.decision)
        let evaluation = RelevanceEvaluation(log, excluding: Set((without ?? "").commaSeparated))
        let topics = try await evaluation.topics(store.trackedTopics().map(\.name))
        guard output.json else {
            for line in RelevanceText.lines(evaluation, topics) { try StandardOutput.print(line) }
            return
        }
        var writer = JSONWriter()
        writer.append(evaluation, topics)
        try StandardOutput.write(writer.bytes)
    }

    private func listSeries() async throws {
        let figures = try await Store.read(store.path).figures()
        guard output.json else {
            for line in RelevanceSeriesText.lines(figures) { try StandardOutput.print(line) }
            return
        }
        var writer = JSONWriter()
        for figure in figures { writer.append(figure) }
        try StandardOutput.write(writer.bytes)
    }

    private func evaluate(_ kind: LinearModel.Kind, on file: String) throws {
        let texts = try LabelledTexts(paths: [file], labels: kind.labels)
        let model = try model(kind)
        let evaluation = Evaluation(of: model, on: texts.texts)
        guard output.json else {
            for line in EvaluationText.lines(evaluation, kind: kind) { try StandardOutput.print(line) }
            try StandardOutput.print("weights of revision \(Hexadecimal.string(model.revision))")
            for line in EvaluationText.lines(model.provenance) { try StandardOutput.print(line) }
            return
        }
        var writer = JSONWriter()
        writer.append(evaluation, of: model)
        try StandardOutput.write(writer.bytes)
    }

    private func model(_ kind: LinearModel.Kind) throws -> LinearModel {
        guard let weights else { return .embedded(kind) }
        guard let data = FileManager.default.contents(atPath: weights) else {
            throw Failure(description: "cannot read the weights file \(weights).")
        }
        return try data.withUnsafeBytes { try LinearModel($0, kind: kind) }
    }
}
