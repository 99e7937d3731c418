/// Turns screens into what a terminal understands: only the lines that are not there yet.
///
/// Each line is put in its place by its number, so that a terminal which takes a character for wider than it is reckoned
/// here mars that line and no other.
struct ScreenPainter {
    private let isColoured: Bool
    /// What the terminal shows; empty where that is not known.
    private var shown: [ScreenLine] = []

    init(isColoured: Bool) {
        self.isColoured = isColoured
    }

    /// Forgets what the terminal shows.
    mutating func forget() {
        shown = []
    }

    mutating func bytes(_ screen: ReviewScreen) -> [UInt8] {
        var text = ""
        if shown.count != screen.lines.count {
            shown = []
            text += "\u{1B}[2J"
        }
        for (row, line) in screen.lines.enumerated() where shown.isEmpty || shown[row] != line {
            text += "\u{1B}[\(row + 1);1H" + written(line)
        }
        shown = screen.lines
        text += "\u{1B}[?25l"
        if let cursor = screen.cursor { text += "\u{1B}[\(cursor.row + 1);\(cursor.column + 1)H\u{1B}[?25h" }
        return Array(text.utf8)
    }

    private func written(_ line: ScreenLine) -> String {
        // Erased first: what a wide character left there would stay.
        "\u{1B}[2K"
            + line.parts.map { part in
                guard isColoured, let code = code(part.style) else { return part.text }
                return "\u{1B}[\(code)m\(part.text)\u{1B}[0m"
            }.joined()
    }

    private func code(_ style: ScreenLine.Style) -> String? {
        switch style {
        case .plain: nil
        case .strong: "1"
        case .faint: "2"
        case .accent: "36"
        }
    }
}
