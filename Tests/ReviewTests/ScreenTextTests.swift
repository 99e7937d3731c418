import Testing
import earshot

/// Heard text, measured and broken into lines.
@Suite struct ScreenTextTests {
    @Test(arguments: [
        ("one two three four", ["one two", "three", "four"]),
        ("one two  three", ["one two", "three"]),
        ("  indented text", ["  indent", "ed text"]),
        ("a\n\n  b\r\nc\rd\n", ["a", "", "  b", "c", "d"]),
        ("\n \n\t\n", []),
        ("", []),
        ("incomprehensibilities", ["incompre", "hensibil", "ities"]),
        ("see incomprehensible", ["see", "incompre", "hensible"]),
        ("12345678 next", ["12345678", "next"]),
        ("1234567 8 next", ["1234567", "8 next"]),
        ("日本語テキスト", ["日本語テ", "キスト"]),
        ("a日本語テキスト", ["a日本語", "テキスト"]),
        ("e\u{301}\u{301}tat des choses", ["é\u{301}tat des", "choses"]),
    ])
    func `lines break between words where they can`(text: String, lines: [String]) {
        #expect(ScreenText.wrapped(text, to: 8) == lines)
    }

    @Test(arguments: [
        ("plain", 5), ("日本", 4), ("é", 1), ("e\u{301}", 1), ("👍", 2), ("👍🏿", 2), ("👩‍👩‍👧", 6), ("🇩🇪", 2), ("❤️", 1),
        ("\u{200B}", 0), ("\u{301}", 1), ("\u{1B}", 6), ("한국어", 6), ("\u{1112}\u{1161}\u{11AB}", 2), ("कि", 2),
    ])
    func `a text has the width that it is shown with`(text: String, width: Int) {
        #expect(ScreenText.width(text) == width)
        #expect(ScreenText.width(ScreenText.line(text)) == width)
    }

    @Test(arguments: ["a", "é", "日", "한", "👍", "⌚", "✅", "🀄", "⭐", "☀", "🌡"])
    func `tables give a character as many columns as screens do`(text: String) {
        #expect(SafeText.width(text) == ScreenText.width(text))
    }

    @Test func `what was made fit stays as it is`() {
        let text = "a\u{1B}[31m 👩‍👩‍👧 🇩🇪 Z\u{301}\u{302}\u{303}\u{304}\u{305} \u{202E}日本\n\tend"
        let line = ScreenText.line(text)
        #expect(ScreenText.line(line) == line)
        #expect(line == "a\\u{1b}[31m 👩👩👧 DE Ź\u{302}\u{303}\u{304} \\u{202e}日本  end")
    }

    @Test(arguments: [("日本語", 6, "日本語"), ("日本語", 5, "日本…"), ("日本語", 4, "日…"), ("abc", 0, ""), ("abc", 1, "…")])
    func `a text is cut by columns`(text: String, columns: Int, cut: String) {
        #expect(ScreenText.cut(text, to: columns) == cut)
        #expect(ScreenText.width(cut) <= columns)
    }

    @Test func `the end of a text is what fits`() {
        #expect(ScreenText.end(of: "ab日本", columns: 5) == "b日本")
        #expect(ScreenText.end(of: "ab日本", columns: 3) == "本")
        #expect(ScreenText.end(of: "ab", columns: 0) == "")
    }
}
