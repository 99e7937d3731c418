/// Breaks one paragraph into lines: between words, between wide characters, and inside a word that is too long for a line.
struct LineBreaker {
    private let columns: Int
    private var lines: [String] = []
    private var line: [ScreenText.Cell] = []
    private var width = 0
    /// So many cells of the line may stay when it is broken; 0 where there is no place for it.
    private var place = 0

    /// At least two, so that every cell fits.
    init(columns: Int) {
        self.columns = columns
    }

    mutating func add(_ cell: ScreenText.Cell) {
        if width + cell.width > columns {
            // The space at a break is not shown.
            if cell.isSpace { return breakLine(at: line.count) }
            breakLine(at: cell.width == 2 ? line.count : place > 0 ? place : line.count)
        }
        // A space that was broken at does not begin the next line.
        if cell.isSpace, line.isEmpty, !lines.isEmpty { return }
        line.append(cell)
        width += cell.width
        // An indentation alone is no line.
        if cell.width == 2 || (cell.isSpace && line.contains { !$0.isSpace }) { place = line.count }
    }

    /// The lines; an empty paragraph is an empty line.
    mutating func end() -> [String] {
        if !line.isEmpty || lines.isEmpty { breakLine(at: line.count) }
        return lines
    }

    private mutating func breakLine(at place: Int) {
        var kept = line[..<place]
        while kept.last?.isSpace == true { kept.removeLast() }
        lines.append(kept.map(\.text).joined())
        line.removeFirst(place)
        width = line.reduce(0) { $0 + $1.width }
        self.place = 0
    }
}
