import Foundation
import Pipeline
import Relevance
import Signals

/// What the desk says, in words.
enum ReviewText {
    // MARK: What was decided

    /// What came of a decision, and how to take it back.
    static func sentence(of outcome: ReviewOutcome, _ decision: ReviewDecision, _ item: ReviewItem?) -> String {
        guard outcome.items > 0 || outcome.signals > 0 || decision.decision == .track else {
            if !outcome.unknown.isEmpty { return "That signal is gone; nothing was recorded." }
            if !outcome.ambiguous.isEmpty { return "More than one signal has that id; nothing was recorded." }
            return left(outcome) ?? "Nothing was left to decide."
        }
        if case .filter = decision.target {
            let done = "\(past(decision.decision)) \(amount(items: outcome.items, signals: outcome.signals))."
            return [done, left(outcome), "u takes it all back."].compactMap(\.self).joined(separator: " ")
        }
        return "\(done(decision, outcome, item)). u takes it back."
    }

    private static func done(_ decision: ReviewDecision, _ outcome: ReviewOutcome, _ item: ReviewItem?) -> String {
        switch (decision.decision, decision.phrase) {
        case (.mute, let phrase?): return "Muted \"\(ScreenText.line(phrase))\""
        case (.mute, nil): return "Muted \(item?.author.map { "@" + ScreenText.line($0) } ?? "its author")"
        case (.track, let phrase): return "Tracking \"\(ScreenText.line(phrase ?? ""))\""
        default:
            return past(decision.decision) + copies(outcome)
        }
    }

    /// `, with 3 copies`; nothing where there are none.
    private static func copies(_ outcome: ReviewOutcome) -> String {
        let copies = outcome.signals - outcome.items
        return copies > 0 ? ", with \(count(copies, "copy", "copies"))" : ""
    }

    private static func left(_ outcome: ReviewOutcome) -> String? {
        guard !outcome.conflicts.isEmpty else { return nil }
        let count = count(outcome.conflicts.count, "item was", "items were")
        return "\(count) left: others decided, or look at them."
    }

    static func sentence(ofUndone outcome: ReviewOutcome) -> String {
        let what = outcome.decision?.name ?? "the latest step"
        guard outcome.items > 1 else { return "Took back: \(what)\(copies(outcome))." }
        return "Took back: \(what) of \(amount(items: outcome.items, signals: outcome.signals))."
    }

    static func question(_ question: ReviewSession.Question, filter: String) -> String {
        switch question {
        case .all(let decision, let selection):
            let amount = amount(items: selection.items, signals: selection.signals)
            let which = filter.isEmpty ? "wait" : "match \(ScreenText.line(filter))"
            return "\(decision.name.capitalized) all \(amount) that \(which)? y/n"
        case .conflict(let decision, let conflict):
            return "\(sentence(conflict)) \(imperative(decision.decision)) all the same? y/n"
        }
    }

    /// Who came before.
    static func sentence(_ conflict: ReviewOutcome.Conflict) -> String {
        let name = ScreenText.line(conflict.by)
        guard let decision = conflict.decision else { return "\(name) is looking at this." }
        let at = conflict.at.map { " at \(time($0))" } ?? ""
        return "\(name) \(past(decision).lowercased()) this\(at)."
    }

    static func past(_ decision: Decision.Verdict) -> String {
        switch decision {
        case .accept: "Accepted"
        case .reject: "Rejected"
        case .unsure: "Marked unsure"
        case .mute: "Muted"
        case .track: "Tracked"
        case .undo: "Took back"
        case .shared: "Shared"
        }
    }

    private static func imperative(_ decision: Decision.Verdict) -> String {
        switch decision {
        case .accept: "Accept it"
        case .reject: "Reject it"
        case .unsure: "Mark it unsure"
        case .mute: "Mute"
        case .track: "Track"
        case .undo: "Take it back"
        case .shared: "Share it"
        }
    }

    // MARK: Items

    /// `@ada, forum, 2026-03-10 09:00 UTC, reply, swift`.
    static func origin(of item: ReviewItem) -> String {
        let author = item.author.map { "@\(ScreenText.line($0))" } ?? "no author"
        let kind = item.kind == "post" ? [] : [item.kind]
        let parts = [author, item.source, time(item.time)] + kind + item.topics.prefix(8)
        return parts.map(ScreenText.line).joined(separator: ", ")
    }

