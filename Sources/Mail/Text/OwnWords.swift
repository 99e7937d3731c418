/// Leaves out of a text what its author did not say in it: quotes and what introduces them, signatures, and what mailing
/// lists put below.
struct OwnWords {
    /// A line that introduces a quote is no longer than this.
    private static let introductionLimit = 300
    /// Lines that introduce the message below, of whoever answers above it, in lower case.
    private static let forwardLines = [
        "-----original message-----", "----- original message -----", "---------- forwarded message ---------",
        "---------- forwarded message ----------", "-----ursprüngliche nachricht-----", "-----message d'origine-----",
        "begin forwarded message:",
    ].map { Array($0.utf8) }
    /// Endings of a line before a quote that names neither a time nor an address.
    private static let introductionEndings = [
        " wrote:", " writes:", " said:", " schrieb:", " écrit:", " écrit :", " escribió:",
    ].map { Array($0.utf8) }
    private static let quoteSign = UInt8(ascii: ">")

    private let text: UnsafeRawBufferPointer
    /// The lines that are looked at, without their ends.
    private var lines: [Range<Int>] = []
    private var kept: [Range<Int>] = []
    private var leavesOut = false

    /// Returns what the author says, without empty lines around it, and whether anything else was left out.
    static func of(_ text: String) -> (text: String, leavesOut: Bool) {
        var text = text
        return text.withUTF8 { bytes in
            var words = OwnWords(UnsafeRawBufferPointer(bytes))
            words.cutBelow()
            words.dropQuotes()
            return (words.joined(), words.leavesOut)
        }
    }

    private init(_ text: UnsafeRawBufferPointer) {
        self.text = text
        var start = 0
        while start < text.count {
            let end = text.index(of: UInt8(ascii: "\n"), from: start) ?? text.count
            lines.append(start..<end)
            start = end + 1
        }
    }

    private func bytes(_ line: Range<Int>) -> UnsafeRawBufferPointer { text.part(line) }

    private func isEmpty(_ line: Range<Int>) -> Bool { bytes(line).allSatisfy(\.isSpace) }

    private func joined() -> String {
        let kept = kept.drop(while: isEmpty)
        // Lines that stand together are taken together.
        guard let first = kept.first, let last = kept.last else { return "" }
        if !leavesOut { return String(decoding: bytes(first.lowerBound..<last.upperBound), as: UTF8.self) }
        var output: [UInt8] = []
        output.reserveCapacity(text.count)
        for line in kept {
            if !output.isEmpty { output.append(UInt8(ascii: "\n")) }
            output += bytes(line)
        }
        return String(decoding: output, as: UTF8.self)
    }

    // MARK: Below

    /// Cuts signature, footer, and the message that is answered below.
    private mutating func cutBelow() {
        for index in lines.indices where endsOwn(bytes(lines[index]), at: index) {
            lines.removeSubrange(index...)
            leavesOut = true
            return
        }
    }

    private func endsOwn(_ line: UnsafeRawBufferPointer, at index: Int) -> Bool {
        guard let first = line.first else { return false }
        if first == UInt8(ascii: "_") {
            return line.count >= 32 && line.allSatisfy { $0 == first || $0.isSpace } && isFooter(index)
        }
        guard first == UInt8(ascii: "-") || first.lowercased == UInt8(ascii: "b"), line.count < 80 else { return false }
        if line.elementsEqual("-- ".utf8) { return true }
        // Some programs take the space away; a short rest is a signature all the same.
        if line.elementsEqual("--".utf8) { return lines.count - index <= 12 }
        if line.starts(with: "-------------- next part --------------".utf8) { return true }
        return Self.forwardLines.contains { line.trimmed.equalsCaseless($0) }
    }

    /// Returns whether a rule is that above the footer of a list, or above the header that Outlook writes over a quote.
    private func isFooter(_ index: Int) -> Bool {
        let next = lines[(index + 1)...].prefix(3).map { bytes($0) }
        let marks: [StaticString] = ["mailing list", "/listinfo/", "/mailman3/"]
        return next.contains { line in
            line.starts(with: "From: ".utf8) || marks.contains { line.index(of: $0, from: 0) != nil }
        }
    }

    // MARK: Quotes

    private mutating func dropQuotes() {
        kept.reserveCapacity(lines.count)
        var inQuote = false
        for line in lines {
            if !line.isEmpty, text[line.lowerBound] == Self.quoteSign {
                if !inQuote { dropIntroduction() }
                (inQuote, leavesOut) = (true, true)
                continue
            }
            // Empty lines between two quotes are dropped with them.
            if inQuote, isEmpty(line) { continue }
            // One stays between what stands before and behind a quote.
            if inQuote, let last = kept.last, !isEmpty(last) { kept.append(line.lowerBound..<line.lowerBound) }
            inQuote = false
            kept.append(line)
        }
        while let last = kept.last, isEmpty(last) { kept.removeLast() }
    }

    /// Drops `On Wed, Ada <ada@example.org> wrote:`, which may be broken over lines, and empty lines above a quote.
    private mutating func dropIntroduction() {
        var end = kept.count
        while end > 0, isEmpty(kept[end - 1]) { end -= 1 }
        var start = end
        while start > 0, end - start < 3, !isEmpty(kept[start - 1]) { start -= 1 }
        for first in start..<end where first == end - 1 || namesDate(kept[first]) {
            guard isIntroduction(kept[first..<end]) else { continue }
            end = first
            break
        }
        kept.removeSubrange(end...)
    }

    /// Returns whether a line may be the first of several that introduce a quote; any other is the author's own.
    private func namesDate(_ line: Range<Int>) -> Bool { bytes(line).count(where: \.isDigit) >= 4 }

    /// Returns whether lines end with a colon, and name a time or an address or say that somebody wrote.
    private func isIntroduction(_ lines: ArraySlice<Range<Int>>) -> Bool {
        guard let last = lines.last.map({ bytes($0).trimmed }), last.last == UInt8(ascii: ":"),
            lines.reduce(0, { $0 + $1.count }) <= Self.introductionLimit
        else { return false }
        if Self.introductionEndings.contains(where: { last.suffix($0.count).elementsEqual($0) }) { return true }
        let (digits, colons, signs) = lines.reduce((0, 0, 0)) { sum, line in
            bytes(line).reduce(sum) { sum, byte in
                (
                    sum.0 + (byte.isDigit ? 1 : 0), sum.1 + (byte == UInt8(ascii: ":") ? 1 : 0),
                    sum.2 + (byte == UInt8(ascii: "@") ? 1 : 0)
                )
            }
        }
        // The last colon is the end; another one is in a time.
        return signs > 0 || (digits >= 4 && colons >= 2)
    }
}
