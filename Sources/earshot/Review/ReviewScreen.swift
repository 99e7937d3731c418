import Pipeline

/// What a session looks like: lines of exactly the width of the terminal, as many as it has rows.
package struct ReviewScreen: Hashable, Sendable {
    /// Where something is written, counted from 0.
    package struct Place: Hashable, Sendable {
        package let row: Int
        package let column: Int
    }

    /// Below this there is room for nothing.
    package static let least = ScreenSize(columns: 20, rows: 6)

    package private(set) var lines: [ScreenLine] = []
    /// Where the cursor stands; nil where nothing is written.
    package private(set) var cursor: Place?
    /// So many lines of the post, or of what covers it, are shown at once.
    package private(set) var room = 1
    /// How far it can be scrolled.
    package private(set) var mostScroll = 0

    private let session: ReviewSession
    private var columns: Int { session.size.columns }
    private var rows: Int { session.size.rows }
    private var isRoomy: Bool { rows >= 16 }

    package init(_ session: ReviewSession) {
        self.session = session
        if columns < Self.least.columns || rows < Self.least.rows {
            let words = "This window is too small: \(Self.least.columns) x \(Self.least.rows) is needed. q ends."
            lines = ScreenText.wrapped(words, to: columns).map { ScreenLine($0) }
        } else {
            arrange()
        }
        lines = Array(lines.prefix(rows)) + Array(repeating: ScreenLine(), count: max(0, rows - lines.count))
        lines = lines.map { $0.fitted(to: columns) }
    }

    /// What the lines say.
    package var text: [String] { lines.map(\.text) }

    private mutating func arrange() {
        let (top, bottom) = (top, bottom)
        let body = ReviewBody(session).lines
        let free = max(1, rows - top.count - bottom.count)
        // Where not all of it is shown, a line says so.
        let isWhole = body.count <= free
        room = isWhole ? free : max(1, free - 1)
        mostScroll = max(0, body.count - room)
        let first = min(session.scroll, mostScroll)
        var shown = Array(body[first..<min(first + room, body.count)])
        shown += Array(repeating: ScreenLine(), count: room - shown.count)
        if !isWhole, free > 1 { shown.append(position(first, of: body.count)) }
        lines = top + shown + bottom
        placeCursor()
    }

    private func position(_ first: Int, of count: Int) -> ScreenLine {
        let last = min(first + room, count)
        return ScreenLine("lines \(first + 1) to \(last) of \(count): > further, < back", .faint)
    }

    private func lines(_ text: String, _ style: ScreenLine.Style, most: Int) -> [ScreenLine] {
        if most == 1 { return [ScreenLine(ScreenText.cut(text, to: columns), style)] }
        return first(most, of: ScreenText.wrapped(text, to: columns), joined: " ").map { ScreenLine($0, style) }
    }

    /// At most so many lines; the last says with an ellipsis that there are more.
    private func first(_ most: Int, of lines: [String], joined separator: String) -> [String] {
        guard lines.count > most else { return lines }
        return lines.prefix(most - 1) + [ScreenText.cut(lines[(most - 1)...].joined(separator: separator), to: columns)]
    }

    // MARK: Above

    private var top: [ScreenLine] {
        var top = [header]
        if isRoomy { top.append(ScreenLine()) }
        guard session.cover == nil, let item = session.item else { return top }
        top += lines(ReviewText.origin(of: item), .faint, most: isRoomy ? 2 : 1)
        if isRoomy, let url = item.url { top.append(ScreenLine(ScreenText.cut(url, to: columns), .faint)) }
        if isRoomy { top.append(ScreenLine()) }
        return top
    }

    private var header: ScreenLine {
        var line = ScreenLine("earshot review", .strong)
        for part in headings { line.add("  \(part)") }
        return line
    }

    private var headings: [String] {
        switch session.cover {
        case .why: return ["why"]
        case .help: return ["keys"]
        case .history: return ["history"]
        case nil: break
        }
        let query = session.query
        var parts = ["order: \(query.order.rawValue)", "by \(ScreenText.line(query.by))"]
        guard let page = session.page else { return parts }
        let filter = ScreenText.cut(query.filter, to: columns / 2)
        let matching = "\(ReviewText.number(page.matching)) of \(ReviewText.number(page.waiting)) match \(filter)"
        parts.insert(query.filter.isEmpty ? "\(ReviewText.number(page.waiting)) waiting" : matching, at: 0)
        return parts
    }

    // MARK: Below

    private var bottom: [ScreenLine] {
        var bottom: [ScreenLine] = isRoomy ? [ScreenLine()] : []
        if session.cover == nil, let item = session.item {
            let chips = ScreenText.flowed(ReviewText.chips(of: item), to: columns)
            bottom += first(isRoomy ? 2 : 1, of: chips, joined: "  ").map { ScreenLine($0) }
            bottom += lines(facts(of: item), .accent, most: isRoomy ? 2 : 1)
            if isRoomy { bottom.append(ScreenLine()) }
        }
        bottom += message
        if rows >= 12, session.cover == nil, let page = session.page {
            let progress = ReviewText.progress(page).joined(separator: "   ")
            bottom.append(ScreenLine(ScreenText.cut(progress, to: columns), .faint))
        }
        return bottom + [ScreenLine(keys, .faint)]
    }

    private func facts(of item: ReviewItem) -> String {
        var facts = item.copies > 0 ? [ReviewText.count(item.copies, "copy", "copies")] : []
        facts.append(ReviewText.probability(of: item, session.page?.progress))
        if let assignee = item.assignee { facts.append("handed to \(ScreenText.line(assignee))") }
        if item.isVolatile { facts.append("volatile") }
        if item.editedAt != nil { facts.append("edited since") }
        return facts.joined(separator: "   ")
    }

    /// What the last key did, or what is asked.
    private var message: [ScreenLine] {
        let most = isRoomy ? 3 : rows >= 10 ? 2 : 1
        if let prompt = session.prompt { return [promptLine(prompt)] + hint(of: prompt, most: max(1, most - 1)) }
        if let question = session.question {
            let words = ReviewText.question(question, filter: session.query.filter)
            return lines(words, .strong, most: most)
        }
        if session.isSlow { return [ScreenLine("One moment …")] }
        guard let note = session.note, session.cover == nil || note.isFault else { return [ScreenLine()] }
        return lines(note.isFault ? "! \(note.text)" : note.text, .strong, most: most)
    }

    private func promptLine(_ prompt: ReviewSession.Prompt) -> ScreenLine {
        var line = ScreenLine(Self.label(of: prompt), .strong)
        // The last column is for the cursor.
        line.add(ScreenText.end(of: prompt.text, columns: columns - line.width - 1))
        return line
    }

    private static func label(of prompt: ReviewSession.Prompt) -> String {
        switch prompt.kind {
        case .filter: "Filter: "
        case .mute: "Mute phrase: "
        case .track: "Track phrase: "
        case .assign: "Hand over to: "
        }
    }

    private func hint(of prompt: ReviewSession.Prompt, most: Int) -> [ScreenLine] {
        if let fault = prompt.fault { return lines("! \(fault)", .strong, most: most) }
        let hint =
            switch prompt.kind {
            case .filter: "topic: source: author: sentiment: from: to: above: below: assigned: or words"
            case .mute: "Posts with these words will never be relevant again."
            case .track: "These words become a topic, beside those there are."
            case .assign: "Nobody but them is shown it. Empty: everybody."
            }
        return lines(hint, .faint, most: most)
    }

    private mutating func placeCursor() {
        guard let prompt = session.prompt else { return }
        let label = Self.label(of: prompt)
        guard let row = lines.lastIndex(where: { $0.parts.first?.text == label }) else { return }
        cursor = Place(row: row, column: min(lines[row].width, columns - 1))
    }

    // MARK: Keys

    private var keys: String {
        let ends = ["h help", "q end"]
        if session.prompt != nil { return fitting(["Enter takes it", "Escape leaves it", "Ctrl-U empties it"], []) }
        if session.question != nil { return fitting(["y yes", "n no"], []) }
        if session.cover != nil { return fitting(["Escape goes back", "j k by line", "space b by page"], []) }
        if session.failed != nil { return fitting(["Enter tries again"], ends) }
        guard session.item != nil else {
            return fitting(["Enter looks again", "u undo", "/ filter", "o order", "k back", "H history"], ends)
        }
        return fitting(
            [
                "a accept", "r reject", "space unsure", "u undo", "j next", "? why", "/ filter", "s snooze", "m mute",
                "A R all", "@ hand over", "o order", "t track", "H history",
            ],
            ends
        )
    }

    /// As many as there is room for, and the last ones in any case.
    private func fitting(_ keys: [String], _ ends: [String]) -> String {
        var taken: [String] = []
        for key in keys where (taken + [key] + ends).joined(separator: "  ").count <= columns { taken.append(key) }
        return (taken + ends).joined(separator: "  ")
    }
}