    /// Why an item is here, in a few words: what was learned where something was, else what the prior says.
    ///
    /// Each thing once, also where it counts as a word and as a topic, or as a phrase of words that are named; what moves
    /// the score but faintly, signs and addresses are left to the page of all reasons.
    static func chips(of item: ReviewItem) -> [String] {
        let learned = item.reasons.filter(\.isLearned)
        let least = (learned.map(\.weight.magnitude).max() ?? 0) * faintest
        let clear = learned.filter { $0.weight.magnitude >= least }
        // The topics stand above the post, and what they are worth was learned.
        let prior = item.reasons.filter { !$0.isLearned && (learned.isEmpty || !isRelearned($0.what)) }
        var names: Set<String> = []
        let reasons = (clear + prior).filter { reason in
            guard reason.what != "sign", !reason.detail.contains("://") else { return false }
            let words = Set(reason.detail.lowercased().split(separator: " ").map(String.init))
            guard !words.isSubset(of: names) else { return false }
            names.formUnion(words)
            return true
        }
        return (reasons.filter { isWord($0.what) } + reasons.filter { !isWord($0.what) }).map { reason in
            let detail = ScreenText.cut(ScreenText.line(reason.detail), to: 24)
            let name = ["word", "phrase", "keyword"].contains(reason.what) ? detail : "\(reason.what) \(detail)"
            return sign(reason.weight) + ScreenText.line(name)
        }
    }

    /// A learned reason of less than this share of the greatest is no chip.
    private static let faintest = 0.2

    private static func isRelearned(_ what: String) -> Bool { what == "keyword" || what == "sentiment" }

    private static func isWord(_ what: String) -> Bool { ["word", "phrase", "keyword", "topic"].contains(what) }

    private static func sign(_ weight: Double) -> String { weight > 0 ? "+" : weight < 0 ? "-" : "" }

    /// How likely it is to be accepted, or what that takes.
    static func probability(of item: ReviewItem, _ progress: ReviewProgress?) -> String {
        if let probability = item.probability { return "\(hundredths(probability)) that you accept it" }
        guard let progress, !progress.isEnough else { return "how likely you accept it is unknown" }
        let enough = LearnedRelevance.enough
        return "not enough decided yet: \(min(progress.accepts, enough)) of \(enough) accepts, "
            + "\(min(progress.rejects, enough)) of \(enough) rejects"
    }

    static func progress(_ page: ReviewPage) -> [String] {
        let progress = page.progress
        var parts: [String] = []
        if progress.predicted > 0 {
            parts.append("\(progress.right) of the last \(progress.predicted) guessed right")
        }
        if progress.isEnough { parts.append("\(number(progress.above)) above 0.5") }
        if page.snoozed > 0 { parts.append("\(number(page.snoozed)) put off") }
        if page.held > 0 { parts.append("\(number(page.held)) with others") }
        if page.passedUnseen > 0 { parts.append("\(number(page.passedUnseen)) passed unseen") }
        if page.unranked > 0 { parts.append("\(number(page.unranked)) older ones come later") }
        return parts
    }

    /// Why there is nothing to show, and what can be done.
    static func nothing(_ page: ReviewPage, _ query: ReviewQuery) -> [String] {
        if page.waiting == 0 {
            return [
                "Nothing waits: all that was kept is decided.", "earshot run and earshot replay hear more. " + again,
            ]
        }
        if page.matching > 0, !query.passed.isEmpty {
            let count = number(page.matching)
            return ["You have passed over all that is left: \(count).", "k goes back, o starts anew."]
        }
        if page.held > 0 { return ["Others are looking at all that is left: \(number(page.held)).", again] }
        if !query.filter.isEmpty {
            return [
                "The filter leaves nothing of the \(number(page.waiting)) that wait.",
                "/ changes it; without a word in it everything is shown.",
            ]
        }
        if page.snoozed > 0 {
            return ["What is left was put off, or handed to others: \(number(page.waiting)).", again]
        }
        return ["What is left was handed to others: \(number(page.waiting)).", again]
    }

    private static let again = "Enter looks again, q ends."

    static func order(_ order: ReviewOrder) -> String {
        switch order {
        case .mixed: "likeliest and most uncertain in turn"
        case .highest: "likeliest first"
        case .uncertain: "most uncertain first"
        }
    }

    // MARK: Figures

    /// `37 items (41 signals)`.
    static func amount(items: Int, signals: Int) -> String {
        let many = count(items, "item", "items")
        return signals == items ? many : "\(many) (\(count(signals, "signal", "signals")))"
    }

    static func count(_ count: Int, _ one: String, _ many: String) -> String {
        "\(number(count)) \(count == 1 ? one : many)"
    }

    /// `12,345`.
    static func number(_ number: Int) -> String {
        let digits = Array(String(number.magnitude))
        let parts = stride(from: digits.count, to: 0, by: -3).map { String(digits[max(0, $0 - 3)..<$0]) }
        return (number < 0 ? "-" : "") + parts.reversed().joined(separator: ",")
    }

    static func hundredths(_ value: Double) -> String { String(format: "%.2f", value) }

    static func signed(_ value: Double) -> String { String(format: "%+.2f", value) }

    /// `2026-03-10 09:00 UTC`.
    static func time(_ text: String) -> String {
        guard let time = Timestamp(iso8601: text) else { return ScreenText.line(text) }
        return time.description.prefix(16).replacing("T", with: " ") + " UTC"
    }
}
