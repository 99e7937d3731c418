/// Columns of text.
struct TextTable {
    struct Column {
        let title: String
        var isNumber = false
        /// The widest it may be; nil for as wide as its cells.
        var limit: Int?
    }

    private let columns: [Column]
    private var rows: [[String]] = []

    init(_ columns: [Column]) {
        self.columns = columns
    }

    /// Adds a row; cells are made fit for the terminal.
    mutating func add(_ cells: [String]) {
        rows.append(
            zip(cells, columns).map { cell, column in
                let safe = SafeText.line(cell)
                return column.limit.map { SafeText.cut(safe, to: $0) } ?? safe
            }
        )
    }

    var lines: [String] {
        let widths = columns.indices.map { index in
            rows.reduce(SafeText.width(columns[index].title)) { max($0, SafeText.width($1[index])) }
        }
        return ([columns.map(\.title)] + rows).map { row in
            var line = ""
            for index in columns.indices {
                if index > 0 { line += "  " }
                line += SafeText.padded(row[index], to: widths[index], right: columns[index].isNumber)
            }
            while line.hasSuffix(" ") { line.removeLast() }
            return line
        }
    }
}
