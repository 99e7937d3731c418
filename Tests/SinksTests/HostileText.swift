/// Text as a stranger might write it to break line protocol.
struct HostileText<Random: RandomNumberGenerator> {
    var random: Random

    private static var pieces: [String] {
        [
            "a", "b", "Z", "0", "word", "time", " ", "  ", ",", "=", "\"", "\\", "\\\\", "\\\"", "\\,", "\\ ", "\\=",
            "\\n",
            "\n", "\r", "\r\n", "\t", "\0", "\u{1B}[31m", "\u{7F}", "\u{85}", "\u{2028}", "#", "# ", "'", "/", ";", "(",
            ")",
            "i", "1i", "t", "NaN", "1e309", "é", "e\u{301}", "\u{FFFD}", "\u{FEFF}", "\u{202E}", "🎉", "👩‍👩‍👧", "日本", "ا",
            "\u{0}",
        ]
    }

    /// Mostly short; now and then of about `longest` bytes.
    mutating func next(longest: Int) -> String {
        var text = ""
        for _ in 0..<Int.random(in: 0...6, using: &random) { text += Self.pieces.randomElement(using: &random) ?? "" }
        if Int.random(in: 0..<50, using: &random) == 0, !text.isEmpty {
            text = String(repeating: text, count: longest / text.utf8.count + 1)
        }
        return text
    }
}
