import Foundation

/// Heard text for a screen on which every cell is counted.
///
/// What a terminal could take for a command or that turns the writing direction is written as an escape, as `SafeText` does.
/// What terminals disagree about the width of is left out, or written so that they agree: joiners, selectors of variants,
/// skin tones, flags, and more than three marks on one letter. What is left has the width that is reckoned with here.
package enum ScreenText {
    /// What takes one or two columns, with the marks on it.
    struct Cell: Hashable {
        var text: String
        let width: Int

        var isSpace: Bool { text == " " }
    }

    private static let mostMarks = 3

    /// One line; line ends and tabs are spaces.
    package static func line(_ text: String) -> String {
        cells(of: text).map(\.text).joined()
    }

    /// How many columns a text takes when it is shown.
    package static func width(_ text: String) -> Int {
        cells(of: text).reduce(0) { $0 + $1.width }
    }

    /// At most `columns` wide, cut with an ellipsis.
    package static func cut(_ text: String, to columns: Int) -> String {
        let cells = cells(of: text)
        guard cells.reduce(0, { $0 + $1.width }) > columns else { return cells.map(\.text).joined() }
        var (cut, used) = ("", 0)
        for cell in cells {
            guard used + cell.width < columns else { break }
            cut += cell.text
            used += cell.width
        }
        return columns > 0 ? cut + "…" : ""
    }

    /// The end of a text that is at most `columns` wide.
    package static func end(of text: String, columns: Int) -> String {
        var (end, used) = ([String](), 0)
        for cell in cells(of: text).reversed() {
            guard used + cell.width <= columns else { break }
            end.append(cell.text)
            used += cell.width
        }
        return end.reversed().joined()
    }

    /// The lines of a text, broken between words where there is a place for it, each at most `columns` wide.
    package static func wrapped(_ text: String, to columns: Int) -> [String] {
        var lines: [String] = []
        for paragraph in paragraphs(of: text) {
            var breaker = LineBreaker(columns: max(columns, 2))
            for cell in cells(of: paragraph) { breaker.add(cell) }
            lines += breaker.end()
        }
        return lines
    }

    /// Lines of parts with two spaces between them, none broken; one that is too wide alone is cut.
    static func flowed(_ parts: [String], to columns: Int) -> [String] {
        var lines: [String] = []
        var used = 0
        for part in parts.map({ cut($0, to: columns) }) {
            let width = width(part)
            if let last = lines.indices.last, used + 2 + width <= columns {
                lines[last] += "  " + part
                used += 2 + width
            } else {
                lines.append(part)
                used = width
            }
        }
        return lines
    }

    /// The parts between line ends, without empty ones at either end.
    private static func paragraphs(of text: String) -> [String] {
        let text = text.replacing("\r\n", with: "\n")
        let parts = text.unicodeScalars.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r" }
            .map { String($0) }
        let isBlank: (String) -> Bool = { part in part.utf8.allSatisfy { $0 == 0x20 || $0 == 0x09 } }
        guard let first = parts.firstIndex(where: { !isBlank($0) }),
            let last = parts.lastIndex(where: { !isBlank($0) })
        else { return [] }
        return Array(parts[first...last])
    }

    // MARK: Cells

    static func cells(of text: String) -> [Cell] {
        // A letter and its marks are one scalar where there is one.
        let isPlain = text.utf8.allSatisfy { $0 < 0x80 }
        let text = isPlain ? text : text.precomposedStringWithCanonicalMapping
        var cells: [Cell] = []
        cells.reserveCapacity(text.utf8.count)
        var marks = 0
        for scalar in text.unicodeScalars {
            switch kind(of: scalar) {
            case .shown(let width):
                cells.append(Cell(text: String(Character(scalar)), width: width))
                marks = 0
            case .space:
                cells.append(Cell(text: " ", width: 1))
                marks = 0
            case .written(let text):
                cells += text.map { Cell(text: String($0), width: 1) }
                marks = 0
            case .mark:
                if cells.isEmpty { cells.append(Cell(text: " ", width: 1)) }
                if marks < mostMarks { cells[cells.count - 1].text.unicodeScalars.append(scalar) }
                marks += 1
            case .tone:
                if cells.last?.width != 2 { cells.append(Cell(text: String(Character(scalar)), width: 2)) }
            case .nothing: break
            }
        }
        return cells
    }

    private enum Kind {
        case shown(width: Int)
        case space
        case written(String)
        case mark
        case tone
        case nothing
    }

    private static func kind(of scalar: Unicode.Scalar) -> Kind {
        switch scalar.value {
        case 0x20...0x7E: .shown(width: 1)
        case 0x09, 0x0A, 0x0D: .space
        // Conjoining letters that found nothing to join; a terminal gives them no column.
        case 0x1160...0x11FF, 0xD7B0...0xD7FF: .mark
        case 0x1F1E6...0x1F1FF: .written(letter(ofFlag: scalar))
        case 0x1F3FB...0x1F3FF: .tone
        case 0xAD, 0x180B...0x180F, 0x200B...0x200D, 0x2060...0x2064, 0x206A...0x206F, 0xFE00...0xFE0F, 0xFEFF,
            0xE0001...0xE007F, 0xE0100...0xE01EF:
            .nothing
        default: kind(of: scalar, scalar.properties.generalCategory)
        }
    }

    private static func kind(of scalar: Unicode.Scalar, _ category: Unicode.GeneralCategory) -> Kind {
        switch category {
        case .nonspacingMark, .enclosingMark: .mark
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate, .unassigned:
            .written("\\u{\(String(scalar.value, radix: 16))}")
        default: .shown(width: WideScalars.contains(scalar) ? 2 : 1)
        }
    }

    /// A flag is two of these; terminals give it one, two or four columns.
    private static func letter(ofFlag scalar: Unicode.Scalar) -> String {
        String(Character(Unicode.Scalar(UInt8(scalar.value - 0x1F1E6) + UInt8(ascii: "A"))))
    }
}
