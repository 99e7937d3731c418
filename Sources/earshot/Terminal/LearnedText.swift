import Foundation
import Language
import Relevance
import Signals
import Store

/// What was learned from decisions about a signal, in words and as JSON.
struct LearnedText {
    /// As many moves are shown.
    private static let shown = 8

    let decisions: Int
    let prior: Score
    /// nil while there is not enough data.
    let probability: Score?
    let veto: Decision.Subject?
    let moves: [Contribution]

    init(of kept: KeptSignal, _ learned: LearnedRelevance) {
        let (reader, tokens) = (FeatureReader(), TokenBuffer())
        decisions = learned.accepts + learned.rejects
        prior = kept.judgement.prior
        (moves, probability, veto) = kept.signal.withView { view in
            Tokenizer.tokenize(view.matchable, into: tokens)
            let moves = learned.contributions(to: view, tokens: tokens, judgement: kept.judgement, reader: reader)
            return (
                moves, learned.probability(of: reader.features, prior: kept.judgement.prior),
                learned.mutes.veto(author: view.author, tokens: tokens)
            )
        }
    }

    /// Empty where nothing was decided.
    var lines: [String] {
        if let veto { return ["", "muted: \(SafeText.line(veto.name))"] }
        guard decisions > 0 else { return [] }
        guard let probability else {
            return ["", "learned: not enough was decided yet (\(decisions) decisions)"]
        }
        return ["", "learned from \(decisions) decisions: \(probability) that you accept it; \(prior) before"]
            + moves.prefix(Self.shown).map { move in
                let weight = String(format: "%+.2f", move.weight)
                return "  \(weight)  \(move.kind.name) \(SafeText.cut(SafeText.line(move.detail), to: 56))"
            }
    }
}

extension JSONWriter {
    mutating func append(_ learned: LearnedText) {
        raw("{\"decisions\":")
        append(learned.decisions)
        raw(",\"probability\":")
        if let probability = learned.probability { append(probability) } else { raw("null") }
        raw(",\"muted\":")
        append(learned.veto?.name)
        raw(",\"moves\":[")
        for (index, move) in learned.moves.enumerated() {
            raw(index == 0 ? "{\"what\":" : ",{\"what\":")
            append(move.kind.name)
            raw(",\"detail\":")
            append(move.detail)
            raw(",\"weight\":")
            append(Score(move.weight))
            raw("}")
        }
        raw("]}")
    }
}
