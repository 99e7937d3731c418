import Language
import Signals

/// The words that moved a text's scores, as people read them.
enum WordText {
    private static let most = 6
    /// What moves a score by less is left out.
    private static let least = 0.1

    static func lines(_ explanation: Explanation?, of text: String) -> [String] {
        guard let explanation else { return [] }
        return line("towards positive or negative:", explanation, text, \.sentiment)
            + line("towards offensive or not:", explanation, text, \.offensive)
    }

    private static func line(
        _ title: String,
        _ explanation: Explanation,
        _ text: String,
        _ weight: (Explanation.Part) -> Double
    ) -> [String] {
        let telling = explanation.parts.filter { abs(weight($0)) >= least }
            .sorted { abs(weight($0)) > abs(weight($1)) }
            .prefix(most)
        guard !telling.isEmpty else { return [] }
        return ["", title]
            + telling.map { part in
                let score = Score(min(max(weight(part), -99), 99))
                let written = SafeText.cut(SafeText.line(text.part(ofBytes: part.range)), to: 40)
                return "  \(SafeText.padded(Figures.signed(score), to: 6)) \(written)\(note(part.what))"
            }
    }

    private static func note(_ what: Explanation.What) -> String {
        switch what {
        case .word: ""
        case .negated: " (negated)"
        case .pair: " (together)"
        case .opening: " (first)"
        case .emphasis: " (emphasis)"
        }
    }
}

extension JSONWriter {
    /// `,"words":[…]`; nothing where there is no explanation.
    mutating func appendWords(of explanation: Explanation?, in text: String) {
        guard let explanation else { return }
        raw(",\"words\":[")
        for (index, part) in explanation.parts.enumerated() {
            raw(index > 0 ? ",{\"text\":" : "{\"text\":")
            append(text.part(ofBytes: part.range))
            raw(",\"what\":")
            append(part.what.rawValue)
            raw(",\"start\":")
            append(part.range.lowerBound)
            raw(",\"end\":")
            append(part.range.upperBound)
            raw(",\"sentiment\":")
            append(Score(min(max(part.sentiment, -99), 99)))
            raw(",\"offensive\":")
            append(Score(min(max(part.offensive, -99), 99)))
            raw("}")
        }
        raw("]")
    }
}
