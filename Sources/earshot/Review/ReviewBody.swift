import Pipeline
import Signals

/// What is in the middle of the screen, all of it: the post, or what covers it.
struct ReviewBody {
    let session: ReviewSession
    private var columns: Int { session.size.columns }

    init(_ session: ReviewSession) {
        self.session = session
    }

    var lines: [ScreenLine] {
        switch session.cover {
        case .why: session.item.map(why) ?? []
        case .help: Self.help.flatMap { indented($0.key, $0.what) }
        case .history(let steps): history(steps)
        case nil: session.item.map(post) ?? nothing
        }
    }

    private func wrapped(_ text: String, _ style: ScreenLine.Style = .plain) -> [ScreenLine] {
        ScreenText.wrapped(text, to: columns).map { ScreenLine($0, style) }
    }

    /// A word at the left, and what it means in the lines beside it.
    private func indented(_ word: String, _ text: String, width: Int = 10) -> [ScreenLine] {
        let text = ScreenText.wrapped(text, to: max(10, columns - width - 2))
        return (text.isEmpty ? [""] : text).enumerated().map { index, part in
            var line = ScreenLine(index == 0 ? ScreenText.cut(word, to: width) : "", .strong)
            line.add(String(repeating: " ", count: width + 2 - line.width))
            line.add(part)
            return line
        }
    }

    private func post(_ item: ReviewItem) -> [ScreenLine] {
        let lines = wrapped(item.text)
        return lines.isEmpty ? [ScreenLine("This post has no text.", .faint)] : lines
    }

    private var nothing: [ScreenLine] {
        guard session.failed == nil else { return [] }
        guard let page = session.page else { return [ScreenLine("Looking into the queue …", .faint)] }
        return ReviewText.nothing(page, session.query).flatMap { wrapped($0) }
    }

    // MARK: Why

    private func why(_ item: ReviewItem) -> [ScreenLine] {
        var lines = wrapped(ReviewText.probability(of: item, session.page?.progress), .accent) + [ScreenLine()]
        let learned = item.reasons.filter(\.isLearned)
        if !learned.isEmpty {
            lines += wrapped("Learned from decisions, in logarithms of the odds:", .strong)
            lines += learned.flatMap(reason) + [ScreenLine()]
        }
        lines += wrapped("Before anything was learned \(ReviewText.hundredths(item.prior)):", .strong)
        let prior = item.reasons.filter { !$0.isLearned }
        lines += prior.isEmpty ? wrapped("  nothing moved it") : prior.flatMap(reason)
        return lines + [ScreenLine()] + facts(of: item).flatMap { indented($0.name, $0.what) }
    }

    private func reason(_ reason: ReviewReason) -> [ScreenLine] {
        indented("  \(ReviewText.signed(reason.weight))", "\(reason.what) \(ScreenText.line(reason.detail))", width: 8)
    }

    private func facts(of item: ReviewItem) -> [(name: String, what: String)] {
        [
            ("id", item.id), ("by", item.author ?? "unknown"), ("time", item.time), ("link", item.url ?? "none"),
            ("kind", item.kind), ("topics", item.topics.isEmpty ? "none" : item.topics.joined(separator: ", ")),
            ("sentiment", item.sentiment ?? "unknown"), ("volatile", item.isVolatile ? "yes" : "no"),
            ("copies", "\(item.copies)"), ("handed to", item.assignee ?? "nobody"),
        ].map { ($0, ScreenText.line($1)) }
    }

    // MARK: History

    private func history(_ steps: [ReviewStep]) -> [ScreenLine] {
        guard !steps.isEmpty else { return wrapped("Nothing was decided yet.") }
        return steps.flatMap(step)
    }

    private func step(_ step: ReviewStep) -> [ScreenLine] {
        var line = ScreenLine("\(ReviewText.time(step.at))  ")
        line.add(step.by, .strong)
        let subject = step.subject.map { " \"\(ScreenText.line($0))\"" } ?? ""
        let amount = step.signals > 1 ? ", \(ReviewText.number(step.signals)) signals" : ""
        line.add("  \(step.decision.name)\(subject)\(amount)")
        if step.isUndone { line.add("  (taken back)", .accent) }
        let text = step.text.map { ScreenText.line($0) } ?? "\(ScreenText.line(step.id)), which is gone"
        return [line, ScreenLine("    " + ScreenText.cut(text, to: columns - 4), .faint)]
    }

    // MARK: Help

    private static let help: [(key: String, what: String)] = [
        ("a", "accept: you would share it, or want more like it"),
        ("r", "reject: you would not"),
        ("space", "unsure: you cannot tell, and nothing is learned from it"),
        ("u", "undo: take back the latest step; Backspace does the same"),
        ("s", "snooze: put it off for a day"),
        ("m", "mute its author: nothing of theirs is relevant any more"),
        ("M", "mute a phrase"),
        ("t", "track a phrase: it becomes a topic, and the item stays"),
        ("?", "why: every reason behind its place"),
        ("/", "filter the queue: topic:swift sentiment:negative from:2026-01-31 outage"),
        ("o", "the next order: mixed, highest, uncertain"),
        ("j, down", "pass over to the next, without a decision"),
        ("k, up", "back to what was passed over last"),
        ("< >", "scroll a long post; so do Page Up and Page Down"),
        ("A", "accept all that the filter leaves; it asks once, and is one step to undo"),
        ("R", "reject all that the filter leaves, likewise"),
        ("@", "hand it over to somebody, or to everybody"),
        ("H", "history: who decided what"),
        ("h", "this page"),
        ("Enter", "look again, where nothing is left or something went wrong"),
        ("Escape", "leave a page or a question"),
        ("q", "end; so do Ctrl-C and Ctrl-D. Ctrl-Z puts the desk aside, Ctrl-L draws it anew"),
    ]
}
