/// Text that strangers wrote, made fit for a terminal.
package enum SafeText {
    /// One line without control characters; line ends and tabs are spaces.
    static func line(_ text: String) -> String {
        escaped(
            String(
                String.UnicodeScalarView(text.unicodeScalars.map { [0x0A, 0x0D, 0x09].contains($0.value) ? " " : $0 })
            )
        )
    }

    /// C0, C1, line and paragraph separators and the marks that turn the writing direction, written as escapes.
    static func escaped(_ text: String) -> String {
        var line = ""
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0..<0x20, 0x7F..<0xA0, 0x2028, 0x2029, 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069:
                line += "\\u{\(String(scalar.value, radix: 16))}"
            default: line.unicodeScalars.append(scalar)
            }
        }
        return line
    }

    /// JSON in which C1 and the separators of lines and paragraphs are escaped, too.
    static func escapedJSON(_ json: String) -> String {
        String(
            json.unicodeScalars.flatMap { scalar -> [Character] in
                switch scalar.value {
                case 0x7F..<0xA0, 0x2028, 0x2029:
                    let digits = String(scalar.value, radix: 16)
                    return Array("\\u" + String(repeating: "0", count: 4 - digits.count) + digits)
                default: return [Character(scalar)]
                }
            }
        )
    }

    /// How many columns a terminal gives a text: two for East Asian wide characters and emoji, none for marks.
    package static func width(_ text: String) -> Int {
        text.reduce(0) { $0 + width($1) }
    }

    private static func width(_ character: Character) -> Int {
        guard let first = character.unicodeScalars.first else { return 0 }
        guard !WideScalars.contains(first) else { return 2 }
        let category = first.properties.generalCategory
        return category == .nonspacingMark || category == .format ? 0 : 1
    }

    /// At most `columns` wide, cut with an ellipsis.
    static func cut(_ text: String, to columns: Int) -> String {
        guard width(text) > columns else { return text }
        var cut = ""
        var used = 0
        for character in text {
            guard used + width(character) <= columns - 1 else { break }
            used += width(character)
            cut.append(character)
        }
        return cut + "…"
    }

    /// Filled with spaces to `columns`.
    static func padded(_ text: String, to columns: Int, right: Bool = false) -> String {
        let fill = String(repeating: " ", count: max(0, columns - width(text)))
        return right ? fill + text : text + fill
    }
}
