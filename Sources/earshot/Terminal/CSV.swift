/// Cells of comma-separated values (RFC 4180).
enum CSV {
    /// Quoted where it must be.
    ///
    /// A text that a spreadsheet would run as a formula gets an apostrophe before it.
    static func cell(_ text: String) -> String {
        var cell = SafeText.escaped(text)
        if let first = cell.utf8.first, "=+-@\t".utf8.contains(first) { cell = "'" + cell }
        guard cell.utf8.contains(where: { ",\"".utf8.contains($0) }) else { return cell }
        return "\"" + cell.replacing("\"", with: "\"\"") + "\""
    }
}
