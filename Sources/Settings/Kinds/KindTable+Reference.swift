extension KindTable {
    /// The tables of `docs/reference.md`, as Markdown.
    package var reference: String {
        var lines = ["| \(Row.noun) | | access | blind spots |", "|---|---|---|---|"]
        lines += rows.map { row in
            let ends = row.ends.map { ", ends: \($0)" } ?? ""
            let blind = row.blindSpots.isEmpty ? "none" : row.blindSpots.joined(separator: "; ")
            return "| `\(row.example)` | \(row.summary) | \(row.access.rawValue)\(ends) | \(blind) |"
        }
        lines += table(of: Row.sharedKeys, title: "every \(Row.noun)")
        for row in rows { lines += table(of: row.keys, title: "`\(row.name)`") }
        return lines.joined(separator: "\n")
    }

    private func table(of keys: [Key], title: String) -> [String] {
        guard !keys.isEmpty else { return [] }
        return ["", "Keys of \(title):", "", "| key | value | default | meaning |", "|---|---|---|---|"]
            + keys.map { key in
                let names = key.spellings.map { "`\($0)`" }.joined(separator: ", ")
                return "| \(names) | \(key.formWords) | \(key.usual.map { "`\($0)`" } ?? "") | \(key.words) |"
            }
    }
}
