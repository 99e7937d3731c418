/// A line of the screen: parts of text with a style each, made fit for a terminal.
package struct ScreenLine: Hashable, Sendable {
    /// How a part is told apart; its words say the same without it.
    package enum Style: Hashable, Sendable {
        case plain
        case strong
        case faint
        case accent
    }

    package struct Part: Hashable, Sendable {
        package let text: String
        package let style: Style
    }

    package private(set) var parts: [Part] = []
    package private(set) var width = 0

    init(_ text: String = "", _ style: Style = .plain) {
        add(text, style)
    }

    package var text: String { parts.map(\.text).joined() }

    mutating func add(_ text: String, _ style: Style = .plain) {
        guard !text.isEmpty else { return }
        let safe = ScreenText.line(text)
        parts.append(Part(text: safe, style: style))
        width += ScreenText.width(safe)
    }

    /// Cut or filled to `columns`.
    func fitted(to columns: Int) -> ScreenLine {
        var line = ScreenLine()
        for part in parts where line.width < columns {
            line.add(ScreenText.cut(part.text, to: columns - line.width), part.style)
        }
        line.add(String(repeating: " ", count: max(0, columns - line.width)))
        return line
    }
}
