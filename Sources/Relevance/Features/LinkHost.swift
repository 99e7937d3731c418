/// The host that a link leads to.
package enum LinkHost {
    /// Longer ones are no names.
    private static let longest = 253

    /// Where it stands in `link`, without `www.`, user and port; nil where there is none.
    package static func range(in link: UnsafeRawBufferPointer) -> Range<Int>? {
        var start = 0
        if let slashes = link.indices.dropLast().first(where: { link[$0] == slash && link[$0 + 1] == slash }) {
            start = slashes + 2
        }
        var end = link[start...].firstIndex { ends.contains($0) } ?? link.count
        if let at = link[start..<end].lastIndex(of: UInt8(ascii: "@")) { start = at + 1 }
        if let colon = link[start..<end].firstIndex(of: UInt8(ascii: ":")) { end = colon }
        if end - start > 4, (0..<3).allSatisfy({ link[start + $0] | 0x20 == UInt8(ascii: "w") }),
            link[start + 3] == UInt8(ascii: ".")
        {
            start += 4
        }
        return (1...longest).contains(end - start) ? start..<end : nil
    }

    private static let slash = UInt8(ascii: "/")
    private static let ends: [UInt8] = [slash, UInt8(ascii: "?"), UInt8(ascii: "#")]
}
