/// A tag of HTML, with the two attributes that are read.
struct HTMLTag {
    let name: String
    let isClosing: Bool
    /// Just behind it.
    private(set) var end: Int
    private var attributes: [String: String] = [:]

    subscript(name: String) -> String? { attributes[name] }

    /// Reads the tag at `start`, where there is `<`; one without an end goes on to the end of all.
    init(_ html: UnsafeRawBufferPointer, at start: Int) {
        var index = start + 1
        isClosing = html[index] == UInt8(ascii: "/")
        if isClosing { index += 1 }
        let nameStart = index
        while index < html.count, !html[index].isSpace, html[index] != UInt8(ascii: ">"),
            html[index] != UInt8(ascii: "/")
        {
            index += 1
        }
        name = String(decoding: html[nameStart..<min(index, nameStart + 16)].map(\.lowercased), as: UTF8.self)
        end = index
        readAttributes(html)
    }

    private mutating func readAttributes(_ html: UnsafeRawBufferPointer) {
        while end < html.count, html[end] != UInt8(ascii: ">") {
            guard !html[end].isSpace, html[end] != UInt8(ascii: "/") else {
                end += 1
                continue
            }
            let start = end
            while end < html.count, !html[end].isSpace, html[end] != UInt8(ascii: "="), html[end] != UInt8(ascii: ">") {
                end += 1
            }
            let key = html.part(start..<end)
            var next = end
            while next < html.count, html[next].isSpace { next += 1 }
            guard next < html.count, html[next] == UInt8(ascii: "=") else {
                end = max(next, start + 1)
                continue
            }
            end = next + 1
            let value = readValue(html)
            for name in ["href", "alt"] where key.equalsCaseless(Array(name.utf8)) && attributes[name] == nil {
                attributes[name] = HTMLEntity.decode(
                    html.part(value.lowerBound..<min(value.upperBound, value.lowerBound + 8192))
                )
            }
        }
        end = min(end + 1, html.count)
    }

    /// The value at `end`, in quotes or up to white space; `end` is behind it then.
    private mutating func readValue(_ html: UnsafeRawBufferPointer) -> Range<Int> {
        while end < html.count, html[end].isSpace { end += 1 }
        guard end < html.count else { return end..<end }
        let quote = html[end]
        if quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
            let start = end + 1
            let close = html.index(of: quote, from: start) ?? html.count
            end = min(close + 1, html.count)
            return min(start, close)..<close
        }
        let start = end
        while end < html.count, !html[end].isSpace, html[end] != UInt8(ascii: ">") { end += 1 }
        return start..<end
    }
}
