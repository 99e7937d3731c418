/// Turns HTML into the text that a reader sees, in one pass; quotes become lines with `> `.
struct HTMLText {
    private static let linkLimit = 64
    /// Elements whose content is not shown.
    private static let silent: Set<String> = ["script", "style", "head", "title", "template", "noscript", "xml"]
    /// Elements that begin a line.
    private static let blocks: Set<String> = [
        "p", "div", "br", "li", "ul", "ol", "tr", "table", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre",
        "hr",
        "section", "article", "header", "footer", "dt", "dd", "address", "center", "body", "tbody", "td", "th",
    ]

    private let html: UnsafeRawBufferPointer
    private var index = 0
    private var output: [UInt8] = []
    private var links: [String] = []
    private var quotes = 0
    private var preformatted = 0
    /// The silent element that is open.
    private var hidden: String?
    private var isLineStart = true
    private var needsSpace = false

    /// Reads HTML; returns the text and the addresses it links to.
    static func read(_ html: String) -> (text: String, links: [String]) {
        var html = html
        return html.withUTF8 { bytes in
            var reader = HTMLText(UnsafeRawBufferPointer(bytes))
            reader.read()
            return (String(decoding: reader.output, as: UTF8.self), reader.links)
        }
    }

    private init(_ html: UnsafeRawBufferPointer) {
        self.html = html
        output.reserveCapacity(html.count / 2)
    }

    private mutating func read() {
        while index < html.count {
            let byte = html[index]
            if byte == UInt8(ascii: "<"), index + 1 < html.count, beginsMarkup(html[index + 1]) {
                readMarkup()
            } else if hidden != nil {
                index = html.index(of: UInt8(ascii: "<"), from: index + 1) ?? html.count
            } else if byte == UInt8(ascii: "&") {
                let (text, end) = HTMLEntity.read(html, at: index)
                for byte in text { append(byte) }
                index = end
            } else {
                append(byte)
                index += 1
            }
        }
        while output.last?.isSpace == true { output.removeLast() }
    }

    private func beginsMarkup(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "/") || byte == UInt8(ascii: "!") || byte == UInt8(ascii: "?")
            || byte.lowercased &- UInt8(ascii: "a") < 26
    }

    private mutating func readMarkup() {
        if html.hasBytes("<!--", at: index) {
            index = html.index(of: "-->", from: index + 4).map { $0 + 3 } ?? html.count
            return
        }
        let tag = HTMLTag(html, at: index)
        index = tag.end
        if let hidden {
            if tag.isClosing, tag.name == hidden { self.hidden = nil }
            return
        }
        if Self.silent.contains(tag.name), !tag.isClosing {
            hidden = tag.name
        } else if tag.name == "blockquote" {
            newLine()
            quotes = max(0, min(quotes + (tag.isClosing ? -1 : 1), 20))
        } else if tag.name == "pre" {
            newLine()
            preformatted = max(0, preformatted + (tag.isClosing ? -1 : 1))
        } else if tag.name == "p" || tag.name == "br" {
            endLine(isEmpty: tag.name == "p")
        } else if Self.blocks.contains(tag.name) {
            newLine()
        }
        if !tag.isClosing { take(tag) }
    }

    private mutating func take(_ tag: HTMLTag) {
        if tag.name == "a", let link = tag["href"], links.count < Self.linkLimit, link.hasPrefix("http"),
            !links.contains(link)
        {
            links.append(link)
        }
        guard tag.name == "img", let words = tag["alt"] else { return }
        for byte in words.utf8 { append(byte) }
    }

    private mutating func append(_ byte: UInt8) {
        if byte.isSpace {
            if preformatted > 0, byte == UInt8(ascii: "\n") { endLine(isEmpty: false) } else { needsSpace = true }
            return
        }
        if isLineStart {
            for _ in 0..<quotes { output += [UInt8(ascii: ">"), UInt8(ascii: " ")] }
        } else if needsSpace {
            output.append(UInt8(ascii: " "))
        }
        (isLineStart, needsSpace) = (false, false)
        output.append(byte)
    }

    /// Begins a line, unless one was begun already.
    private mutating func newLine() {
        needsSpace = false
        guard !isLineStart else { return }
        output.append(UInt8(ascii: "\n"))
        isLineStart = true
    }

    /// Ends the line; `isEmpty`: whether an empty one follows.
    private mutating func endLine(isEmpty: Bool) {
        let wasStart = isLineStart
        newLine()
        // No more than one empty line at a time.
        guard isEmpty || wasStart, !output.isEmpty, !output.suffix(2).elementsEqual("\n\n".utf8) else { return }
        output.append(UInt8(ascii: "\n"))
    }
}
