extension KindTable {
    /// The part of `earshot init`'s file that explains the kinds and shows one of each, commented out.
    package var template: String {
        var lines = rows.flatMap { ["##   \(column($0.name))\($0.summary)"] + details($0) }
        if !Row.sharedKeys.isEmpty {
            lines.append("## Every \(Row.noun) may have:")
            lines += Row.sharedKeys.map { detail($0, indent: "  ") }
        }
        lines.append("# \(Row.noun)s:")
        lines += rows.flatMap { $0.template.map { "#   \($0)" } }
        return lines.map { $0 + "\n" }.joined()
    }

    private func details(_ row: Row) -> [String] {
        let blind = row.blindSpots.isEmpty ? [] : ["##     blind to \(row.blindSpots.joined(separator: "; "))"]
        let ends = row.ends.map { ["##     ends: \($0)"] } ?? []
        return blind + ends + row.keys.map { detail($0, indent: "    ") }
    }

    private func detail(_ key: Key, indent: String) -> String {
        "##\(indent) \(column(key.spellings.joined(separator: ", ")))\(key.words)"
    }

    /// Filled up to where the words begin.
    private func column(_ text: String) -> String {
        text + String(repeating: " ", count: max(2, 12 - text.count))
    }
}
