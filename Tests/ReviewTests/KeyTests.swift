import Testing
import earshot

/// Bytes of a terminal as keys.
@Suite struct KeyTests {
    private static func keys(_ text: String) -> [Key] {
        var reader = KeyReader()
        return reader.read(text.utf8) + reader.settle()
    }

    @Test(arguments: [
        ("aR ?/@", [.text("a"), .text("R"), .text(" "), .text("?"), .text("/"), .text("@")] as [Key]),
        ("ü日👍", [.text("ü"), .text("日"), .text("👍")]),
        ("\r\n\u{7F}\u{8}", [.enter, .enter, .backspace, .backspace]),
        ("\u{3}\u{4}\u{C}\u{15}\u{1A}", [.interrupt, .endOfInput, .redraw, .clear, .suspend]),
        ("\u{1B}[A\u{1B}[B\u{1B}[C\u{1B}[D\u{1B}[H\u{1B}[F", [.up, .down, .right, .left, .home, .end]),
        ("\u{1B}OA\u{1B}OB\u{1B}OC\u{1B}OD\u{1B}OH\u{1B}OF", [.up, .down, .right, .left, .home, .end]),
        ("\u{1B}[5~\u{1B}[6~\u{1B}[1~\u{1B}[4~", [.pageUp, .pageDown, .home, .end]),
        ("\u{1B}", [.escape]),
        ("\u{1B}\u{1B}", [.escape, .escape]),
        ("\u{1B}\u{3}", [.interrupt]),
    ])
    func `what is typed is read as such`(bytes: String, keys: [Key]) {
        #expect(Self.keys(bytes) == keys)
    }

    @Test(arguments: [
        // Function keys, keys with Ctrl or Shift, Delete, a Linux console's F1.
        "\u{1B}OP", "\u{1B}[15~", "\u{1B}[1;5A", "\u{1B}[3~", "\u{1B}[[A",
        // A mouse in two forms, focus, a position, colours, a device's attributes.
        "\u{1B}[Marr", "\u{1B}[<0;10;10M", "\u{1B}[I", "\u{1B}[24;80R", "\u{1B}[?1;2c",
        // Strings that answer a question, ended in both ways.
        "\u{1B}]11;rgb:aaaa/rrrr/0000\u{7}", "\u{1B}P>|a term\u{1B}\\", "\u{1B}_Ga;r\u{1B}\\",
        // Alt with a letter, and with one of more bytes.
        "\u{1B}a", "\u{1B}R", "\u{1B}ü", "\u{1B}日",
        // Controls that are no key, also as a character of two bytes.
        "\u{0}\u{1}\u{2}\u{7}", "\u{85}\u{9B}",
    ])
    func `an unknown sequence is swallowed whole`(bytes: String) {
        #expect(Self.keys(bytes + "j") == [.text("j")])
    }

    @Test func `what is longer than any sequence is still one`() {
        #expect(Self.keys("\u{1B}[" + String(repeating: "1;", count: 500) + "aj") == [.text("j")])
    }

    @Test(arguments: ["ü", "👍", "\u{1B}[B", "\u{1B}OB", "\u{1B}[5~", "\u{1B}[200~ar\u{1B}[201~"])
    func `what comes in pieces waits for the rest`(bytes: String) {
        var reader = KeyReader()
        let whole = Self.keys(bytes)
        var keys: [Key] = []
        for (index, byte) in bytes.utf8.enumerated() {
            let read = reader.read([byte])
            #expect(read.isEmpty || index == bytes.utf8.count - 1)
            keys += read
        }
        #expect(keys == whole)
        #expect(keys.count == 1)
    }

    @Test func `only what may be a key by itself is settled after a pause`() {
        var reader = KeyReader()
        #expect(reader.read("\u{1B}".utf8) == [])
        #expect(reader.isOpen)
        #expect(reader.settle() == [.escape])
        #expect(!reader.isOpen)
        #expect(reader.read("\u{1B}[20".utf8) == [])
        #expect(!reader.isOpen)
        #expect(reader.settle() == [])
        #expect(reader.read("0~a\u{1B}[201~r".utf8) == [.pasted("a"), .text("r")])
        // Alt and ], which begins a string that never ends.
        #expect(reader.read("\u{1B}]".utf8) == [])
        #expect(reader.isOpen)
        #expect(reader.settle() == [])
        #expect(reader.read("a".utf8) == [.text("a")])
    }

    @Test(arguments: [
        ("a\nr\u{3}", "a\nr\u{3}"), ("", ""), ("日本\u{1B}[A", "日本\u{1B}[A"), ("\u{1B}[201", "\u{1B}[201"),
    ])
    func `what was pasted is one key, whatever is in it`(text: String, pasted: String) {
        #expect(Self.keys("\u{1B}[200~\(text)\u{1B}[201~q") == [.pasted(pasted), .text("q")])
    }

    @Test func `a long paste is cut, and ends where it ends`() throws {
        let text = String(repeating: "accept ", count: 100_000)
        let keys = Self.keys("\u{1B}[200~\(text)\u{1B}[201~q")
        #expect(keys.count == 2)
        guard case .pasted(let pasted) = try #require(keys.first) else { return #expect(Bool(false)) }
        #expect(pasted.utf8.count == KeyReader.pasteLimit)
        #expect(keys.last == .text("q"))
    }

    @Test func `bytes that are no UTF-8 are no keys, and those behind them are`() {
        var reader = KeyReader()
        #expect(
            reader.read([0xFF, 0x80, 0xC3, 0x28, 0xE2, 0x82, 0x61, 0xED, 0xA0, 0x80, 0x6A]) == [
                .text("("), .text("a"), .text("j"),
            ]
        )
    }
}
